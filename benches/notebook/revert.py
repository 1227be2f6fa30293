"""Times taking steps of a notebook back: 20 steps on penguins.csv, taken back one by one, then again all at once.

    python3 benches/notebook/revert.py --binary target/release/skydash

Drives a server of its own over HTTP. Says how long each DELETE took, and whether the table was that of before, byte for byte.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benches"))
from server import Server  # noqa: E402

STEPS = [
    ("MissingIndicator", [3, 6], {}), ("SimpleImputer", [3, 4], {"strategy": "mean"}), ("NanRemover", [5], {}),
    ("StandardScaler", [3], {}), ("MinMaxScaler", [4], {}), ("MaxAbsScaler", [5], {}), ("OneHotEncoder", [2], {}),
    ("LabelEncoder", [1], {}), ("Normalizer", [3, 4], {}), ("Binarizer", [6], {"threshold": 4000.0}),
] + [("StandardScaler", [column], {}) for column in (3, 4, 5, 6)] + [("MinMaxScaler", [column], {}) for column in (3, 4, 5, 6)] + [
    ("PolynomialFeatures", [3, 4], {"degree": 2}), ("ColumnRemover", [2], {}),
]


def table(server, notebook):
    return server.bytes("GET", f"/dataset/export/csv?path=notebooks/{notebook}")


def apply(server, notebook):
    """Applies all steps: their ids, and the table before each."""
    ids, tables = [], []
    for converter, columns, params in STEPS:
        tables.append(table(server, notebook))
        scope = {"columns": [{"idx": column} for column in columns], "rows": []}
        parameters = {"params": params, "scope": scope, "order": 1, "target": None}
        step = server.call("POST", "/converter/", {"notebook_id": notebook, "converter": converter, "parameters": parameters})["id"]
        server.job("ConverterJob", {"converter_id": step})
        ids.append(step)
    return ids, tables


def take_back(server, step):
    start = time.perf_counter()
    server.call("DELETE", f"/converter/{step}")
    return (time.perf_counter() - start) * 1e3


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--binary", default="target/release/skydash")
    with tempfile.TemporaryDirectory() as folder, Server(options.parse_args().binary, folder) as server:
        notebook = server.call("POST", "/notebook/", {"dataset_id": server.upload(ROOT / "examples/penguins.csv")})["id"]
        ids, tables = apply(server, notebook)
        took, same = [], 0
        for step, before in zip(reversed(ids), reversed(tables)):
            took.append(take_back(server, step))
            same += table(server, notebook) == before
        ids, tables = apply(server, notebook)
        at_once = take_back(server, ids[0])
        same_at_once = table(server, notebook) == tables[0]
    print(json.dumps({"bench": "revert", "side": "skydash", "steps": len(STEPS), "identical_tables": same,
                      "one_step_ms": {"median": statistics.median(took), "max": max(took)},
                      "all_steps_ms": at_once, "identical_at_once": same_at_once}))


if __name__ == "__main__":
    main()

"""Times taking steps of a notebook back: 20 steps on penguins.csv, taken back one by one, then again all at once.

    python3 benches/notebook/revert.py --binary target/release/skydash

Drives a server of its own over HTTP. Says how long each DELETE took, and whether the table was that of before, byte for byte.
"""

import argparse
import json
import statistics
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from serving import serving  # noqa: E402

STEPS = [
    ("MissingIndicator", [3, 6], {}), ("SimpleImputer", [3, 4], {"strategy": "mean"}), ("NanRemover", [5], {}),
    ("StandardScaler", [3], {}), ("MinMaxScaler", [4], {}), ("MaxAbsScaler", [5], {}), ("OneHotEncoder", [2], {}),
    ("LabelEncoder", [1], {}), ("Normalizer", [3, 4], {}), ("Binarizer", [6], {"threshold": 4000.0}),
] + [("StandardScaler", [column], {}) for column in (3, 4, 5, 6)] + [("MinMaxScaler", [column], {}) for column in (3, 4, 5, 6)] + [
    ("PolynomialFeatures", [3, 4], {"degree": 2}), ("ColumnRemover", [2], {}),
]


class Client:
    """A server under test."""

    def __init__(self, url):
        self.url = url + "/api/v1"

    def send(self, method, path, body=None, headers=None):
        headers = {"content-type": "application/json"} | (headers or {})
        data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def post(self, path, body):
        return json.loads(self.send("POST", path, body))

    def wait(self, job):
        while True:
            status = json.loads(self.send("GET", f"/job/status/{job['id']}"))
            if status["status"] not in ("not_started", "started"):
                assert status["status"] == "finished", status
                return
            time.sleep(0.01)

    def upload(self, path):
        dataset = self.post("/dataset/", {"name": path.stem})["id"]
        params = {"name": path.stem, "dataloader": "CSVDataLoader", "separator": ","}
        fields = {"job_type": "DatasetJob", "kwargs": json.dumps({"dataset_id": dataset, "params": params})}
        form = "".join(f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        form += f'--B\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n{path.read_text()}\r\n--B--\r\n'
        headers = {"content-type": "multipart/form-data; boundary=B", "filename": path.name}
        self.wait(json.loads(self.send("POST", "/job/", form.encode(), headers)))
        return dataset

    def table(self, notebook):
        return self.send("GET", f"/dataset/export/csv?path=notebooks/{notebook}")

    def steps(self, notebook):
        """Applies all steps: their ids, and the table before each."""
        ids, tables = [], []
        for converter, columns, params in STEPS:
            tables.append(self.table(notebook))
            scope = {"columns": [{"idx": column} for column in columns], "rows": []}
            parameters = {"params": params, "scope": scope, "order": 1, "target": None}
            step = self.post("/converter/", {"notebook_id": notebook, "converter": converter, "parameters": parameters})
            ids.append(step["id"])
            self.wait(self.post("/job/", {"job_type": "ConverterJob", "kwargs": {"converter_id": step["id"]}}))
        return ids, tables

    def take_back(self, step):
        start = time.perf_counter()
        self.send("DELETE", f"/converter/{step}")
        return (time.perf_counter() - start) * 1e3


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--binary", default="target/release/skydash")
    with serving(options.parse_args().binary) as url:
        client = Client(url)
        notebook = client.post("/notebook/", {"dataset_id": client.upload(ROOT / "examples/penguins.csv")})["id"]
        ids, tables = client.steps(notebook)
        took, same = [], 0
        for step, table in zip(reversed(ids), reversed(tables)):
            took.append(client.take_back(step))
            same += client.table(notebook) == table
        ids, tables = client.steps(notebook)
        at_once = client.take_back(ids[0])
        same_at_once = client.table(notebook) == tables[0]
    print(json.dumps({"bench": "revert", "side": "skydash", "steps": len(STEPS), "identical_tables": same,
                      "one_step_ms": {"median": statistics.median(took), "max": max(took)},
                      "all_steps_ms": at_once, "identical_at_once": same_at_once}))


if __name__ == "__main__":
    main()

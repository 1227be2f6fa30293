"""Times explorers and converters over a stored table: this project against pandas with scikit-learn.

    pip install -r benches/notebook/requirements.txt
    cargo build --release --workspace --bins
    python benches/notebook/compare.py [--rows 1000000] [--repeats 5] [--binary target/release/notebook] [WORK ...]

The table has 20 columns from a fixed seed: 13 floats, 3 floats with 5 % gaps, 3 whole numbers, and texts of which there are 100.
Both sides start from their stored table (Parquet) and end with the result: an explorer's as the JSON of a figure or table, a
converter's as the whole changed table, stored as Parquet. Each run is a process of its own, in turns, and one JSON line; then
come the medians, and the ratios (Skydash over its peer).
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEER = "pandas + scikit-learn"
ALL = ["Describe", "Histogram", "CorrelationMatrix", "StandardScaler", "OneHotEncoder", "SimpleImputer", "PCA"]


def make(folder, rows):
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(20)
    columns = {f"f{i}": random.normal(i, 1 + i, rows).round(6) for i in range(13)}
    for i in range(3):
        columns[f"g{i}"] = np.where(random.random(rows) < 0.05, np.nan, random.normal(0, 1, rows).round(6))
    columns |= {f"i{i}": random.integers(0, 10 ** (3 + 2 * i), rows) for i in range(3)}
    columns["c"] = np.array([f"category {i}" for i in range(100)])[random.integers(0, 100, rows)]
    table = pd.DataFrame(columns)
    table.to_csv(folder / "table.csv", index=False)
    table.to_parquet(folder / "table.parquet", compression="zstd")


def figure(**trace):
    return json.dumps({"data": [trace], "layout": {}})


def work(name, path):
    """The work as one writes it with pandas and scikit-learn: gives the JSON of a result, or a changed table."""
    import numpy as np
    import pandas as pd

    wanted = {"Histogram": ["f0"], "CorrelationMatrix": [f"f{i}" for i in range(13)] + ["i0", "i1", "i2"]}
    table = pd.read_parquet(path, columns=wanted.get(name))
    numbers = [column for column in table.columns if column[0] in "fi"]
    if name == "Describe":
        return table.describe(include="all").to_json()
    if name == "Histogram":
        counts, edges = np.histogram(table["f0"], bins=100)
        return figure(type="bar", x=edges.tolist(), y=counts.tolist())
    if name == "CorrelationMatrix":
        return figure(type="heatmap", z=table.corr().to_numpy().tolist(), x=numbers, y=numbers)
    if name == "StandardScaler":
        from sklearn.preprocessing import StandardScaler

        table[numbers] = StandardScaler().fit_transform(table[numbers])
        return table
    if name == "OneHotEncoder":
        from sklearn.preprocessing import OneHotEncoder

        encoder = OneHotEncoder(sparse_output=False).set_output(transform="pandas")
        return pd.concat([table.drop(columns="c"), encoder.fit_transform(table[["c"]])], axis=1)
    if name == "SimpleImputer":
        from sklearn.impute import SimpleImputer

        gaps = ["g0", "g1", "g2"]
        table[gaps] = SimpleImputer().fit_transform(table[gaps])
        return table
    from sklearn.decomposition import PCA

    scores = PCA(n_components=5).set_output(transform="pandas").fit_transform(table[numbers])
    return pd.concat([table.drop(columns=numbers), scores], axis=1)


def peer(name, folder):
    import pandas
    import sklearn
    # A server has them loaded: what is measured is the work.
    import sklearn.decomposition
    import sklearn.impute
    import sklearn.preprocessing

    pandas.DataFrame({"a": [1.0]}).to_parquet(Path(folder) / "warm.parquet")
    start, cpu = time.perf_counter(), time.process_time()
    result = work(name, Path(folder) / "table.parquet")
    if not isinstance(result, str):
        result.to_parquet(Path(folder) / "changed.parquet", compression="zstd")
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    line = {"bench": name, "side": PEER, "wall_s": wall, "cpu_s": cpu,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    print(json.dumps(line | {"extra": {"pandas": pandas.__version__, "scikit-learn": sklearn.__version__}}))


def run(command):
    line = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(json.dumps(line), flush=True)
    return line


def compare(name, binary, folder, repeats):
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(run([binary, folder, name]))
        theirs.append(run([sys.executable, __file__, "--peer", name, folder]))
    keys = ("wall_s", "cpu_s", "peak_mb")
    medians = [{key: statistics.median(line[key] for line in lines) for key in keys} for lines in (ours, theirs)]
    for side, median in zip(("skydash", PEER), medians):
        print(json.dumps({"bench": name, "side": side, "median": True} | median))
    print(json.dumps({"bench": name, "ratio": {key: round(medians[0][key] / medians[1][key], 3) for key in keys}}), flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("works", nargs="*", metavar="WORK", default=ALL)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--binary", default="target/release/notebook")
    options.add_argument("--make", nargs=1, help=argparse.SUPPRESS)
    options.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    options = options.parse_args()
    if options.peer:
        return peer(*options.peer)
    if options.make:
        return make(Path(options.make[0]), options.rows)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, __file__, "--rows", str(options.rows), "--make", folder], check=True)
        subprocess.run([options.binary, "store", Path(folder) / "table.csv", folder], check=True)
        for name in options.works:
            compare(name, options.binary, folder, options.repeats)
    return None


if __name__ == "__main__":
    main()

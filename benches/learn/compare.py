"""Trains the same models with scikit-learn and with Skydash on the same table, and prints medians.

    pip install -r benches/learn/requirements.txt
    cargo build --release -p skydash-benches --bin learn
    python benches/learn/compare.py --binary target/release/learn [--runs 5] [--classes 2] [BENCH ...]

Run it on a machine that does nothing else: scikit-learn's threads spin while they wait, which counts as
processor time and multiplies on a busy one. Each run is a process of its own. One JSON line a bench and side:
{bench, side, wall_s, cpu_s, peak_mb, score, predict_wall_s, predict_cpu_s}, times of training without
reading the table, medians over the runs; then one line with the ratios (Skydash over scikit-learn).
Skydash's line also has the stored model's size, the time to load it and the time to predict one row.
"""

import argparse
import json
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

TRAIN_ROWS, TEST_ROWS, COLUMNS = 100_000, 25_000, 20
BENCHES = ["LogisticRegression", "HistGradientBoosting", "RandomForest"]


def make(folder, classes):
    """Writes the table, column after column, little-endian."""
    from sklearn.datasets import make_classification

    x, y = make_classification(
        n_samples=TRAIN_ROWS + TEST_ROWS, n_features=COLUMNS, n_informative=10, n_redundant=4,
        n_classes=classes, flip_y=0.02, random_state=7,
    )
    x.T.astype("<f8").tofile(folder / "x.f64")
    y.astype("<u4").tofile(folder / "y.u32")
    shape = {"rows": len(y), "columns": COLUMNS, "train_rows": TRAIN_ROWS, "classes": classes}
    (folder / "shape.json").write_text(json.dumps(shape))


def model(bench):
    """The scikit-learn model with the parameters that `learn.rs` uses."""
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.tree import DecisionTreeClassifier

    if bench == "LogisticRegression":
        return LogisticRegression(max_iter=100)
    if bench == "HistGradientBoosting":
        return HistGradientBoostingClassifier(max_iter=100, max_depth=8, early_stopping=False)
    if bench == "RandomForest":
        return RandomForestClassifier(n_estimators=100, max_depth=16, n_jobs=-1, random_state=0)
    if bench == "DecisionTree":
        return DecisionTreeClassifier(random_state=0)
    raise SystemExit(f"no bench is called {bench}")


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def once(folder, bench):
    """One run of scikit-learn, in this process."""
    import numpy

    shape = json.loads((folder / "shape.json").read_text())
    x = numpy.fromfile(folder / "x.f64", "<f8").reshape(shape["columns"], shape["rows"]).T
    x = numpy.ascontiguousarray(x)
    y = numpy.fromfile(folder / "y.u32", "<u4")
    end = shape["train_rows"]
    estimator = model(bench)
    wall, used = time.perf_counter(), cpu()
    estimator.fit(x[:end], y[:end])
    wall_s, cpu_s = time.perf_counter() - wall, cpu() - used
    wall, used = time.perf_counter(), cpu()
    predicted = estimator.predict(x[end:])
    line = {
        "bench": bench, "side": "scikit-learn", "wall_s": wall_s, "cpu_s": cpu_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "score": float((predicted == y[end:]).mean()),
        "predict_wall_s": time.perf_counter() - wall, "predict_cpu_s": cpu() - used,
    }
    print(json.dumps(line))


def median(lines):
    first = lines[0]
    middle = {key: statistics.median(line[key] for line in lines) for key in first if key not in ("bench", "side")}
    return {"bench": first["bench"], "side": first["side"], **{key: round(value, 4) for key, value in middle.items()}}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("benches", nargs="*", default=BENCHES)
    parser.add_argument("--binary", default="target/release/learn")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--classes", type=int, default=2)
    parser.add_argument("--once", metavar="FOLDER")
    given = parser.parse_args()
    if given.once:
        return once(pathlib.Path(given.once), given.benches[0])
    with tempfile.TemporaryDirectory() as folder:
        make(pathlib.Path(folder), given.classes)
        for bench in given.benches:
            sides = {
                "scikit-learn": [sys.executable, __file__, "--once", folder, bench],
                "skydash": [given.binary, folder, bench],
            }
            lines = {side: [] for side in sides}
            for _ in range(given.runs):
                for side, command in sides.items():
                    lines[side].append(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))
            theirs, ours = median(lines["scikit-learn"]), median(lines["skydash"])
            ratio = {key: round(ours[key] / theirs[key], 3) for key in theirs if key not in ("bench", "side") and theirs[key]}
            for line in (theirs, ours, {"bench": bench, "ratio": ratio}):
                print(json.dumps(line), flush=True)


main()

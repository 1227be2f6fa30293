"""Times reading a CSV file with types and statistics: this project against python-polars.

    pip install -r benches/ingest/requirements.txt
    cargo build --release -p skydash-benches --bin ingest
    python benches/ingest/compare.py [--rows 1000000] [--repeats 5] [--binary target/release/ingest]

Makes a table of 20 columns (14 floats of six decimals, 3 whole numbers, a category, a date with time, floats with 5 % gaps) from a
fixed seed. Each side runs in a process of its own, in turns; every run is one JSON line, then the medians. The peer
reads, describes and writes Parquet. This project does the same and also infers types over all rows and computes
skewness, kurtosis, correlations, distinct values and duplicate rows.
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

PEER = "python-polars"


def make(path, rows):
    import numpy as np
    import polars as pl

    random = np.random.default_rng(20)
    columns = {f"f{i}": random.normal(i, 1 + i, rows).round(6) for i in range(14)}
    columns |= {f"i{i}": random.integers(0, 10 ** (3 + 2 * i), rows) for i in range(3)}
    columns["category"] = np.array(["red", "green", "blue", "white", "black"])[random.integers(0, 5, rows)]
    moments = np.datetime64("2020-01-01T00:00:00") + random.integers(0, 10**8, rows).astype("timedelta64[s]")
    columns["moment"] = moments.astype(str)
    gaps = random.normal(0, 1, rows).round(6)
    table = pl.DataFrame(columns).with_columns(
        pl.Series("gaps", gaps).zip_with(pl.Series(random.random(rows) >= 0.05), pl.Series([None] * rows, dtype=pl.Float64))
    )
    table.write_csv(path)


def peer(path, folder):
    import polars as pl

    start, cpu = time.perf_counter(), time.process_time()
    table = pl.read_csv(path)
    table.describe()
    table.write_parquet(Path(folder) / "peer.parquet", compression="zstd", row_group_size=1 << 17)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stored = (Path(folder) / "peer.parquet").stat().st_size / 1e6
    line = {"bench": "ingest", "side": PEER, "wall_s": wall, "cpu_s": cpu, "peak_mb": peak}
    print(json.dumps(line | {"extra": {"version": pl.__version__, "stored_mb": stored}}))


def run(command):
    line = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(json.dumps(line), flush=True)
    return line


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--binary", default="target/release/ingest")
    options.add_argument("--file", help="keep the table here and use it again")
    options.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    options = options.parse_args()
    if options.peer:
        return peer(*options.peer)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(options.file or Path(folder) / "table.csv")
        if not path.exists():
            subprocess.run([sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); "
                            f"import compare; compare.make({str(path)!r}, {options.rows})"], check=True)
        runs = {"skydash": [], PEER: []}
        for _ in range(options.repeats):
            runs["skydash"].append(run([options.binary, path, folder]))
            runs[PEER].append(run([sys.executable, __file__, "--peer", path, folder]))
        limit = path.stat().st_size / 1e6 * 0.4 + 300
        for side, lines in runs.items():
            median = {key: statistics.median(line[key] for line in lines) for key in ("wall_s", "cpu_s", "peak_mb")}
            print(json.dumps({"bench": "ingest", "side": side, "median": True} | median
                             | {"extra": {"file_mb": path.stat().st_size / 1e6, "allowed_peak_mb": limit}}))
    return None


if __name__ == "__main__":
    main()

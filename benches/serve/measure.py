#!/usr/bin/env python3
"""Measures the running binary: start-up, idle memory, the catalog under load, a one-row preview.

    cargo build --release -p skydash
    python benches/serve/measure.py --binary target/release/skydash [--runs 5]

Needs `wrk` (Debian's package) for the load. One JSON line a bench: medians over the runs. The load generator
shares the machine with the server, so requests per second are a lower bound.
"""

import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from server import Server  # noqa: E402

IRIS = pathlib.Path(__file__).resolve().parents[2] / "examples/iris.csv"


def startup(binary):
    with tempfile.TemporaryDirectory() as folder, Server(binary, folder) as server:
        server.call("GET", "/dataset/")
        return {"first_answer_ms": (time.perf_counter() - server.started) * 1e3}


def idle(binary):
    with tempfile.TemporaryDirectory() as folder, Server(binary, folder) as server:
        server.call("GET", "/component/")
        server.call("GET", "/dataset/")
        time.sleep(2)
        return {"resident_mb": server.memory("VmRSS"), "peak_mb": server.memory("VmHWM")}


def catalog(binary):
    with tempfile.TemporaryDirectory() as folder, Server(binary, folder) as server:
        length = len(json.dumps(server.call("GET", "/component/")))
        one = []
        for _ in range(500):
            begin = time.perf_counter()
            # As browsers ask for it; what the client then does with the bytes is its own time.
            server.connection.request("GET", "/api/v1/component/", headers={"Accept-Encoding": "gzip"})
            sent = len(server.connection.getresponse().read())
            one.append((time.perf_counter() - begin) * 1e3)
        before = server.cpu()
        command = ["wrk", "-t1", "-c16", "-d5s", "--latency", "-H", "Accept-Encoding: gzip", f"{server.url}/api/v1/component/"]
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        requests = float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])
        return {"requests_per_s": requests, "server_cpu_us": (server.cpu() - before) / (requests * 5) * 1e6,
                "one_client_p50_ms": statistics.median(one), "bytes": length, "sent_bytes": sent}


def preview(binary):
    with tempfile.TemporaryDirectory() as folder, Server(binary, folder) as server:
        dataset = server.upload(IRIS)
        inputs = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
        run = server.forest(server.session(dataset, "iris", inputs, "species"), "forest", {})
        server.job("ModelJob", {"run_id": run})
        rows = json.dumps([dict(zip(inputs, [5.0, 3.4, 1.5, 0.2]))]).encode()
        times = []
        for _ in range(500):
            begin = time.perf_counter()
            server.form("/predict/preview", [("run_id", None, str(run).encode()), ("manual_input_data", None, rows)])
            times.append((time.perf_counter() - begin) * 1e3)
        warm = sorted(times[50:])
        return {"p50_ms": statistics.median(warm), "p99_ms": warm[int(len(warm) * 0.99)], "first_ms": times[0]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--binary", required=True)
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    for bench in (startup, idle, catalog, preview):
        runs = [bench(options.binary) for _ in range(options.runs)]
        medians = {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}
        print(json.dumps({"bench": bench.__name__, "side": "skydash", **medians}), flush=True)


main()

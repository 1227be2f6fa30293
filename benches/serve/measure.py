#!/usr/bin/env python3
"""Measures the running binary: start-up, idle memory, the catalog under load, a one-row preview.

    cargo build --release -p skydash
    python benches/serve/measure.py --binary target/release/skydash [--runs 5]

Needs `wrk` (Debian's package) for the load. One JSON line a bench: medians over the runs. The load generator
shares the machine with the server, so requests per second are a lower bound.
"""

import argparse
import http.client
import json
import pathlib
import re
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import uuid

IRIS = pathlib.Path(__file__).resolve().parents[2] / "examples/iris.csv"


class Server:
    """A binary on an empty store."""

    def __init__(self, binary, folder):
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--frontend", "none", "--data-dir", folder], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split("ready at ")[1].strip()
        self.host = urllib.parse.urlsplit(self.url).netloc
        self.connection = http.client.HTTPConnection(self.host)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def call(self, method, path, body=None, headers=None):
        if isinstance(body, dict):
            body, headers = json.dumps(body), {"Content-Type": "application/json"}
        self.connection.request(method, f"/api/v1{path}", body, headers or {})
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status < 300, (path, answer.status, content)
        return json.loads(content) if content else None

    def form(self, path, parts, headers=None):
        mark = uuid.uuid4().hex
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            + (f'; filename="{file}"'.encode() if file else b"") + b"\r\n\r\n" + content + b"\r\n"
            for name, file, content in parts) + f"--{mark}--\r\n".encode()
        return self.call("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}", **(headers or {})})

    def job(self, job_type, kwargs, *files, headers=None):
        parts = [("job_type", None, job_type.encode()), ("kwargs", None, json.dumps(kwargs).encode()), *files]
        job = self.form("/job/", parts, headers)["id"]
        while (status := self.call("GET", f"/job/status/{job}"))["status"] not in ("finished", "error"):
            time.sleep(0.02)
        assert status["status"] == "finished", status

    def memory(self, field):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", text)[1]) / 1024

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100


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
        dataset = server.call("POST", "/dataset/", {"name": "iris"})["id"]
        params = {"name": "iris", "dataloader": "CSVDataLoader", "separator": ","}
        server.job("DatasetJob", {"dataset_id": dataset, "params": params}, ("file", "iris.csv", IRIS.read_bytes()),
                   headers={"filename": "iris.csv"})
        inputs = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
        splits = {"splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2, "validation": 0.2,
                  "stratify": False, "shuffle": True, "random_state": 42}
        session = server.call("POST", "/model-session/", {
            "dataset_id": dataset, "task_name": "TabularClassificationTask", "name": "iris", "input_columns": inputs,
            "output_columns": ["species"], "train_metrics": [], "validation_metrics": [], "test_metrics": ["Accuracy"],
            "evaluation_strategy": "HoldoutEvaluationStrategy", "splits": json.dumps(splits)})["id"]
        run = server.call("POST", "/run/", {
            "model_session_id": session, "model_name": "RandomForestClassifier", "name": "forest", "parameters": {},
            "optimizer_name": "", "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "",
            "plot_contour_path": "", "plot_importance_path": "", "goal_metric": ""})["id"]
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

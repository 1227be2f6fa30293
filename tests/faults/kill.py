#!/usr/bin/env python3
"""Kills the binary with SIGKILL in the middle of its work and looks at what is left: kill.py BINARY

Ten times each during an ingest, a training, a rename, a converter and an explorer. After every kill the store must pass
`skydash check`, the server must start again, every job must end finished or in error with a reason, and no
half-written dataset may be visible: a dataset that says finished has all of its rows, and so has a notebook. Steps that
survived are taken back at the end, which leads to the rows from before the first.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from serving import ready  # noqa: E402

TIMES = int(os.environ.get("SKYDASH_KILLS", "10"))
ROWS = 60_000
OVER = {"finished", "error", "cancelled", "killed"}


class Server:
    """A running binary over a data directory."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--frontend", "none", "--data-dir", folder],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = ready(self.process) + "/api/v1"

    def call(self, method, path, body=None, headers=None):
        if isinstance(body, (dict, list)):
            body, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=headers or {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def job(self, job_type, kwargs, file=None):
        mark = uuid.uuid4().hex
        parts = [("job_type", None, job_type.encode()), ("kwargs", None, json.dumps(kwargs).encode())]
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        if file:
            parts.append(("file", "rows.csv", file))
            headers["filename"] = "rows.csv"
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            + (f'; filename="{file_name}"'.encode() if file_name else b"") + b"\r\n\r\n" + content + b"\r\n"
            for name, file_name, content in parts) + f"--{mark}--\r\n".encode()
        return self.call("POST", "/job/", body, headers)["id"]

    def wait(self, job):
        for _ in range(1200):
            status = self.call("GET", f"/job/status/{job}")
            if status["status"] in OVER:
                return status
            time.sleep(0.1)
        raise SystemExit(f"job {job} never ended: {status}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def table():
    random.seed(7)
    lines = ["a,b,c,kind"]
    for row in range(ROWS):
        a, b = random.gauss(0, 1), random.gauss(0, 1)
        lines.append(f"{a:.6f},{b:.6f},{row % 97},{'yes' if a + b > 0 else 'no'}")
    return ("\n".join(lines) + "\n").encode()


def check(binary, folder):
    done = subprocess.run([binary, "check", "--data-dir", folder], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"skydash check: {done.stdout}{done.stderr}")


def upload(server, name, file):
    dataset = server.call("POST", "/dataset/", {"name": name})["id"]
    params = {"name": name, "dataloader": "CSVDataLoader", "separator": ",", "compute_metadata": True}
    return dataset, server.job("DatasetJob", {"dataset_id": dataset, "params": params}, file)


def settled(server):
    """Waits until every job has ended, and checks what all of them left behind."""
    for job in server.call("GET", "/job/"):
        status = server.wait(job["id"])
        if status["status"] == "error" and not status["error"]:
            raise SystemExit(f"job {job['id']} failed without a reason")
    for dataset in server.call("GET", "/dataset/"):
        if dataset["status"] == 3:
            info = server.call("GET", f"/dataset/{dataset['id']}/info")
            page = server.call("GET", f"/dataset/filter/?path={dataset['file_path']}&page={ROWS // 10 - 1}&page_size=10")
            if info["total_rows"] != ROWS or page["total"] != ROWS or len(page["rows"]) != 10:
                raise SystemExit(f"half a dataset is visible: {info['total_rows']} rows, page {page['total']}")
        elif dataset["status"] in (1, 2):
            raise SystemExit(f"dataset {dataset['id']} is active without a job")
    for notebook in server.call("GET", "/notebook/"):
        if last_page(server, notebook)["total"] != ROWS:
            raise SystemExit("half a notebook is visible")
        converters = server.call("GET", f"/notebook/{notebook['id']}/converters")
        explorers = server.call("GET", f"/notebook/{notebook['id']}/explorers")
        if any(made["status"] in (1, 2) for made in converters + explorers):
            raise SystemExit("a converter or explorer is active without a job")
        for explorer in explorers:
            if explorer["status"] == 3 and not server.call("POST", f"/explorer/{explorer['id']}/results/", {"options": {}}):
                raise SystemExit(f"explorer {explorer['id']} has no results")


def last_page(server, notebook):
    return server.call("GET", f"/dataset/filter/?path={notebook['file_path']}&page={ROWS // 10 - 1}&page_size=10")


def kill_during(binary, folder, act, longest):
    """Starts the server, begins `act`, kills after a random moment, restarts, waits, checks."""
    server = Server(binary, folder)
    worker = threading.Thread(target=lambda: quietly(act, server))
    worker.start()
    time.sleep(random.uniform(0, longest))
    server.kill()
    worker.join()
    check(binary, folder)
    server = Server(binary, folder)
    settled(server)
    server.kill()
    check(binary, folder)


def quietly(act, server):
    try:
        act(server)
    except (OSError, urllib.error.URLError, ConnectionError):
        pass  # the server was killed under the request


def main():
    binary = sys.argv[1]
    file = table()
    with tempfile.TemporaryDirectory(prefix="skydash-kill-") as folder:
        folder = str(pathlib.Path(folder) / "data")
        server = Server(binary, folder)
        started = time.monotonic()
        dataset, job = upload(server, "base", file)
        assert server.wait(job)["status"] == "finished", server.wait(job)
        ingest_seconds = time.monotonic() - started
        session = server.call("POST", "/model-session/", {
            "dataset_id": dataset, "task_name": "TabularClassificationTask", "name": "s", "input_columns": ["a", "b", "c"],
            "output_columns": ["kind"], "train_metrics": ["Accuracy"], "validation_metrics": ["Accuracy"],
            "test_metrics": ["Accuracy"], "evaluation_strategy": "HoldoutEvaluationStrategy",
            "splits": json.dumps({"splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2,
                                  "validation": 0.2, "shuffle": True, "stratify": False, "random_state": 42})})["id"]
        run = server.call("POST", "/run/", {
            "model_session_id": session, "model_name": "RandomForestClassifier", "name": "r", "parameters": {},
            "optimizer_name": "", "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "",
            "plot_contour_path": "", "plot_importance_path": "", "goal_metric": ""})["id"]
        started = time.monotonic()
        status = server.wait(server.job("ModelJob", {"run_id": run}))
        assert status["status"] == "finished", status
        train_seconds = time.monotonic() - started
        notebook = server.call("POST", "/notebook/", {"dataset_id": dataset, "name": "n"})
        first_rows = last_page(server, notebook)

        def convert(server):
            scope = {"columns": [{"idx": 1}, {"idx": 2}], "rows": []}
            step = server.call("POST", "/converter/", {
                "notebook_id": notebook["id"], "converter": "StandardScaler",
                "parameters": {"params": {}, "scope": scope, "order": 1, "target": None}})["id"]
            return server.wait(server.job("ConverterJob", {"converter_id": step}))

        def explore(server):
            explorer = server.call("POST", "/explorer/", {
                "notebook_id": notebook["id"], "exploration_type": "CorrelationMatrixExplorer", "parameters": {},
                "columns": [{"columnName": name} for name in "ab"]})["id"]
            return server.wait(server.job("ExplorerJob", {"explorer_id": explorer}))

        seconds = {}
        for act in (convert, explore):
            started = time.monotonic()
            status = act(server)
            assert status["status"] == "finished", status
            seconds[act] = time.monotonic() - started
        server.kill()

        def rename(server):
            for turn in range(200):
                old, new = ("c", "d") if turn % 2 == 0 else ("d", "c")
                names = server.call("GET", f"/dataset/{dataset}/types")
                old, new = (old, new) if old in names else (new, old)
                server.call("PATCH", f"/dataset/{dataset}/columns/rename", {"old_name": old, "new_name": new})

        def train(server):
            server.call("PATCH", f"/run/{run}/reset")
            server.job("ModelJob", {"run_id": run})

        kinds = [("ingest", lambda server: upload(server, uuid.uuid4().hex, file), ingest_seconds * 1.2),
                 ("training", train, train_seconds * 1.2), ("rename", rename, 1.0),
                 ("converter", convert, seconds[convert] * 1.2), ("explorer", explore, seconds[explore] * 1.2)]
        for name, act, longest in kinds:
            for _ in range(TIMES):
                kill_during(binary, folder, act, longest)
            print(f"{name}: {TIMES} kills, every job ended, the store is whole", flush=True)
        server = Server(binary, folder)
        outcomes = [job["status"] for job in server.call("GET", "/job/")]
        print({word: outcomes.count(word) for word in sorted(set(outcomes))}, f"{len(kinds) * TIMES} kills")
        steps = server.call("GET", f"/notebook/{notebook['id']}/converters")
        server.call("DELETE", f"/converter/{steps[0]['id']}")
        if last_page(server, notebook) != first_rows:
            raise SystemExit("taking all steps back does not lead to the first rows")
        server.kill()


main()

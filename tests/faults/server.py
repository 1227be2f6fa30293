"""A running binary over a data directory, for stories about what becomes of it."""
import json
import pathlib
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from serving import ready  # noqa: E402

OVER = {"finished", "error", "cancelled", "killed"}


class Server:
    """A running binary over a data directory."""

    def __init__(self, binary, folder, *options, **process):
        self.binary, self.folder = binary, folder
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--frontend", "none", "--data-dir", folder, *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, **process)
        self.url = ready(self.process) + "/api/v1"

    def call(self, method, path, body=None, headers=None):
        if isinstance(body, (dict, list)):
            body, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=headers or {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def job(self, job_type, kwargs, file=None):
        return self.call("POST", "/job/", *job_form(job_type, kwargs, file))["id"]

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

    def stop(self):
        """Asks it to stop, as systemd and Docker do."""
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(timeout=30) != 0:
            raise SystemExit(f"a stop ended with {self.process.returncode}")


def job_form(job_type, kwargs, file=None):
    """The body and the headers of a request for a job."""
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
    return body, headers


def table(rows):
    random.seed(7)
    lines = ["a,b,c,kind"]
    for row in range(rows):
        a, b = random.gauss(0, 1), random.gauss(0, 1)
        lines.append(f"{a:.6f},{b:.6f},{row % 97},{'yes' if a + b > 0 else 'no'}")
    return ("\n".join(lines) + "\n").encode()


def check(binary, folder, *options):
    done = subprocess.run([binary, "check", "--data-dir", folder, *options], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"skydash check: {done.stdout}{done.stderr}")


def upload(server, name, file):
    dataset = server.call("POST", "/dataset/", {"name": name})["id"]
    params = {"name": name, "dataloader": "CSVDataLoader", "separator": ",", "compute_metadata": True}
    return dataset, server.job("DatasetJob", {"dataset_id": dataset, "params": params}, file)


def new_run(server, session, model, parameters):
    """Stores a run; gives its id."""
    return server.call("POST", "/run/", {
        "model_session_id": session, "model_name": model, "name": "r", "parameters": parameters, "optimizer_name": "",
        "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "", "plot_contour_path": "",
        "plot_importance_path": "", "goal_metric": ""})["id"]


def new_session(server, dataset):
    """Stores a session over the columns of `table`; gives its id."""
    splits = {"splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2, "validation": 0.2,
              "shuffle": True, "stratify": False, "random_state": 42}
    return server.call("POST", "/model-session/", {
        "dataset_id": dataset, "task_name": "TabularClassificationTask", "name": "s", "input_columns": ["a", "b", "c"],
        "output_columns": ["kind"], "train_metrics": ["Accuracy"], "validation_metrics": ["Accuracy"],
        "test_metrics": ["Accuracy"], "evaluation_strategy": "HoldoutEvaluationStrategy", "splits": json.dumps(splits)})["id"]


def new_converter(server, notebook):
    """Stores a converter that takes its time; gives its id."""
    scope = {"columns": [{"idx": 1}, {"idx": 2}], "rows": []}
    return server.call("POST", "/converter/", {
        "notebook_id": notebook, "converter": "StandardScaler",
        "parameters": {"params": {}, "scope": scope, "order": 1, "target": None}})["id"]

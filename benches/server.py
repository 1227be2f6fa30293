"""A running binary, as benchmarks drive it."""
import http.client
import json
import pathlib
import re
import subprocess
import threading
import time
import urllib.parse
import uuid


class Server:
    """A binary over a data directory. Each thread that asks has a connection of its own."""

    def __init__(self, binary, folder, *options):
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--frontend", "none", "--data-dir", folder, *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().split("ready at ")[1].strip()
        self.host = urllib.parse.urlsplit(self.url).netloc
        self.local = threading.local()

    @property
    def connection(self):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection(self.host)
        return self.local.connection

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def call(self, method, path, body=None, headers=None):
        content = self.bytes(method, path, body, headers)
        return json.loads(content) if content else None

    def bytes(self, method, path, body=None, headers=None):
        if isinstance(body, dict):
            body, headers = json.dumps(body), {"Content-Type": "application/json"}
        self.connection.request(method, f"/api/v1{path}", body, headers or {})
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status < 300, (path, answer.status, content)
        return content

    def form(self, path, parts, headers=None):
        mark = uuid.uuid4().hex
        body = b"".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"'.encode()
            + (f'; filename="{file}"'.encode() if file else b"") + b"\r\n\r\n" + content + b"\r\n"
            for name, file, content in parts) + f"--{mark}--\r\n".encode()
        return self.call("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={mark}", **(headers or {})})

    def start(self, job_type, kwargs, *files, headers=None):
        """Starts a job; gives its id."""
        parts = [("job_type", None, job_type.encode()), ("kwargs", None, json.dumps(kwargs).encode()), *files]
        return self.form("/job/", parts, headers)["id"]

    def job(self, job_type, kwargs, *files, headers=None):
        """Waits for a job to finish."""
        job = self.start(job_type, kwargs, *files, headers=headers)
        while (status := self.call("GET", f"/job/status/{job}"))["status"] not in ("finished", "error"):
            time.sleep(0.02)
        assert status["status"] == "finished", status

    def memory(self, field):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", text)[1]) / 1024

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100

    def upload(self, path):
        """Makes a dataset of a CSV file."""
        dataset = self.call("POST", "/dataset/", {"name": path.stem})["id"]
        params = {"name": path.stem, "dataloader": "CSVDataLoader", "separator": ","}
        self.job("DatasetJob", {"dataset_id": dataset, "params": params}, ("file", path.name, path.read_bytes()),
                 headers={"filename": path.name})
        return dataset

    def session(self, dataset, name, inputs, output):
        """Makes a session of a classification."""
        splits = {"splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2, "validation": 0.2,
                  "stratify": False, "shuffle": True, "random_state": 42}
        return self.call("POST", "/model-session/", {
            "dataset_id": dataset, "task_name": "TabularClassificationTask", "name": name, "input_columns": inputs,
            "output_columns": [output], "train_metrics": [], "validation_metrics": [], "test_metrics": ["Accuracy"],
            "evaluation_strategy": "HoldoutEvaluationStrategy", "splits": json.dumps(splits)})["id"]

    def forest(self, session, name, parameters):
        """Makes a run of a random forest."""
        return self.call("POST", "/run/", {
            "model_session_id": session, "model_name": "RandomForestClassifier", "name": name, "parameters": parameters,
            "optimizer_name": "", "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "",
            "plot_contour_path": "", "plot_importance_path": "", "goal_metric": ""})["id"]

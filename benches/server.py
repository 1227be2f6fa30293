"""A running binary, as benchmarks drive it."""
import http.client
import json
import pathlib
import re
import subprocess
import time
import urllib.parse
import uuid


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

    def upload(self, path):
        """Makes a dataset of a CSV file."""
        dataset = self.call("POST", "/dataset/", {"name": path.stem})["id"]
        params = {"name": path.stem, "dataloader": "CSVDataLoader", "separator": ","}
        self.job("DatasetJob", {"dataset_id": dataset, "params": params}, ("file", path.name, path.read_bytes()),
                 headers={"filename": path.name})
        return dataset

"""Sends recorded steps, remembering what the server under test calls the things it created."""
import http.client
import json
import re
import time
import urllib.parse
import uuid

OVER = {"finished", "error", "cancelled", "killed"}
SYMBOL = re.compile(r"\{(table:)?((?:dataset|session|run|prediction|folder|notebook|explorer|converter|job):\d+)\}")
COLLECTION = {"dataset": "dataset", "prediction": "predict"}


class Answer:
    """A response, read."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return None


class Client:
    """A server under test."""

    def __init__(self, url, files):
        address = urllib.parse.urlsplit(url)
        self.host, self.prefix = address.netloc, address.path
        self.connect = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        self.files = files
        self.names = {}

    def request(self, method, path, body=None, headers=None):
        connection = self.connect(self.host, timeout=120)
        connection.request(method, self.prefix + path, body=body, headers=headers or {})
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def resolve(self, value):
        """The value with every symbol replaced; a symbol never created becomes an id that does not exist."""
        if isinstance(value, dict):
            return {key: self.resolve(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if not isinstance(value, str):
            return value
        whole = SYMBOL.fullmatch(value)
        if whole:
            return self.table(whole[2]) if whole[1] else self.name(whole[2])
        return SYMBOL.sub(lambda found: str(self.table(found[2]) if found[1] else self.name(found[2])), value)

    def name(self, symbol):
        kind, number = symbol.split(":")
        absent = str(uuid.UUID(int=int(number))) if kind == "job" else int(number) if int(number) > 9000 else 9_000_000 + int(number)
        return self.names.get(symbol, absent)

    def table(self, symbol):
        kind = symbol.split(":")[0]
        if kind in ("dataset", "notebook"):
            row = self.request("GET", f"/api/v1/{kind}/{self.name(symbol)}").json()
            return row.get("file_path") or "none"
        rows = self.request("GET", f"/api/v1/predict/?prediction_id={self.name(symbol)}").json()
        return rows[0]["results_path"] if rows and rows[0]["results_path"] else "none"

    def send(self, step):
        path = urllib.parse.quote(self.resolve(step["path"]), safe="/:{}'()+,")
        if "query" in step:
            path += "?" + urllib.parse.urlencode([(key, self.resolve(value)) for key, value in step["query"]])
        headers, body = dict(step.get("headers", {})), None
        if "json" in step:
            headers["content-type"], body = "application/json", json.dumps(self.resolve(step["json"])).encode()
        elif "form" in step:
            headers["content-type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode([(key, self.text(value)) for key, value in step["form"]]).encode()
        elif "multipart" in step:
            headers["content-type"], body = self.multipart(step["multipart"])
        elif "raw" in step:
            body = step["raw"].encode()
        answer = self.until_over(path) if step.get("until_over") else self.request(step["method"], path, body, headers)
        created = answer.json()
        if "creates" in step and isinstance(created, dict) and "id" in created:
            self.names[step["creates"]] = created["id"]
        return answer

    def until_over(self, path):
        for _ in range(1200):
            answer = self.request("GET", path)
            status = answer.json()
            if answer.status != 200 or status["status"] in OVER:
                return answer
            time.sleep(0.05)
        return answer

    def text(self, value):
        return json.dumps(self.resolve(value["json"])) if isinstance(value, dict) else str(self.resolve(value))

    def multipart(self, parts):
        mark = uuid.uuid4().hex
        pieces = []
        for part in parts:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{part["name"]}"'
            if "file" in part:
                content = part["content"].encode() if "content" in part else (self.files / part["file"]).read_bytes()
                head += f'; filename="{part["file"]}"\r\nContent-Type: application/octet-stream'
            else:
                content = self.text(part["text"]).encode()
            pieces.append(head.encode() + b"\r\n\r\n" + content + b"\r\n")
        return f"multipart/form-data; boundary={mark}", b"".join(pieces) + f"--{mark}--\r\n".encode()

    def prepare_dataset(self, symbol, title, path):
        """Uploads a table that a scenario expects to be there."""
        row = self.request("POST", "/api/v1/dataset/", json.dumps({"name": title}), {"content-type": "application/json"})
        self.names[symbol] = row.json()["id"]
        params = {"name": title, "dataloader": "CSVDataLoader", "separator": ",", "compute_metadata": True}
        parts = [{"name": "job_type", "text": "DatasetJob"},
                 {"name": "kwargs", "text": {"json": {"dataset_id": self.names[symbol], "params": params}}},
                 {"name": "file", "file": path.name, "content": path.read_text()}]
        kind, body = self.multipart(parts)
        job = self.request("POST", "/api/v1/job/", body, {"content-type": kind, "filename": path.name}).json()["id"]
        self.until_over(f"/api/v1/job/status/{job}")

    def prepare_notebook(self, symbol, dataset):
        """Opens a notebook that a scenario expects to be there."""
        body = json.dumps({"dataset_id": self.name(dataset), "name": symbol})
        row = self.request("POST", "/api/v1/notebook/", body, {"content-type": "application/json"})
        self.names[symbol] = row.json()["id"]

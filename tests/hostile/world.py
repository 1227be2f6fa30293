"""A running binary with one good dataset, session and run in it, and the ways of asking it for something."""
import collections
import http.client
import itertools
import json
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/contract"))
from client import OVER, Answer, Client  # noqa: E402

API = "/api/v1"
PEEK = 64 << 20
LARGEST_ANSWER = 64 << 20
LEAKS = [b"panicked at", b"RUST_BACKTRACE", b"stack backtrace", b"/.cargo/", b"/rustc/", b"called `Option", b"called `Result",
         b"thread 'tokio", b"PoisonError", b"(os error", b"Traceback (most", b"untagged enum", b"expected u", b"invalid value: "]
SPLITS = {"splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2, "validation": 0.2,
          "shuffle": True, "stratify": False, "random_state": 42}

Case = collections.namedtuple("Case", "name expected send seconds", defaults=(20,))


class Failure(Exception):
    """What was promised did not hold."""


class Kept(int):
    """The id of a dataset that was loaded and left there."""


class Cut:
    """Stands in for an answer where the server closed the connection without one."""
    status, headers, body = "cut", {}, b""


class World(Client):
    """The server under test."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.log = binary, folder, open(f"{folder}.log", "w+b")
        self.process = subprocess.Popen([binary, "serve", "--port", "0", "--frontend", "none", "--data-dir", folder],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if "ready at " not in line:
            raise SystemExit(f"the server did not start: {line!r}")
        super().__init__(line.split("ready at ")[1].strip(), None)
        threading.Thread(target=lambda: collections.deque(self.process.stdout, maxlen=0), daemon=True).start()
        self.address = (self.host.split(":")[0], int(self.host.split(":")[1]))
        self.answers, self.deadline = [], time.monotonic() + 120

    # --- asking -------------------------------------------------------------------------------------------------

    def request(self, method, path, body=None, headers=None):
        """Any request; `Cut` when the server closed the connection instead of answering."""
        left = max(1.0, self.deadline - time.monotonic())
        connection = http.client.HTTPConnection(self.host, timeout=left)
        try:
            try:
                connection.putrequest(method, path, skip_host="Host" in (headers or {}), skip_accept_encoding=True)
                given = {name.lower() for name in headers or {}}
                if body is not None and not {"content-length", "transfer-encoding"} & given:
                    connection.putheader("Content-Length", str(len(body)))
                for name, value in (headers or {}).items():
                    connection.putheader(name, value)
                connection.endheaders()
                for piece in [body] if isinstance(body, (bytes, bytearray)) else body or []:
                    connection.send(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused before all of it was sent: the answer may still be there
            answer = Answer(connection.getresponse())
        except TimeoutError:
            raise Failure(f"{method} {path[:80]} was not answered in time") from None
        except (http.client.HTTPException, ConnectionError):
            return Cut
        finally:
            connection.close()
        self.answers.append((f"{method} {path[:120]}", answer))
        return answer

    def api(self, method, path, body=None, headers=None):
        """A request below /api/v1 with a JSON body."""
        headers = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        return self.request(method, API + path, body, headers)

    def made(self, method, path, body):
        """The object that a request which must succeed answers with."""
        answer = self.api(method, path, body)
        if answer.status not in (200, 201):
            raise Failure(f"{method} {path}: {answer.status} {answer.body[:200]}")
        return answer.json()

    def form(self, path, parts, headers=None):
        """A multipart form of (name, file name or None, bytes or (size, iterator of bytes))."""
        mark, pieces, size = uuid.uuid4().hex, [], 0
        for name, file, content in parts:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"' + (f'; filename="{file}"' if file else "")
            length, stream = content if isinstance(content, tuple) else (len(content), [content])
            pieces += [[head.encode() + b"\r\n\r\n"], stream, [b"\r\n"]]
            size += len(head.encode()) + 4 + length + 2
        end = f"--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}", "Content-Length": str(size + len(end)),
                   **(headers or {})}
        return self.request("POST", API + path, itertools.chain(*pieces, [end]), headers)

    def raw(self, pieces, wait=5.0):
        """Sends bytes as they are; the status of the answer, or "cut". What is not answered at once is not continued either."""
        heard = b""
        with socket.create_connection(self.address, timeout=wait) as connection:
            try:
                for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                    connection.sendall(piece)
            except OSError:
                pass  # refused before all of it was sent: the answer may still be there
            for patience in (1.0, wait):
                connection.settimeout(patience)
                try:
                    while b"\r\n" not in heard and (chunk := connection.recv(1 << 16)):
                        heard += chunk
                    if not heard:
                        connection.shutdown(socket.SHUT_WR)
                except OSError:
                    try:
                        connection.shutdown(socket.SHUT_WR)
                    except OSError:
                        pass
        found = re.match(rb"HTTP/1\.[01] (\d+)", heard)
        return int(found[1]) if found else "cut"

    # --- doing --------------------------------------------------------------------------------------------------

    def ended(self, job):
        """A job's last state. One that takes too long is cancelled and is a failure."""
        while time.monotonic() < self.deadline:
            state = self.api("GET", f"/job/status/{job}").json()
            if state["status"] in OVER:
                return state
            time.sleep(0.03)
        self.deadline = time.monotonic() + 20
        self.api("DELETE", f"/job/{job}")
        raise Failure(f"a job was still '{state['status']}' at {state['progress']} % ({state['progress_message']})")

    def load(self, content, file="rows.csv", loader="CSVDataLoader", keep=False, preview=True, **params):
        """Uploads a table as the frontend does: preview, row, job. The job's last word, or the status that refused it."""
        if loader == "CSVDataLoader":
            params.setdefault("separator", ",")
        small = isinstance(content, bytes) and len(content) < PEEK
        if small and preview:
            asked = json.dumps({"dataloader_name": loader, **params}).encode()
            self.form("/dataset/preview_with_types", [("file", file, content), ("params", None, asked)])
        dataset = self.made("POST", "/dataset/", {"name": uuid.uuid4().hex})["id"]
        word = None
        try:
            kwargs = {"dataset_id": dataset, "params": {"name": "t", "dataloader": loader, "compute_metadata": True, **params}}
            answer = self.form("/job/", [("job_type", None, b"DatasetJob"), ("kwargs", None, json.dumps(kwargs).encode()),
                                         ("file", file, content)], {"filename": urllib.parse.quote(file[:1000])})
            if answer.status != 201:
                return answer.status
            word = self.ended(answer.json()["id"])["status"]
            status = self.made("GET", f"/dataset/{dataset}", None)["status"]
            if (word, status) not in (("finished", 3), ("error", 4)):
                raise Failure(f"the job is {word}, its dataset has status {status}")
            if word == "finished":
                self.read_through(dataset)
                if keep:
                    return Kept(dataset)
            return word
        finally:
            if not keep or word != "finished":
                self.api("DELETE", f"/dataset/{dataset}")

    def read_through(self, dataset):
        """Every way of reading a finished dataset answers, in valid JSON."""
        token = self.made("GET", f"/dataset/{dataset}", None)["file_path"]
        total = self.made("GET", f"/dataset/{dataset}/info", None)["total_rows"]
        for path in (f"/dataset/{dataset}/sample", f"/dataset/{dataset}/types", f"/dataset/filter/?path={token}",
                     f"/dataset/filter/?path={token}&page={max(total - 1, 0) // 10}"):
            self.made("GET", path, None)
        if total < 100_000 and self.api("GET", f"/dataset/{dataset}/export/csv").status != 200:
            raise Failure("the finished dataset cannot be exported")

    def session(self, dataset, inputs, outputs, task="TabularClassificationTask", splits=None, metrics=("Accuracy",), **other):
        """Asks for a model session."""
        splits = splits if isinstance(splits, str) else json.dumps(splits or SPLITS)
        body = {"dataset_id": dataset, "task_name": task, "name": uuid.uuid4().hex, "input_columns": inputs,
                "output_columns": outputs, "train_metrics": metrics, "validation_metrics": metrics, "test_metrics": metrics,
                "evaluation_strategy": "HoldoutEvaluationStrategy", "splits": splits}
        return self.api("POST", "/model-session/", {**body, **other})

    def new_run(self, session, model, parameters, **other):
        """Asks for a run."""
        body = {"model_session_id": session, "model_name": model, "name": "r", "parameters": parameters, "optimizer_name": "",
                "optimizer_parameters": {}, "plot_history_path": "", "plot_slice_path": "", "plot_contour_path": "",
                "plot_importance_path": "", "goal_metric": ""}
        return self.api("POST", "/run/", {**body, **other})

    def job(self, job_type, kwargs):
        return self.api("POST", "/job/", {"job_type": job_type, "kwargs": kwargs})

    def train(self, dataset, inputs, outputs, model="GaussianNB", parameters=None, **session):
        """Session, run, job: the job's last word, or the status that refused one of them."""
        answer = self.session(dataset, inputs, outputs, **session)
        if answer.status != 201:
            return answer.status
        session = answer.json()["id"]
        try:
            answer = self.new_run(session, model, parameters or {})
            if answer.status == 201:
                run = answer.json()["id"]
                answer = self.job("ModelJob", {"run_id": run})
            if answer.status != 201:
                return answer.status
            word = self.ended(answer.json()["id"])["status"]
            self.made("GET", f"/run/{run}", None)
            return word
        finally:
            self.api("DELETE", f"/model-session/{session}")

    def notebook(self, dataset):
        """A notebook that was just opened on a dataset."""
        return self.made("POST", "/notebook/", {"dataset_id": dataset, "name": "n"})

    def explore(self, explorer, columns, parameters=None, dataset=None, **other):
        """Notebook, explorer: its job's last word, or the status that refused it. Results are valid artifacts."""
        notebook = self.notebook(dataset or self.awkward)
        try:
            body = {"notebook_id": notebook["id"], "exploration_type": explorer, "parameters": parameters or {},
                    "columns": [{"columnName": name} for name in columns]}
            answer = self.api("POST", "/explorer/", {**body, **other})
            if answer.status != 201:
                return answer.status
            explorer = answer.json()["id"]
            word = self.ended(self.job("ExplorerJob", {"explorer_id": explorer}).json()["id"])["status"]
            if word == "finished":
                for artifact in self.made("POST", f"/explorer/{explorer}/results/", {"options": {}}):
                    for leaf in [leaf for group in artifact.get("groups", []) for leaf in group["artifacts"]] or [artifact]:
                        if leaf["type"] == "plotly" and set(json.loads(leaf["payload"])) < {"data", "layout"}:
                            raise Failure(f"no figure: {leaf['payload'][:200]}")
            return word
        finally:
            self.api("DELETE", f"/notebook/{notebook['id']}")

    def convert(self, converter, columns, params=None, target=None, dataset=None, rows=(), **other):
        """Notebook, step, job: its last word, or the status that refused it. A step that failed has changed nothing."""
        notebook = self.notebook(dataset or self.awkward)
        token = notebook["file_path"]
        try:
            before = self.made("GET", f"/dataset/types/file?path={token}", None)
            chosen = [{"idx": list(before).index(name) + 1 if name in before else 1, "columnName": name} for name in columns]
            parameters = {"params": params or {}, "scope": {"columns": chosen, "rows": list(rows)}, "order": 1,
                          "target": {"idx": 1, "columnName": target} if target else None, **other}
            answer = self.api("POST", "/converter/", {"notebook_id": notebook["id"], "converter": converter, "parameters": parameters})
            if answer.status != 201:
                return answer.status
            step = answer.json()["id"]
            word = self.ended(self.job("ConverterJob", {"converter_id": step}).json()["id"])["status"]
            if word == "finished":
                for path in ("types/file", "sample/file", "file/info", "file", "export/csv"):
                    if self.api("GET", f"/dataset/{path}?path={token}").status != 200:
                        raise Failure(f"the converted table cannot be read: {path}")
                self.made("DELETE", f"/converter/{step}", None)
            if self.made("GET", f"/dataset/types/file?path={token}", None) != before:
                raise Failure("the notebook is not as it was before")
            return word
        finally:
            self.api("DELETE", f"/notebook/{notebook['id']}")

    def preview(self, rows, run=None):
        """The status of a prediction of rows entered by hand."""
        text = rows if isinstance(rows, bytes) else json.dumps(rows).encode()
        run = str(self.run if run is None else run).encode()
        return self.form("/predict/preview", [("run_id", None, run), ("manual_input_data", None, text)])

    # --- what must hold -----------------------------------------------------------------------------------------

    def prepare(self):
        """One good dataset, session and run, and one awkward dataset to learn from."""
        self.dataset = self.load((ROOT / "examples/iris.csv").read_bytes(), keep=True)
        self.token = self.made("GET", f"/dataset/{self.dataset}", None)["file_path"]
        self.inputs = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
        self.good_session = self.session(self.dataset, self.inputs, ["species"]).json()["id"]
        self.run = self.new_run(self.good_session, "GaussianNB", {}).json()["id"]
        state = self.ended(self.job("ModelJob", {"run_id": self.run}).json()["id"])
        if state["status"] != "finished":
            raise SystemExit(f"the good run did not finish: {state}")
        lines = ["x,y,constant,rare,empty,words,holey,grouped"]
        lines += [f"{row * 7 % 11 + row / 97},{row % 13},1.5,{'odd' if row == 3 else 'usual'},,word {row} of {row * 31 % 57},"
                  f"{'' if row % 3 == 0 else 'yes' if row % 2 else 'no'},{'a' if row % 2 else 'b'}" for row in range(120)]
        text = {"type": "Categorical", "dtype": "string"}
        types = {name: text for name in ("rare", "holey", "grouped")}
        types |= {"x": {"type": "Float", "dtype": "float64"}, "y": {"type": "Integer", "dtype": "int64"},
                  "constant": {"type": "Float", "dtype": "float64"}, "empty": {"type": "Float", "dtype": "float64"},
                  "words": {"type": "Text", "dtype": "string"}}
        self.awkward = self.load("\n".join(lines).encode(), keep=True, inferred_types=types)
        if not isinstance(self.awkward, Kept):
            raise SystemExit("the awkward dataset was not loaded")
        self.components = self.made("GET", "/component/", None)
        self.good = self.look()

    def look(self):
        """Everything about the good dataset, session and run that a client can see."""
        row = {"sepal_length": 6.1, "sepal_width": 2.8, "petal_length": 4.7, "petal_width": 1.2}
        paths = [f"/dataset/{self.dataset}", f"/dataset/{self.dataset}/info", f"/dataset/{self.dataset}/types",
                 f"/dataset/filter/?path={self.token}&page=3", f"/model-session/{self.good_session}", f"/run/{self.run}",
                 f"/dataset/{self.awkward}", f"/dataset/{self.awkward}/info"]
        return [self.made("GET", path, None) for path in paths] + [self.preview([row]).json()]

    def stop(self):
        """Asks the server to stop; whether it did."""
        self.process.terminate()
        try:
            self.process.wait(30)
            return True
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False

    def last_words(self):
        """The end of the log."""
        return pathlib.Path(self.log.name).read_bytes()[-300:].decode(errors="replace")

    def peak(self):
        """Peak resident memory since the last call, in MiB; 0 once the server is gone."""
        if self.process.poll() is not None:
            return 0
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        pathlib.Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")
        peak, self.resident = (int(re.search(rf"{name}:\s+(\d+)", status)[1]) >> 10 for name in ("VmHWM", "VmRSS"))
        return peak

    def panics(self):
        """Panics written to the log since the last call."""
        self.log.flush()
        text = pathlib.Path(self.log.name).read_bytes()
        seen, self.read = getattr(self, "read", 0), len(text)
        return [line.decode(errors="replace") for line in text[seen:].splitlines() if b"panicked at" in line]

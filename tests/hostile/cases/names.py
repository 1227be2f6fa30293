"""Names that want to be something else: paths, headers, markup, SQL."""
import json
import urllib.parse

from world import Case, Failure

from .words import HARMLESS, REFUSED

NAMES = ["../../x", "/etc/passwd", "file:///etc/passwd", "a\r\nSet-Cookie: evil=1", "a\nb", 'a"; filename="b', "a\0b", "\u202etxt.exe", "💥👨‍👩‍👧",
         "<script>alert(1)</script>", "'; DROP TABLE rows; --", "{{7*7}}", "%00%0d%0a", "a" * 200, "\ud83d", "é\u0301" * 50, "con.", "\\\\host\\x",
         "$(id)", "-rf", "~", "null", "\x1b[31m", "\u2028"]
TOKENS = ["{token}/..", "{token}/../../x", "../{token}", "/{token}", "{token}/", "{token}%00", "{token} ", "datasets/0{id}", "datasets/+{id}",
          "datasets/-1", "datasets/99999999999999999999", "datasets/1e0", "datasets", "/", "", ".", "..", "/etc/passwd", "file:///etc/passwd",
          "http://127.0.0.1/", "s3://x/y", "datasets/{id}#", "DATASETS/{id}", "runs/{id}", "datasets\\{id}", "\0", "x" * 100_000, "💥",
          "predictions/999999", "notebooks/999999"]


def one_dataset(name):
    """A dataset of this name: every answer about it, and the header of its export, stay harmless."""
    def send(world):
        answer = world.api("POST", "/dataset/", json.dumps({"name": name}).encode("utf-8", "surrogatepass"))
        if answer.status != 201:
            return answer.status
        dataset = answer.json()["id"]
        kwargs = json.dumps({"dataset_id": dataset, "params": {"name": name, "dataloader": "CSVDataLoader", "separator": ","}}).encode()
        job = world.form("/job/", [("job_type", None, b"DatasetJob"), ("kwargs", None, kwargs), ("file", "x.csv", b"a,b\n1,2\n3,4\n")],
                         {"filename": "x.csv"})
        if job.status == 201:
            world.ended(job.json()["id"])
        export = world.api("GET", f"/dataset/{dataset}/export/csv")
        headers = export.headers
        if "set-cookie" in headers or any(mark in headers.get("content-disposition", "") for mark in ("..\\", "../", "\n", "\r")):
            raise Failure(f"headers {headers}")
        world.api("POST", "/dataset/copy", {"dataset_id": dataset})
        for row in world.made("GET", "/dataset/", None):
            if row["name"].startswith(name) and row["id"] not in (world.dataset, world.awkward):
                world.api("DELETE", f"/dataset/{row['id']}")
        return "finished"
    return send


def elsewhere(name):
    """Folders, sessions, runs, columns of this name."""
    def send(world):
        def body(content):
            return json.dumps(content).encode("utf-8", "surrogatepass")
        folder = world.api("POST", "/folder/", body({"name": name}))
        if folder.status == 201:
            world.api("PATCH", f"/folder/{folder.json()['id']}", body({"name": name + "2"}))
            world.api("DELETE", f"/folder/{folder.json()['id']}")
        session = world.session(world.dataset, world.inputs, ["species"], name=name)
        if session.status == 201:
            run = world.new_run(session.json()["id"], "GaussianNB", {}, name=name, description=name)
            if run.status == 201:
                world.ended(world.job("ModelJob", {"run_id": run.json()["id"]}).json()["id"])
            world.api("DELETE", f"/model-session/{session.json()['id']}")
        quoted = urllib.parse.quote(name.encode("utf-8", "surrogatepass"), safe="")
        for path in (f"/component/{quoted}", f"/component/{quoted}/children", f"/component/image/{quoted}", f"/component/{quoted}/download",
                     f"/job/{quoted}", f"/job/status/{quoted}", f"/job/{quoted}/details", f"/dataset/{world.dataset}/columns/{quoted}/encoder"):
            world.api("GET", path)
        world.api("PATCH", f"/dataset/{world.dataset}/columns/{quoted}/encoder", {"encoder": "label"})
        world.api("PATCH", f"/dataset/{world.dataset}/columns/rename", body({"old_name": name, "new_name": "x"}))
        return "finished"
    return send


def token(text):
    """A path= that is not exactly a token leads nowhere."""
    def send(world):
        given = urllib.parse.quote(text.format(token=world.token, id=world.dataset), safe="")
        came = {world.api("GET", f"/dataset/{way}/?path={given}").status
                for way in ("file", "filter", "file/info", "sample/file", "types/file", "export/csv")}
        if 200 in came:
            raise Failure("the token led to a table")
        return came.pop() if len(came) == 1 else "error"
    return send


CASES = [
    *(Case(f"dataset called {name[:40]!r}", REFUSED | {"finished"}, one_dataset(name)) for name in NAMES),
    *(Case(f"dataset called by {length} letters", REFUSED, one_dataset("n" * length)) for length in (100_000, 7_000_000)),
    *(Case(f"others called {name[:40]!r}", HARMLESS, elsewhere(name)) for name in NAMES),
    *(Case(f"path={text[:40]!r}", REFUSED | {"cut", 414, 431}, token(text)) for text in TOKENS),
]

"""Forms and files that are not what they say, or never arrive."""
import json
import pathlib
import threading
import time

from crafted import repeated
from world import API, Case, Failure

from .words import EITHER, HARMLESS, REFUSED, TURNED_AWAY

FORM = {"Content-Type": "multipart/form-data; boundary=B"}
ROWS = b"a,b\n1,2\n3,4\n"


def job_form(*parts):
    """A form of parts as they are, with the two fields that a job needs."""
    kwargs = b'{"dataset_id": 999999, "params": {"dataloader": "CSVDataLoader", "separator": ","}}'
    usual = [b'Content-Disposition: form-data; name="job_type"\r\n\r\nDatasetJob',
             b'Content-Disposition: form-data; name="kwargs"\r\n\r\n' + kwargs]
    return b"--B\r\n" + b"\r\n--B\r\n".join([*usual, *parts])


def post(name, expected, body, headers=None, path="/job/", seconds=20):
    def send(world):
        return world.request("POST", API + path, body() if callable(body) else body, {**FORM, **(headers or {})}).status
    return Case(f"upload: {name}", expected, send, seconds)


def claimed(size, sent):
    """A request that claims a length and sends less."""
    def send(world):
        head = (f"POST {API}/job/ HTTP/1.1\r\nHost: {world.host}\r\nContent-Type: multipart/form-data; boundary=B\r\n"
                f"filename: x.csv\r\nContent-Length: {size}\r\n\r\n").encode()
        return world.raw(head + sent)
    return send


def streamed(parts, headers=None, path="/job/"):
    return lambda world: world.form(path, parts() if callable(parts) else parts, headers).status


def stored(world):
    """How many files the data directory has, and their bytes."""
    sizes = []
    for file in pathlib.Path(world.folder).rglob("*"):
        try:
            if file.is_file() and not file.name.startswith(("skydash.db", "meta", "queue")) and ".sqlite" not in file.name:
                sizes.append(file.stat().st_size)
        except FileNotFoundError:
            pass
    return len(sizes), sum(sizes)


def cut_off_together(world):
    """Twenty uploads at once, each cut off in the middle; their bytes do not stay."""
    before = stored(world)
    head = (f"POST {API}/job/ HTTP/1.1\r\nHost: {world.host}\r\nContent-Type: multipart/form-data; boundary=B\r\n"
            f"filename: x.csv\r\nContent-Length: 100000000\r\n\r\n").encode()
    start = head + job_form(b'Content-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n')
    def cut_off():
        world.raw([start, *[b"1,2\n" * 262_144] * 10], wait=15)
    threads = [threading.Thread(target=cut_off) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(50):
        files, size = stored(world)
        if size <= before[1] + (1 << 20):
            return "cut"
        time.sleep(0.1)
    raise Failure(f"{files - before[0]} files with {(size - before[1]) >> 20} MiB stay behind")


def file_names(world):
    """No name of a file leads anywhere."""
    for name in ["../../../../tmp/skydash-escaped", "/etc/passwd", "file:///etc/passwd", "C:\\\\x", "a%00b", "%2e%2e%2f", "x" * 2000, "%ff%fe",
                 "💥", "a%0d%0aX-Evil: 1", "", ".", "nul"]:
        dataset = world.made("POST", "/dataset/", {"name": f"file {name[:40]} {time.monotonic_ns()}"})["id"]
        kwargs = json.dumps({"dataset_id": dataset, "params": {"name": "t", "dataloader": "CSVDataLoader", "separator": ","}}).encode()
        quoted = name.replace('"', "%22")
        answer = world.form("/job/", [("job_type", None, b"DatasetJob"), ("kwargs", None, kwargs), ("file", quoted or "x", ROWS)],
                            {"filename": name.encode().decode("latin-1")})
        if answer.status == 201:
            world.ended(answer.json()["id"])
        elif answer.status not in REFUSED:
            raise Failure(f"file name {name[:50]!r}: {answer.status}")
        world.api("DELETE", f"/dataset/{dataset}")
    if pathlib.Path("/tmp/skydash-escaped").exists():
        raise Failure("a file was written outside the data directory")
    return "finished"


def to_dataset(parts):
    return streamed(parts, path="/dataset/")


FILE = b'Content-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\n'

CASES = [
    post("no boundary", {400}, b"garbage", {"Content-Type": "multipart/form-data"}),
    post("a boundary of 100 KB", TURNED_AWAY, b"garbage", {"Content-Type": "multipart/form-data; boundary=" + "B" * 100_000}),
    post("an empty boundary", {400, 422}, b"----\r\n", {"Content-Type": "multipart/form-data; boundary="}),
    post("an empty body", {400, 422}, b""),
    post("garbage", {400}, b"garbage"),
    post("cut off in a header", {400}, job_form(b"Content-Disposition: form-da")),
    post("cut off in a file", {400}, job_form(FILE + b"1,2\n" * 1000), {"filename": "x.csv"}),
    post("cut off in the last mark", {400}, job_form(FILE + ROWS + b"\r\n--"), {"filename": "x.csv"}),
    post("a part without a disposition", {400, 404, 422}, job_form(b"X: y\r\n\r\nz") + b"\r\n--B--\r\n"),
    post("a part without a name", {400, 404, 422}, job_form(b"Content-Disposition: form-data\r\n\r\nz") + b"\r\n--B--\r\n"),
    post("a part that claims 10 GB", {400, 404, 422}, job_form(b"Content-Length: 10737418240\r\n" + FILE + ROWS) + b"\r\n--B--\r\n", {"filename": "x.csv"}),
    post("a name that is not UTF-8", {400, 404, 422}, job_form(b'Content-Disposition: form-data; name="\xff\xfe"\r\n\r\nz') + b"\r\n--B--\r\n"),
    post("a field that is not UTF-8", {400, 422}, job_form(b'Content-Disposition: form-data; name="x"\r\n\r\n\xff\xfe') + b"\r\n--B--\r\n"),
    post("10,000 fields", {413, 422, "cut"}, job_form(*[b'Content-Disposition: form-data; name="n%d"\r\n\r\nz' % n for n in range(10_000)]) + b"\r\n--B--\r\n"),
    post("10,000 fields of one name", {413, 422, "cut"}, job_form(*[b'Content-Disposition: form-data; name="n"\r\n\r\nz'] * 10_000) + b"\r\n--B--\r\n"),
    post("10,000 files of one name", {413, 422, "cut"}, job_form(*[FILE + ROWS] * 10_000) + b"\r\n--B--\r\n", {"filename": "x.csv"}, seconds=60),
    post("2,000 files of different names", {413, 422, "cut"}, job_form(*[
        b'Content-Disposition: form-data; name="f%d"; filename="x"\r\n\r\nz' % n for n in range(2_000)]) + b"\r\n--B--\r\n", seconds=30),
    Case("upload: 150 fields of 7 MB", {413, 422, "cut"}, streamed(lambda: [(f"f{n}", None, repeated(b"x", 7 << 20)) for n in range(150)]), 60),
    Case("upload: a field of 200 MB", {413, "cut"}, streamed(lambda: [("kwargs", None, repeated(b"x", 200 << 20))]), 30),
    Case("upload: a head of a part of 200 MB", {400, 413, 422, "cut"}, lambda world: world.raw(
        [f"POST {API}/job/ HTTP/1.1\r\nHost: {world.host}\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: {201 << 20}\r\n\r\n".encode(),
         b"--B\r\nContent-Disposition: form-data; name=\"", *[b"x" * (1 << 20)] * 200], wait=20), 40),
    Case("upload: 200 MB before the first mark", {400, 413, 422, "cut"}, lambda world: world.raw(
        [f"POST {API}/job/ HTTP/1.1\r\nHost: {world.host}\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: {200 << 20}\r\n\r\n".encode(),
         *[b"x" * (1 << 20)] * 200], wait=20), 40),
    Case("upload: a million heads of one part", {400, 404, 413, 422, "cut"}, lambda world: world.request(
        "POST", f"{API}/job/", b"--B\r\n" + b"X: y\r\n" * 1_000_000 + b"\r\nz\r\n--B--\r\n", FORM).status, 30),
    Case("upload: a claim of 10 GB without bytes", TURNED_AWAY, claimed(10 << 30, b"")),
    Case("upload: a claim of 10 GB, then a part of it", TURNED_AWAY, claimed(10 << 30, job_form(FILE + ROWS))),
    Case("upload: a claim of 2^64 - 1 bytes", TURNED_AWAY, claimed(2**64 - 1, b"")),
    Case("upload: a claim of 2^70 bytes", TURNED_AWAY, claimed(2**70, b"")),
    Case("upload: a claim of -1 bytes", TURNED_AWAY, claimed(-1, b"")),
    Case("upload: names of files", {"finished"}, file_names, 60),
    Case("upload: twenty at once, cut off in the middle", {"cut"}, cut_off_together, 60),
    Case("upload: a table of a form without its name", {422, 400}, to_dataset([("file", "x.csv", ROWS)])),
    Case("upload: a form without a file", {422, 400}, to_dataset([("name", None, b"nothing")])),
    Case("upload: a file whose extension says nothing", {422, 400}, to_dataset([("name", None, b"what"), ("file", "x.exe", ROWS)])),
    Case("upload: params that are no JSON", {422, 400}, to_dataset([("name", None, b"what"), ("file", "x.csv", ROWS), ("params", None, b"{bad")])),
    Case("upload: params 100,000 deep", {422, 400}, to_dataset([("name", None, b"what"), ("file", "x.csv", ROWS), ("params", None, b'{"a":' * 100_000)])),
    Case("upload: a name of 1 MB", REFUSED, to_dataset([("name", None, b"n" * 1_000_000), ("file", "x.csv", ROWS)])),
    *(Case(f"upload: type changes {text[:30]!r}", {200, 422, 400}, streamed(
        [("file", "x.csv", ROWS), ("params", None, b'{"dataloader_name":"CSVDataLoader","separator":","}'), ("type_changes", None, text)],
        path="/dataset/validate_type_changes"))
      for text in [b"", b"[]", b"{bad", b'{"a":1}', b'{"zzz":{"current_type":"Float","new_type":"Date"}}', b'{"a":{}}',
                   b'{"a":{"current_type":"Float","new_type":"Quaternion"}}', b'{"a":{"current_type":5,"new_type":[]}}',
                   b'{"a":{"current_type":"Text","new_type":"Date","new_dtype":"%%%Q"}}', b'{"a":' * 100_000]),
    *(Case(f"upload: preview with {text[:90]!r}", {200, 422, 400, 404}, streamed(
        [("file", "x.csv", ROWS), ("params", None, text)], path="/dataset/preview_with_types"))
      for text in [b"", b"[]", b"null", b"{}", b'{"dataloader_name":5}', b'{"dataloader_name":"SVC"}',
                   b'{"dataloader_name":"CSVDataLoader","inference_rows":-1}', b'{"dataloader_name":"CSVDataLoader","inference_rows":1e400}',
                   b'{"dataloader_name":"CSVDataLoader","inference_rows":99999999999999999999}',
                   b'{"dataloader_name":"CSVDataLoader","inference_rows":18446744073709551615}',
                   b'{"dataloader_name":"CSVDataLoader","methods":5,"use_native_types":"x"}']),
    Case("upload: an urlencoded job of broken escapes", EITHER | HARMLESS, lambda world: world.request(
        "POST", f"{API}/job/", b"job_type=%ff%&kwargs=%7B%zz&&&==&" + b"a=1&" * 100_000, {"Content-Type": "application/x-www-form-urlencoded"}).status),
    Case("upload: an urlencoded job of 100 MB", {413, 422, "cut"}, lambda world: world.request(
        "POST", f"{API}/job/", b"a" * (100 << 20), {"Content-Type": "application/x-www-form-urlencoded"}).status),
]

"""Ids of other kinds, in every operation that the published document has."""
import re
import urllib.parse

from world import Case

from .words import HARMLESS

# None of these is, read leniently, an id of something good.
IDS = ["0", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e400", "1.5", "NaN", "null", "true", "[]", "{}", "0x1f",
       "1,2", "99999 OR 1=1", "00000000-0000-0000-0000-000000000000", "9" * 5000, "%00", "%ff", "..%2f..%2fetc%2fpasswd", "%e2%80%ae", "%", "%zz",
       "9999999999999999999999", "\u0661\u0662", "all'", "a%20b", "//", "..;", "SVC"]
BODIES = {"patch", "post", "put", "delete"}


def everywhere(text):
    """Every operation with a parameter in its path, with this text for it."""
    def send(world):
        document = getattr(world, "document", None) or world.request("GET", "/openapi.json").json()
        world.document = document
        raw = text if "%" in text else urllib.parse.quote(text, safe="/;")
        for path, operations in document["paths"].items():
            if "{" not in path:
                continue
            filled = re.sub(r"\{[^}]+\}", raw.replace("\\", r"\\"), path)
            for method in operations:
                if method in ("get", "post", "put", "patch", "delete"):
                    body = b"{}" if method in BODIES else None
                    world.request(method.upper(), filled, body, {"Content-Type": "application/json"} if body else {})
        return 200
    return send


def in_bodies(value):
    """Ids inside JSON bodies, forms and queries."""
    def send(world):
        quoted = urllib.parse.quote(str(value), safe="")
        for method, path, body in [
                ("DELETE", "/dataset/", {"ids": [value]}), ("DELETE", "/model-session/", {"ids": [value]}), ("DELETE", "/notebook/", {"ids": [value]}),
                ("DELETE", "/dataset/", {"ids": value}), ("POST", "/dataset/copy", {"dataset_id": value}),
                ("PATCH", f"/dataset/{world.awkward}", {"folder_id": value} if value is not None else {}),
                ("POST", "/dataset/", {"name": f"of {str(value)[:50]}", "notebook_id": value} if value is not None else {}),
                ("POST", "/notebook/", {"dataset_id": value}), ("POST", "/converter/", {"notebook_id": value, "converter": "PCA", "parameters": {}}),
                ("POST", "/explorer/", {"notebook_id": value, "exploration_type": "DescribeExplorer", "columns": [], "parameters": {}}),
                ("POST", "/job/", {"job_type": "ExplorerJob", "kwargs": {"explorer_id": value}}),
                ("POST", "/job/", {"job_type": "ConverterJob", "kwargs": {"converter_id": value}}),
                ("POST", "/predict/", {"run_id": value}),
                ("POST", "/predict/", {"run_id": world.run + 99_999, "dataset_id": value, "split": "x"}),
                ("POST", "/model-session/validation", {"task_name": "RegressionTask", "dataset_id": value, "inputs_columns": [], "outputs_columns": []}),
                ("POST", "/job/", {"job_type": "ModelJob", "kwargs": {"run_id": value}}),
                ("POST", "/job/", {"job_type": "PredictJob", "kwargs": {"prediction_id": value}}),
                ("POST", "/job/", {"job_type": "DatasetJob", "kwargs": {"dataset_id": value}}),
                ("GET", f"/run/?model_session_id={quoted}", None), ("GET", f"/predict/?run_id={quoted}", None),
                ("GET", f"/predict/?prediction_id={quoted}", None), ("GET", f"/predict/filter_datasets?run_id={quoted}", None),
                ("GET", f"/predict/splits/{quoted}", None), ("GET", f"/job/changes?since={quoted}", None)]:
            world.api(method, path, body)
        world.session(value, ["a"], ["b"])
        world.new_run(value, "GaussianNB", {})
        world.preview([{"a": 1}], run=value)
        return 200
    return send


VALUES = [-1, 0, 2**63, -2**63 - 1, 1.5, 1e308, True, None, [], [1], {}, {"id": 1}, "", "x", "1e400", "9" * 5000, "\0", "2023-02-30",
          "00000000-0000-0000-0000-000000000000"]

CASES = [
    *(Case(f"id {text[:40]!r} in every path", HARMLESS, everywhere(text), 30) for text in IDS),
    *(Case(f"id {str(value)[:40]!r} in bodies and queries", HARMLESS, in_bodies(value)) for value in VALUES if value not in ([1], True)),
]

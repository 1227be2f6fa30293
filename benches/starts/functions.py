"""The functions of a deployment, and a first event for each that needs nothing but the function itself."""
import json
from dataclasses import dataclass

from runtime_api import http_event

# What a number in a path is not: the answer comes from the function's own checks, before any store is asked.
NO_NUMBER = 422


@dataclass(frozen=True)
class Function:
    name: str
    # Whether it computes with polars.
    engine: bool
    event: bytes
    # The HTTP status of its answer; None for one that is not called over HTTP.
    status: int | None = None

    def check(self, is_answer, body):
        """Fails when an answer is not the expected one: what is measured would then be something else."""
        if self.status is not None:
            assert is_answer and json.loads(body)["statusCode"] == self.status, (self.name, body[:500])


def light(name, method, path, status=NO_NUMBER):
    return Function(name, False, http_event(method, f"/api/v1{path}"), status)


def with_engine(name, method, path, status=NO_NUMBER):
    return Function(name, True, http_event(method, f"/api/v1{path}"), status)


FUNCTIONS = [
    light("component", "GET", "/component/", 200),
    light("converter", "GET", "/converter/x"),
    with_engine("dataset", "GET", "/dataset/x"),
    Function("docs", False, http_event("GET", "/healthz"), 200),
    light("explorer", "GET", "/explorer/x"),
    light("folder", "DELETE", "/folder/x"),
    light("job", "PATCH", "/job/", 501),
    light("model-session", "GET", "/model-session/x"),
    light("notebook", "GET", "/notebook/x"),
    with_engine("predict", "GET", "/predict/splits/x"),
    light("run", "GET", "/run/x"),
    light("vacant", "GET", "/plugin/", 200),
    Function("compute", True, b'{"Records": []}'),
    # A round for nothing, which it refuses: every other one asks the stores.
    Function("sweep", False, b'{"task": "none"}'),
]

# Asked over and over: one query of DynamoDB's each, and none.
WARM = "folder"
WARM_QUERY = (http_event("GET", "/api/v1/folder/"), 200)
WARM_REFUSAL = (http_event("DELETE", "/api/v1/folder/x"), NO_NUMBER)

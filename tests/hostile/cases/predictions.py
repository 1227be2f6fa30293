"""Predicting what the model has never heard of."""
import json

from world import Case

from .words import REFUSED

GOOD = {"sepal_length": 6.1, "sepal_width": 2.8, "petal_length": 4.7, "petal_width": 1.2}
BAD = {400, 404, 409, 413, 422}


def row(name, expected, rows):
    return Case(f"predict: {name}", expected, lambda world: world.preview(rows() if callable(rows) else rows).status)


def stored(name, expected, rows=None, dataset=None, split=None):
    """A stored prediction: row, then job; by hand or of a dataset."""
    def send(world):
        body = {"run_id": world.run, "dataset_id": dataset(world) if dataset else None, "split": split}
        answer = world.api("POST", "/predict/", body)
        if answer.status != 200:
            return answer.status
        prediction = answer.json()["id"]
        answer = world.job("PredictJob", {"prediction_id": prediction, "manual_input_data": rows() if callable(rows) else rows})
        word = world.ended(answer.json()["id"])["status"] if answer.status == 201 else answer.status
        found = world.made("GET", f"/predict/?prediction_id={prediction}", None)
        if word == "finished" and found[0]["results_path"]:
            world.made("GET", f"/dataset/filter/?path={found[0]['results_path']}", None)
        world.api("DELETE", f"/predict/{prediction}")
        return word
    return Case(f"predict, stored: {name}", expected, send)


def untrained(world):
    run = world.new_run(world.good_session, "SVC", {}).json()["id"]
    came = world.preview([GOOD], run=run).status
    world.api("DELETE", f"/run/{run}")
    return came


CASES = [
    row("nothing", BAD, b""),
    row("no JSON", BAD, b"{bad"),
    row("an object", BAD, {}),
    row("no rows", BAD, []),
    row("rows that are none", BAD, [1, None, "x"]),
    row("an empty row", BAD, [{}]),
    row("a missing column", BAD, [{name: value for name, value in GOOD.items() if name != "petal_width"}]),
    row("another column", {200, *BAD}, [{**GOOD, "zzz": 1}]),
    row("200,000 other columns", {200, *BAD}, lambda: [{**GOOD, **{f"z{n}": 1 for n in range(200_000)}}]),
    row("the target", {200, *BAD}, [{**GOOD, "species": "nope"}]),
    row("null", {200, *BAD}, [{**GOOD, "petal_width": None}]),
    *(row(f"petal_width={value!r}"[:60], BAD, [{**GOOD, "petal_width": value}])
      for value in ["abc", [], {}, [1], "", "1,5", "0x10", "💥", "9" * 400, "NaN", "inf", "-Infinity", "1e999"] if value != ""),
    row("an empty text", {200, *BAD}, [{**GOOD, "petal_width": ""}]),
    row("true", {200, *BAD}, [{**GOOD, "petal_width": True}]),
    row("1e308", {200, *BAD}, [{**GOOD, "petal_width": 1e308}]),
    row("NaN", BAD, json.dumps([{**GOOD, "petal_width": float("nan")}]).encode()),
    row("1e400", BAD, json.dumps([GOOD]).replace("1.2", "1e400").encode()),
    row("a value 100,000 deep", BAD, json.dumps([GOOD]).replace("1.2", "[" * 100_000 + "]" * 100_000).encode()),
    row("a value of 7 MB", BAD, lambda: [{**GOOD, "petal_width": "x" * 7_000_000}]),
    row("100,000 rows", {200, *BAD}, lambda: [GOOD] * 100_000),
    row("9,999 rows, the last wrong", BAD, lambda: [GOOD] * 9_999 + [{**GOOD, "petal_width": "x"}]),
    *(Case(f"predict: run {run!r}"[:60], BAD, lambda world, run=run: world.preview([GOOD], run=run).status)
      for run in ["", "x", "-1", "1.5", "9" * 100, "1e0", "\0", "null"]),
    Case("predict: a run that is not trained", BAD, untrained),
    Case("predict: rows as JSON", BAD, lambda world: world.api("POST", "/predict/preview", {"run_id": world.run, "manual_input_data": [GOOD]}).status),
    stored("neither rows nor a dataset", REFUSED),
    stored("a dataset without the columns", REFUSED, dataset=lambda world: world.awkward),
    stored("a dataset that is not there", REFUSED, dataset=lambda world: 999_999),
    stored("a run as a dataset", REFUSED | {"finished"}, dataset=lambda world: world.run),
    stored("a split that is none", REFUSED, dataset=lambda world: world.dataset, split="nope"),
    stored("a split of 1 MB", REFUSED, dataset=lambda world: world.dataset, split="x" * 1_000_000),
    stored("a split of another dataset", REFUSED, dataset=lambda world: world.awkward, split="test"),
    stored("rows that lack columns", REFUSED, [{"sepal_length": 1}]),
    stored("rows of wrong types", REFUSED, [{**GOOD, "petal_width": "abc"}]),
    stored("rows that are none", REFUSED, [1, 2]),
    stored("rows that are no list", REFUSED, {"a": 1}),
    stored("50,000 rows", REFUSED | {"finished"}, lambda: [GOOD] * 50_000),
    stored("50,000 rows, the last wrong", REFUSED, lambda: [GOOD] * 49_999 + [{"sepal_length": {}}]),
]

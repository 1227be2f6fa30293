"""Notebooks, explorers and converters: everything that is published, on columns and with parameters that do not suit it."""
from world import Case, Failure

from .parameters import VALUES
from .words import EITHER, HARMLESS, REFUSED

AWKWARD = ["x", "y", "constant", "rare", "empty", "words", "holey", "grouped"]
SCOPES = [[], *([name] for name in AWKWARD), ["x", "y"], ["x", "empty"], ["x", "x"], ["nope"], AWKWARD]
SECONDS = 180


def of_kind(world, kind):
    found = [item for item in world.components if item["type"] == kind]
    if not found:
        raise Failure(f"there is no {kind}")
    return found


def tried(world, what, send):
    """What came back, where nothing else may."""
    came = send()
    if came not in EITHER:
        raise Failure(f"{what}: {came}")
    return came


def every_scope(kind, do):
    """Every component of a kind on every scope, with its own defaults."""
    def send(world):
        words = {tried(world, f"{item['name']} of {scope}", lambda: do(world, item["name"], scope, {}))
                 for item in of_kind(world, kind) for scope in SCOPES}
        return "finished" if "finished" in words else "error"
    return send


def every_parameter(kind, do):
    """Every parameter of every component of a kind, with values that it cannot have."""
    def send(world):
        words = set()
        for item in of_kind(world, kind):
            scope = ["grouped"] if "Categorical" in item["metadata"]["allowed_types"] else ["x", "y"]
            for parameter in [*(item["schema"] or {}).get("properties", {}), "no_such_parameter"]:
                for value in VALUES:
                    words.add(tried(world, f"{item['name']}.{parameter}={value!r}", lambda: do(world, item["name"], scope, {parameter: value})))
        return "finished" if "finished" in words else "error"
    return send


def explore(world, name, scope, parameters):
    return world.explore(name, scope, parameters)


def convert(world, name, scope, params):
    return world.convert(name, scope, params, target="grouped")


def settings(name, expected, **parts):
    """A step whose settings are not what they should be."""
    return Case(f"converter: {name}", expected, lambda world: world.convert("StandardScaler", ["x"], **parts))


def body(name, expected, method, path, sent):
    return Case(f"notebook: {name}", expected, lambda world: world.api(method, path, sent).status)


def twice(world):
    """The same step asked for again and again is applied once."""
    notebook = world.notebook(world.awkward)
    parameters = {"params": {}, "scope": {"columns": [{"idx": 1}], "rows": []}, "order": 1, "target": None}
    step = world.made("POST", "/converter/", {"notebook_id": notebook["id"], "converter": "StandardScaler", "parameters": parameters})["id"]
    jobs = [world.job("ConverterJob", {"converter_id": step}).json()["id"] for _ in range(20)]
    words = {world.ended(job)["status"] for job in jobs}
    jobs.append(world.job("ConverterJob", {"converter_id": step}).json()["id"])
    world.api("DELETE", f"/notebook/{notebook['id']}")
    if len(set(jobs)) != 1:
        raise Failure(f"{len(set(jobs))} jobs applied one step")
    return words.pop()


def in_a_row(world):
    """Steps that are asked for at once are applied one after the other, each to what the one before it made."""
    notebook = world.notebook(world.awkward)
    columns = {"columns": [{"idx": 1, "columnName": "x"}], "rows": []}
    new = {"notebook_id": notebook["id"], "converter": "PolynomialFeatures",
           "parameters": {"params": {"degree": 1, "include_bias": True}, "scope": columns, "order": 1, "target": None}}
    steps = [world.made("POST", "/converter/", new)["id"] for _ in range(6)]
    jobs = [world.job("ConverterJob", {"converter_id": step}).json()["id"] for step in steps]
    words = {world.ended(job)["status"] for job in jobs}
    types = [world.made("GET", f"/dataset/types/file?path={notebook['file_path']}", None)]
    for step in reversed(steps):
        world.made("DELETE", f"/converter/{step}", None)
        types.append(world.made("GET", f"/dataset/types/file?path={notebook['file_path']}", None))
    world.api("DELETE", f"/notebook/{notebook['id']}")
    if words == {"finished"} and len({str(list(columns)) for columns in types}) != len(steps) + 1:
        raise Failure("steps were lost")
    return words.pop()


CASES = [
    Case("explorers of every scope", EITHER, every_scope("Explorer", explore), SECONDS),
    Case("converters of every scope", EITHER, every_scope("Converter", convert), SECONDS),
    Case("parameters of explorers", EITHER, every_parameter("Explorer", explore), 4 * SECONDS),
    Case("parameters of converters", EITHER, every_parameter("Converter", convert), 8 * SECONDS),
    settings("an unknown column", REFUSED, scope={"columns": [{"idx": 1, "columnName": "nope"}], "rows": []}),
    settings("column 0", REFUSED, scope={"columns": [{"idx": 0}], "rows": []}),
    settings("a column beyond the last", REFUSED, scope={"columns": [{"idx": 2**62}], "rows": []}),
    settings("a column by name only", REFUSED, scope={"columns": [{"columnName": "x"}], "rows": []}),
    settings("row 0", REFUSED, rows=[0]),
    settings("a row beyond the last", REFUSED, rows=[121]),
    settings("one row", EITHER, rows=[1]),
    settings("the same row again and again", EITHER, rows=[1] * 1000),
    settings("a million rows", REFUSED, rows=range(1, 1_000_001)),
    settings("a target that is not there", REFUSED, target="nope"),
    settings("no scope", EITHER, scope=None),
    settings("a scope that is a list", REFUSED, scope=[]),
    settings("parameters that are a list", REFUSED, params=[1]),
    Case("converter: one that does not exist", REFUSED, lambda world: world.convert("NopeConverter", ["x"])),
    Case("converter: a model", REFUSED, lambda world: world.convert("SVC", ["x"])),
    Case("converter: a very long name", REFUSED, lambda world: world.convert("x" * 100_000, ["x"])),
    Case("converter: one step asked for twenty times", {"finished"}, twice),
    Case("converter: six steps at once", {"finished"}, in_a_row),
    Case("explorer: a title of markup", EITHER, lambda world: world.explore("HistogramPlotExplorer", ["x"], name="<b>&\"'\0\u202e")),
    Case("explorer: a very long title", REFUSED, lambda world: world.explore("HistogramPlotExplorer", ["x"], name="x" * 100_000)),
    Case("explorer: a hundred thousand columns", REFUSED, lambda world: world.explore("DescribeExplorer", ["x"] * 100_000)),
    body("opened on nothing", REFUSED, "POST", "/notebook/", {"dataset_id": -1}),
    body("a description without end", REFUSED, "POST", "/notebook/", {"dataset_id": 1, "description": "x" * 1_000_000}),
    body("a window from the end of time", HARMLESS, "GET", "/notebook/1/explorers?skip=9223372036854775807&limit=9223372036854775807", None),
    body("a window backwards", HARMLESS, "GET", "/explorer/?skip=-1&limit=-9223372036854775808", None),
    body("an override of nothing", REFUSED, "PUT", "/explorer/99999/results/", {"index": 0, "figure": {}}),
]

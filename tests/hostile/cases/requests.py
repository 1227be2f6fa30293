"""Bodies and queries that are malformed, of another type, or beyond measure."""
import json
import urllib.parse

from world import API, Case, Failure

from .words import HARMLESS

DEEP = 100_000
BODIES = {
    "nothing": b"", "null": b"null", "a list": b"[]", "a text": b'"x"', "a number": b"1e400", "an open brace": b"{", "two values": b"{}{}",
    "a trailing comma": b'{"name":"x",}', "single quotes": b"{'name':'x'}", "NaN": b'{"name":NaN}', "invalid UTF-8": b'{"name":"\xff"}',
    "half a surrogate pair": b'{"name":"\\ud800"}', "UTF-16": '{"name":"x"}'.encode("utf-16"), "a byte order mark": b'\xef\xbb\xbf{"name":"x"}',
    "lists without end": b"[" * DEEP, "objects without end": b'{"a":' * DEEP, "closed lists": b"[" * DEEP + b"]" * DEEP,
    "a deep name": b'{"name":' + b"[" * DEEP + b"]" * DEEP + b"}", "equal keys": b'{"name":"x","name":5}',
    "a million keys": b"{" + b",".join(b'"k%d":1' % n for n in range(500_000)) + b"}", "9 MB": b'{"x":"' + b"x" * (9 << 20) + b'"}',
    "NUL": b"\0\0\0", "a comment": b"/* x */ {}", "a number of 1 MB": b'{"name":' + b"9" * 1_000_000 + b"}",
}
WRONG = [None, [], {}, -1, 2**63, 1.5, True, "", "\0", "x" * 100_000, [None] * 50, {"a": {"b": []}}, "../../x"]
FILTERS = ["{", "[]", "null", "5", '{"items":5}', '{"items":[5,null,"x"]}', '{"items":[{}]}',
           *(json.dumps({"items": [{"field": field, "operator": operator, "value": value}]}) for field, operator, value in [
               ("species", "startsWith", "(a+)+$"), ("species", "endsWith", "(a+)+$" * 1000), ("species", "contains", "[" * 10_000),
               ("species", "startsWith", "((((((((((a{1,1000}){1,1000}){1,1000}))))))))"), ("species", "contains", ".*" * 20_000),
               ("species", "nope", "x"), ("nope", "equals", "x"), ("sepal_length", "equals", "x"), ("sepal_length", "lessThan", "NaN"),
               ("sepal_length", "greaterThan", "1e999"), ("sepal_length", "between", [1]), ("sepal_length", "between", ["x", {}]),
               ("sepal_length", "between", "5"), ("sepal_length", "isAnyOf", ["x"] * 20_000), ("sepal_length", "isAnyOf", {"a": 1}),
               ("species", "isAnyOf", None), ("species", None, None), (None, None, None), (5, 5, 5), ("species", "equals", {"a": []}),
               ("species'; DROP TABLE x; --", "equals", "'"), ("species", "contains", "\0"), ("species", "equals", "x" * 50_000)]),
           json.dumps({"items": [{"field": "species", "operator": "contains", "value": "a"}] * 500}),
           '{"items":' + "[" * 10_000, '{"items":[{"field":"sepal_length","operator":"equals","value":1e400}]}', "\0", "x" * 60_000]
SORTS = ["{", "{}", "5", "[5]", "[{}]", '[{"id":5}]', '[{"id":"nope","desc":true}]', '[{"id":"species","desc":"x"}]', '[{"id":"species","desc":[]}]',
         json.dumps([{"id": "species", "desc": True}] * 500), "[" * 10_000, '[{"id":"species; --"}]']
PAGES = [("-1", "10"), ("0", "-1"), ("0", "0"), ("9223372036854775807", "9223372036854775807"), ("4611686018427387904", "4"), ("0", "1000000000"),
         ("9223372036854775808", "10"), ("1e400", "10"), ("1.5", "10"), ("x", "x"), ("", ""), ("-9223372036854775808", "-9223372036854775808")]


def operations(world):
    document = getattr(world, "document", None) or world.request("GET", "/openapi.json").json()
    world.document = document
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "put", "patch", "delete"):
                yield method.upper(), path.replace("{job_id}", "00000000-0000-0000-0000-000000000000"), operation


def filled(path):
    while "{" in path:
        path = path[:path.index("{")] + "999999" + path[path.index("}") + 1:]
    return path


def body_everywhere(body, content_type="application/json"):
    """Every operation that takes a body gets this one."""
    def send(world):
        for method, path, _ in operations(world):
            if method != "GET" and not path.endswith("/all"):
                answer = world.request(method, filled(path), body, {"Content-Type": content_type})
                if answer.status == "cut" and len(body) < 1_000_000:
                    raise Failure(f"{method} {path} was not answered")
                if len(answer.body) > 10 * len(body) + 100_000:
                    raise Failure(f"{method} {path} answers {len(body)} bytes with {len(answer.body)}")
        return 200
    return send


def property_types(world, schema):
    """The properties of a schema of the document, with references followed."""
    while "$ref" in schema:
        schema = world.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema.get("properties", {})


def wrong_values(value):
    """Every property of every JSON body has this value, once alone and once with all the others."""
    def send(world):
        for method, path, operation in list(operations(world)):
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if not schema or path.endswith("/all"):
                continue
            names = property_types(world, schema)
            bodies = [{name: value for name in names}, *({name: value} for name in names)]
            for body in bodies:
                if isinstance(value, str) and "name" in body:
                    body["name"] = value + path
                world.request(method, filled(path), json.dumps(body).encode(), {"Content-Type": "application/json"})
        return 200
    return send


def wrong_queries(value):
    """Every query parameter of every operation has this text, several times."""
    def send(world):
        for method, path, operation in operations(world):
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "query" and method != "DELETE":
                    world.request(method, f"{filled(path)}?{parameter['name']}={value}&{parameter['name']}={value}")
        return 200
    return send


def rows(**query):
    def send(world):
        given = urllib.parse.urlencode({"path": world.token, **query})
        answer = world.api("GET", f"/dataset/filter/?{given}")
        export = {"filter_model": query.get("filterModel"), "sort_model": query.get("sortModel")}
        world.api("GET", "/dataset/export/csv?" + urllib.parse.urlencode({"path": world.token, **{k: v for k, v in export.items() if v}}))
        return answer.status
    return send


def amplified(path, body):
    """A body whose every item is wrong must not be answered, or held, at many times its size."""
    def send(world):
        content = body()
        answer = world.api("DELETE" if path.startswith("-") else "POST", path.lstrip("-"), content)
        if len(answer.body) > 2 * len(content):
            raise Failure(f"{len(content) >> 10} KiB were answered with {len(answer.body) >> 10} KiB")
        return answer.status
    return send


BAD = {400, 413, 422, "cut"}
CASES = [
    *(Case(f"body: {name}", HARMLESS | {"cut"}, body_everywhere(body), 60) for name, body in BODIES.items()),
    *(Case(f"content type {kind!r}", HARMLESS, body_everywhere(b'{"name":"x"}', kind), 30)
      for kind in ["text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded", "application/json; charset=utf-16",
                   "x" * 5000, ";;;", "application/octet-stream"]),
    *(Case(f"every property {str(value)[:30]!r}", HARMLESS, wrong_values(value), 60) for value in WRONG),
    *(Case(f"every query parameter {value[:20]!r}", HARMLESS | {414, 431}, wrong_queries(value), 30)
      for value in ["", "%00", "%ff%fe", "%", "[" * 5000, "-1", "9223372036854775808", "1e400", "NaN", "%27%20OR%201=1--", "x" * 50_000, "%e2%80%ae",
                    "null", "[\"Model\"", "{}", "true&=&&&==="]),
    *(Case(f"filter {number}: {text[:120]!r}", HARMLESS | {414}, rows(filterModel=text)) for number, text in enumerate(FILTERS, 1)),
    *(Case(f"sort {text[:40]!r}", HARMLESS, rows(sortModel=text)) for text in SORTS),
    *(Case(f"page {page} of {size}", HARMLESS, rows(page=page, page_size=size)) for page, size in PAGES),
    Case("two million ids, each wrong", BAD, amplified("-/dataset/", lambda: b'{"ids":[' + b'"",' * 2_000_000 + b'""]}'), 30),
    Case("two million columns, each wrong", BAD, amplified("/model-session/", lambda: b'{"input_columns":[' + b"0," * 2_000_000 + b"0]}"), 30),
    Case("7 MB in a body that lacks every field", BAD, amplified("/run/", lambda: b'{"junk":"' + b"x" * 7_000_000 + b'"}'), 30),
    Case("3 million names of one session", BAD | {404, 201}, lambda world: world.session(world.dataset, ["sepal_length"] * 700_000, ["species"]).status, 30),
    Case("3 million ids that are not there", {204, 413, 422}, lambda world: world.api(
        "DELETE", "/dataset/", b'{"ids":[' + b"9," * 2_000_000 + b"9]}").status, 60),
    Case("200,000 other ids that are not there", {204, 413, 422}, lambda world: world.api(
        "DELETE", "/dataset/", json.dumps({"ids": list(range(10**9, 10**9 + 200_000))}).encode()).status, 60),
    Case("splits of 7 MB", BAD | {404}, lambda world: world.session(world.dataset, world.inputs, ["species"], splits="[" * 7_000_000).status),
    Case("a splits echo of 7 MB", BAD | {404, 201}, lambda world: world.session(
        world.dataset, world.inputs, ["species"], splits=json.dumps({"splitter_name": "HoldoutSplitter", "train": 0.6, "test": 0.2, "validation": 0.2,
                                                                     "ignored": "x" * 7_000_000})).status),
    Case("select_types a million times", BAD | {200, 414, 431}, lambda world: world.request(
        "GET", f"{API}/component/?" + "select_types=Model&" * 3_000).status),
    Case("languages that are none", {200, 431, 400}, lambda world: max(world.api("GET", "/component/?select_types=Metric", headers={
        "Accept-Language": text}).status for text in ["xx", "*", "../../en", "en" * 5000, ";q=;;,,", "\xff\xfe", "e" * 10_000, "es-" + "x" * 1000])),
]

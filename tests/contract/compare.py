"""How an answer differs from what is expected of it."""
import re

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def differs(expect, answer):
    """None when the answer is as expected, else what is wrong with it."""
    if answer.status != expect["status"]:
        return f"status {answer.status} instead of {expect['status']}: {answer.body[:160].decode(errors='replace')}"
    body = answer.json()
    if "detail" in expect:
        return differing_detail(expect["detail"], body)
    if "over" in expect:
        for key, value in expect["over"].items():
            if body.get(key) != value:
                return f"{key} is {body.get(key)!r} instead of {value!r} ({body.get('error')})"
    if "text" in expect and not answer.body.decode().startswith(expect["text"]):
        return f"text starts {answer.body[:120].decode(errors='replace')!r}"
    if "shape" in expect:
        return differing_shape(expect["shape"], body, "body")
    return None


def differing_detail(expected, body):
    found = body.get("detail") if isinstance(body, dict) else None
    if isinstance(expected, list) and isinstance(found, list):
        found = [{key: fault.get(key) for key in ("type", "loc", "msg")} for fault in found]
    if isinstance(expected, str) and isinstance(found, str):
        found, expected = UUID.sub("a job's id", found), UUID.sub("a job's id", expected)
    return None if found == expected else f"detail {found!r} instead of {expected!r}"


def differing_shape(shape, value, where):
    """A missing value fits everywhere; otherwise names and types have to be the same."""
    if shape in ("any", "null") or value is None:
        return None
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return f"{where} is {kind(value)} instead of an object"
        if set(shape) != set(value):
            missing, more = sorted(set(shape) - set(value)), sorted(set(value) - set(shape))
            return f"{where}: missing {missing}, more than expected {more}"
        return next((found for key in shape if (found := differing_shape(shape[key], value[key], f"{where}.{key}"))), None)
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{where} is {kind(value)} instead of a list"
        if shape and not value:
            return f"{where} is empty"
        return next((found for item in value if shape and (found := differing_shape(shape[0], item, f"{where}[]"))), None)
    return None if kind(value) == shape else f"{where} is {kind(value)} instead of {shape}"


def kind(value):
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return {str: "text", dict: "object", list: "list"}.get(type(value), "null")

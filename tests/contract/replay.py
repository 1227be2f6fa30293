#!/usr/bin/env python3
"""Replays recorded requests against an empty store and compares the answers: replay.py BINARY|URL [SCENARIO]"""
import collections
import json
import pathlib
import sys
import tempfile

from client import Client
from compare import differs

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from serving import serving  # noqa: E402

SCENARIOS = ["components", "datasets", "sessions", "runs", "predictions", "explorers", "converters", "jobs"]
# What leads to the web frontend, which an API alone does not have.
TO_THE_FRONTEND = {"/", "/api/v1"}
# What earlier, unrecorded steps of the recording had left behind when a scenario began.
PRELUDE = {
    "sessions": [("dataset:20", "diabetes", HERE.parents[1] / "examples/diabetes.csv"),
                 ("dataset:22", "breast cancer", HERE / "files/breast_cancer.csv"),
                 ("dataset:23", "iris again", HERE / "files/iris.csv")],
    "explorers": [("dataset:1", "sentences", HERE / "files/sentences.csv"),
                  ("dataset:4", "buildings", HERE / "files/buildings.csv")],
}
NOTEBOOKS = {
    "explorers": [("notebook:3", "dataset:1"), ("notebook:4", "dataset:4")],
    "converters": [(f"notebook:{number}", "dataset:8" if 32 <= number <= 40 else "dataset:7") for number in range(6, 42)],
}


def known_differences():
    """(scenario, step) to its entry. A step may be a number or a list of numbers."""
    known = {}
    for entry in json.loads((HERE / "differences.json").read_text()):
        steps = entry["step"] if isinstance(entry["step"], list) else [entry["step"]]
        for step in steps:
            known[entry["scenario"], step] = entry
    return known


def steps_of(name, with_frontend):
    steps = json.loads((HERE / f"scenarios/{name}.json").read_text())
    return [step for step in steps if with_frontend or step["path"] not in TO_THE_FRONTEND]


def run_scenario(client, name, known, counts, with_frontend):
    """Sends every step; returns the unexpected differences as lines."""
    for symbol, title, path in PRELUDE.get(name, []):
        client.prepare_dataset(symbol, title, path)
    for symbol, dataset in NOTEBOOKS.get(name, []):
        client.prepare_notebook(symbol, dataset)
    unexpected = []
    for step in steps_of(name, with_frontend):
        answer = client.send(step)
        difference = differs(client.resolve(step["expect"]), answer)
        entry = known.get((name, step["step"]))
        if entry:
            instead = differs(entry["instead"], answer) if "instead" in entry else None
            if instead:
                unexpected.append(f"{name} {step['step']}: known to differ ({entry['reason']}), but {instead}")
                counts["unexpected"] += 1
            elif not difference:
                unexpected.append(f"{name} {step['step']}: does not differ any more; take it out of differences.json")
                counts["unexpected"] += 1
            else:
                counts["known difference"] += 1
        elif difference:
            unexpected.append(f"{name} {step['step']} {step['method']} {step['path']}: {difference}")
            counts["unexpected"] += 1
        else:
            counts["same"] += 1
    return unexpected


def main():
    target, wanted = sys.argv[1], sys.argv[2:] or SCENARIOS
    known, unexpected, table = known_differences(), [], {}
    with tempfile.TemporaryDirectory() as frontend:
        pathlib.Path(frontend, "index.html").write_text("<!DOCTYPE html><title>stands in for the frontend</title>")
        with serving(target, frontend) as url:
            client = Client(url, HERE / "files")
            for name in wanted:
                table[name] = collections.Counter()
                unexpected += run_scenario(client, name, known, table[name], with_frontend="://" not in target)
    for line in unexpected:
        print(line)
    total = sum(table.values(), collections.Counter())
    for name, counts in [*table.items(), ("total", total)]:
        print(f"{name:12} {sum(counts.values()):4} requests: {counts['same']:4} same, "
              f"{counts['known difference']:3} known differences, {counts['unexpected']:3} unexpected")
    sys.exit(1 if unexpected else 0)


main()

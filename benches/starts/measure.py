#!/usr/bin/env python3
"""Measures the functions of a deployment: their zips, their starts, and a warm one's overhead; compares with budget.json.

    make functions
    python benches/starts/measure.py $CARGO_TARGET_DIR/lambda/x86_64 [--starts 25] [--record]

The folder holds `skydash-fn-<name>/bootstrap.zip` for some functions, `folder` among them, or the binaries
`skydash-fn-<name>`. One JSON line a function: the figures, and those that were recorded. Ends with status 1 when a zip is larger than
its limit, or more than a fifth larger than the recorded one; times are for a reader to compare. `--record` records the figures instead.
"""

import argparse
import contextlib
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

import artefacts
from budget import Budget
from functions import FUNCTIONS, WARM, WARM_QUERY, WARM_REFUSAL
from process import Process, first_answer
from yardstick import Yardstick

# Warm requests: this many in a row give one figure, of which the least counts.
BATCH, BATCHES = 250, 16


@contextlib.contextmanager
def store():
    """The address of a stand-in for DynamoDB."""
    program = pathlib.Path(__file__).with_name("dynamodb.py")
    with subprocess.Popen([sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


class Starts:
    """All starts of one function."""

    def __init__(self, function, binary, zip_bytes):
        self.function, self.binary, self.zip_bytes = function, binary, zip_bytes
        self.runs = []

    def once_more(self, endpoint, yardstick):
        yardstick.measure()
        self.runs.append(first_answer(self.function, self.binary, endpoint))

    def figures(self):
        wall, cpu, _ = zip(*self.runs)
        return {"zip_bytes": self.zip_bytes, "start_ms": round(min(wall), 2), "start_cpu_ms": round(min(cpu), 2)}

    def line(self, recorded):
        wall, _, peak = zip(*self.runs)
        return {"bench": "start", "function": self.function.name, **self.figures(),
                "start_p50_ms": round(statistics.median(wall), 2), "peak_mb": round(max(peak), 1), "starts": len(wall),
                "recorded": recorded}


def warm(binary, endpoint):
    """Processor milliseconds of a warm function for one request: with one query of the store, and without."""
    figures = {}
    for key, (event, status) in {"query_cpu_ms": WARM_QUERY, "refusal_cpu_ms": WARM_REFUSAL}.items():
        with Process(binary, endpoint) as process:
            batches = []
            for _ in range(BATCHES + 1):
                before = process.cpu_ms()
                for _ in range(BATCH):
                    _, is_answer, body = process.api.serve(event)
                batches.append((process.cpu_ms() - before) / BATCH)
            assert is_answer and json.loads(body)["statusCode"] == status, body
            figures[key] = round(min(batches[1:]), 4)
    return figures


def parse():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--starts", type=int, default=25)
    arguments.add_argument("--record", action="store_true")
    return arguments.parse_args()


def measure_starts(options, functions, yardstick, target, endpoint):
    """Every function's starts, in turns: a noisy moment is nobody's alone."""
    measured = [Starts(function, *artefacts.unpack(options.folder, function.name, target)) for function in functions]
    for _ in range(options.starts):
        for starts in measured:
            starts.once_more(endpoint, yardstick)
    return measured


def main():
    options = parse()
    budget, yardstick = Budget(), Yardstick()
    there_are = artefacts.names(options.folder)
    functions = [function for function in FUNCTIONS if function.name in there_are]
    unknown = there_are - {function.name for function in FUNCTIONS}
    with tempfile.TemporaryDirectory() as target, store() as endpoint:
        measured = measure_starts(options, functions, yardstick, pathlib.Path(target), endpoint)
        binary = next(starts.binary for starts in measured if starts.function.name == WARM)
        least = warm(binary, endpoint)
    there = yardstick.figures()
    recorded = budget.recorded
    for line in [*(starts.line(budget.of(starts.function)) for starts in measured),
                 {"bench": "warm", "function": WARM, **least, "recorded": recorded["warm"]},
                 {"bench": "yardstick", **there, "recorded": recorded["yardstick"]}]:
        print(json.dumps(line))
    if options.record:
        budget.record({starts.function.name: starts.figures() for starts in measured}, least, there)
    too_large = [f"{name}: it is not measured; see functions.py" for name in sorted(unknown)]
    too_large += [sentence for starts in measured for sentence in budget.above(starts.function, starts.zip_bytes)]
    missing = ", ".join(function.name for function in FUNCTIONS if function not in functions)
    notes = [missing and f"note: not built, and not measured: {missing}",
             "" if budget.is_comparable() else f"note: recorded on {budget.recorded['machine']}, for which other code is built"]
    for sentence in [*notes, *too_large]:
        if sentence:
            print(sentence, file=sys.stderr)
    sys.exit(1 if too_large else 0)


main()

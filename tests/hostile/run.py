#!/usr/bin/env python3
"""Sends hostile input to a binary on an empty store and checks what must hold after each: run.py BINARY [WORD ...]

After every case the server answers, nothing was answered with 500 or more (501 says that an operation does nothing),
every job has ended and says why when it failed, no answer has a path of the server, a panic or invalid JSON in it, the
good dataset, session and run are as before, and memory and time were within the case's budget. At the end the store
passes `skydash check`. With words, only cases whose names contain one of them are sent.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

from cases import ALL
from world import LARGEST_ANSWER, LEAKS, OVER, Failure, World

MEMORY_MIB = int(os.environ.get("SKYDASH_HOSTILE_MIB", "600"))  # that a case may add
PATIENCE = float(os.environ.get("SKYDASH_HOSTILE_PATIENCE", "1"))  # times the case's seconds; a debug build needs more


class Gone(Failure):
    """The process has ended."""


def refuse_constant(word):
    raise Failure(f"an answer has {word} where JSON has numbers")


def check_answers(world):
    """What holds of every answer, whatever was asked."""
    leaks = [*LEAKS, world.folder.encode()]
    for what, answer in world.answers:
        if answer.status >= 500 and answer.status != 501:
            raise Failure(f"{what}: {answer.status} {answer.body[:200]}")
        if len(answer.body) > LARGEST_ANSWER and "/export/csv" not in what:
            raise Failure(f"{what}: an answer of {len(answer.body) >> 20} MiB")
        for leak in leaks:
            if leak in answer.body:
                at = answer.body.index(leak)
                raise Failure(f"{what}: the answer says {answer.body[max(at - 60, 0):at + 80]}")
        if "json" in answer.headers.get("content-type", ""):
            try:
                json.loads(answer.body, parse_constant=refuse_constant)
            except ValueError:
                raise Failure(f"{what}: not JSON: {answer.body[:100]}") from None


def check_jobs(world):
    """Every job has ended, and says why when it failed."""
    for job in world.made("GET", "/job/", None):
        if job["status"] not in OVER:
            world.ended(job["id"])
        elif job["status"] == "error" and (not job["error_msg"] or " " not in job["error_msg"] or len(job["error_msg"]) > 2000):
            raise Failure(f"a job failed without a sentence: {str(job['error_msg'])[:200]}")


def try_case(world, case):
    """Sends one case; what came back, or the reason why it failed."""
    world.answers.clear()
    started = time.monotonic()
    world.deadline = started + case.seconds * PATIENCE
    came = case.send(world)
    took = time.monotonic() - started
    world.deadline = time.monotonic() + 20 * PATIENCE
    if case.expected is not None and came not in case.expected:
        raise Failure(f"came back {came!r}, not one of {sorted(map(str, case.expected))}: {last(world)}")
    if took > case.seconds * PATIENCE:
        raise Failure(f"took {took:.1f} s")
    return came


def last(world):
    return world.answers[-1][1].body[:200] if world.answers else b""


def check_after(world):
    """What holds after every case."""
    if world.process.poll() is not None:
        raise Gone(f"THE SERVER IS GONE, exit {world.process.returncode}: {world.last_words()}")
    world.deadline = time.monotonic() + 20 * PATIENCE
    if world.request("GET", "/healthz").status != 200:
        raise Failure("the server does not answer")
    check_jobs(world)
    if world.look() != world.good:
        world.good = world.look()
        raise Failure("the good dataset, session or run has changed")
    if panics := world.panics():
        raise Failure(f"panic: {panics[0][:300]}")
    check_answers(world)


def wanted(case, words):
    return not words or any(word in case.name for word in words)


def send(world, case):
    """Sends a case and checks what must hold after it; the reasons why it failed. Prints a line."""
    reasons, came, started, before = [], "-", time.monotonic(), world.resident
    for step in (lambda: try_case(world, case), lambda: check_after(world)):
        try:
            came = step() or came
        except Failure as failure:
            reasons.append(str(failure))
        except (AssertionError, AttributeError, IndexError, KeyError, TypeError, OSError) as error:
            reasons.append(f"{type(error).__name__}: {error}; last answer {last(world)}")
    memory = world.peak()
    if memory - before > MEMORY_MIB:
        reasons.append(f"{memory - before} MiB more than before, of which {world.resident - before} stay")
    print(f"{'FAILED' if reasons else 'ok':6} {time.monotonic() - started:5.1f} s {memory:5} MiB {case.name}: {came}",
          *reasons, sep="\n         ", flush=True)
    return reasons


def fresh(binary, base):
    """A server on an empty store, with the good things in it."""
    world = World(binary, tempfile.mkdtemp(prefix="data-", dir=base))
    world.prepare()
    world.peak()
    return world


def main():
    binary, words = sys.argv[1], sys.argv[2:]
    failures, sent = 0, 0
    with tempfile.TemporaryDirectory(prefix="skydash-hostile-") as base:
        world = fresh(binary, base)
        try:
            for case in (case for case in ALL if wanted(case, words)):
                sent += 1
                failures += bool(send(world, case))
                if world.process.poll() is not None:
                    world = fresh(binary, base)
        finally:
            stopped = world.stop()
        done = subprocess.run([binary, "check", "--data-dir", world.folder], capture_output=True, text=True)
        for wrong in ["the server did not stop when it was asked to"] * (not stopped) + [done.stdout + done.stderr] * done.returncode:
            failures += 1
            print(f"FAILED at the end: {wrong}")
    print(f"{sent} cases, {failures} failed")
    sys.exit(1 if failures else 0)


main()

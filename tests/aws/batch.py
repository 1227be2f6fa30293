#!/usr/bin/env python3
"""What becomes of a job that takes longer than the function `compute` may run: batch.py

On a stack whose function may run for ten seconds, a training that takes longer is handed over to the batch queue after the
first of them. A process that stands in for AWS Batch takes it from there, and carries it out in a process of its own.
"""
import os
import subprocess
import time

from stack import FINISHED, Api, Stack, expect, say
from stories import TABLES

SECONDS = 10
# About half a minute of small trees.
LONG = {"n_estimators": 30_000, "max_depth": 6, "random_state": 1}


def main():
    stack = Stack("batch", ComputeSeconds=SECONDS, BatchElsewhere="true")
    api, table = Api(stack.url), TABLES["generated"]
    dataset, job = api.upload("rows", table.text)
    expect(api.wait(job)["status"] == "finished", "the table was not taken")
    session = api.session("session", dataset, table.task, table.inputs, table.output, table.measure)
    run = api.run(session, "long", "RandomForestClassifier", LONG)
    job = api.ask("ModelJob", {"run_id": run})
    say(f"job {job} is to train run {run}, on a function that may run for {SECONDS} s")
    while stack.records("job")[job]["lane"] != "batch":
        status = api.status(job)
        expect(status["status"] in ("not_started", "started"), f"the job ended before it was handed over: {status}")
        time.sleep(0.2)
    waiting = stack.messages("BATCH_QUEUE")
    say(f"it was handed over; messages in the batch queue: {waiting}; job: {api.status(job)['status']}")
    expect(waiting == 1, "the batch queue should have its message")

    worker = os.path.join(os.environ["CARGO_TARGET_DIR"], "debug/skydash-fn-batch")
    begun = time.monotonic()
    ended = subprocess.run([worker, "--idle-seconds", "2"], env={**os.environ, **stack.environment}, timeout=500)
    status, row = api.status(job), api.call("GET", f"/run/{run}")
    say(f"the worker for long jobs took {time.monotonic() - begun:.0f} s; job: {status['status']}, scores {row['test_metrics']}")
    expect(ended.returncode == 0, "the worker should have ended well")
    expect(status["status"] == "finished" and row["status"] == FINISHED, f"the run was not trained: {status}")
    expect(stack.records("job")[job]["attempt"] == 2, "one attempt of each should have been enough")
    expect(stack.messages("BATCH_QUEUE") == stack.messages("COMPUTE_QUEUE") == 0, "the queues should be empty")


main()

#!/usr/bin/env python3
"""What becomes of messages that do not get better: poison.py

On a deployed stack whose jobs are carried out by the function `compute`:

* A message that nobody can read comes back as often as the queue's redrive policy says, and ends among the dead letters.
  Other jobs are carried out meanwhile, and the sweeper leaves it where it is.
* A job whose worker dies each time it takes it: the process of the function is killed while the job runs, again and again,
  until its message is a dead letter. The sweeper ends the job and its run with a sentence. Asked for again, the same run
  is trained.

The queue hides messages for a little longer than a lease, in place of a function's 15 minutes. Everything else is as
deployed. The emulator has to run functions as processes of this machine.
"""
import json
import os
import pathlib
import signal
import time

from stack import ERROR, FINISHED, Api, Stack, client, expect, say
from stories import TABLES

# A lease is a minute.
HIDDEN = 62


def hurry(stack):
    """Makes the queue less patient. Gives how often it lets a message be received."""
    queue = stack.environment["SKYDASH_COMPUTE_QUEUE_URL"]
    stack.sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": str(HIDDEN)})
    attributes = stack.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["RedrivePolicy"])["Attributes"]
    receives = int(json.loads(attributes["RedrivePolicy"])["maxReceiveCount"])
    say(f"the queue hides a message for {HIDDEN} s, and gives it up after {receives} receives")
    return receives


def workers(function):
    """The processes of a function."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            is_one = f"AWS_LAMBDA_FUNCTION_NAME={function}".encode() in (folder / "environ").read_bytes().split(b"\0")
            if is_one and os.readlink(folder / "exe").endswith("/bootstrap"):
                yield int(folder.name)
        except OSError:
            pass  # ended meanwhile, or somebody else's


def kill_worker(stack, api, job):
    """Kills whoever has the job, once somebody has; gives how many processes those were."""
    while (status := api.status(job)["status"]) != "started":
        expect(status == "not_started", f"the job ended before its worker could be killed: {status}")
        time.sleep(0.05)
    found = list(workers(f"{stack.name}-compute"))
    expect(found, "no process of the function is to be seen: the emulator has to be one itself (SKYDASH_EMULATOR=process)")
    for worker in found:
        os.kill(worker, signal.SIGKILL)
    return len(found)


def read_in_vain(stack, message):
    """How often the function said that it cannot read a message."""
    events = client("logs").filter_log_events(logGroupName=f"/aws/lambda/{stack.name}-compute")["events"]
    return sum("a message is none of ours" in event["message"] and message in event["message"] for event in events)


def train(api, session, name, model, parameters):
    run = api.run(session, name, model, parameters)
    return run, api.ask("ModelJob", {"run_id": run})


def main():
    stack = Stack("poison")
    api = Api(stack.url)
    receives = hurry(stack)
    table = TABLES["generated"]
    dataset, job = api.upload("rows", table.text)
    expect(api.wait(job)["status"] == "finished", "the table was not taken")
    session = api.session("session", dataset, table.task, table.inputs, table.output, table.measure)

    queue = stack.environment["SKYDASH_COMPUTE_QUEUE_URL"]
    unreadable = stack.sqs.send_message(QueueUrl=queue, MessageBody="no job of ours")["MessageId"]
    say("a message that nobody can read is in the queue")
    run, job = train(api, session, "doomed", "RandomForestClassifier", {"n_estimators": 400, "random_state": 1})
    say(f"job {job} is to train run {run}")
    for death in range(1, receives + 1):
        count = kill_worker(stack, api, job)
        say(f"death {death}: the job was started, {count} processes of the function are killed")
        number, other = train(api, session, f"healthy-{death}", "LogisticRegression", {})
        expect(api.wait(other)["status"] == "finished", "another job did not finish")
        say(f"  meanwhile run {number} was trained by another process")
        attempts = stack.records("job")[job]["attempt"]
        expect(attempts == death, f"the job was taken {attempts} times")
        if death < receives:
            while stack.records("job")[job]["attempt"] == death:
                time.sleep(0.1)
    while stack.messages("COMPUTE_QUEUE"):
        time.sleep(0.5)
    dead, tries = stack.messages("COMPUTE_DEAD_LETTER"), read_in_vain(stack, unreadable)
    say(f"the queue is empty, and there are {dead} dead letters; the function could not read one of them {tries} times")
    expect((dead, tries) == (2, receives), "both messages should have been received as often as the policy says")
    say(f"job: {api.status(job)['status']}; run: {api.call('GET', f'/run/{run}')['status']}: nobody has told them")
    stack.sweep()
    status, row = api.status(job), api.call("GET", f"/run/{run}")
    say(f"the sweeper went round. job: {status['status']}, {status['error']!r}; run: {row['status']}")
    failed = (status["status"], row["status"]) == ("error", ERROR)
    expect(failed and status["error"].endswith("."), "job and run should have failed, with a sentence")
    say(f"dead letters: {stack.messages('COMPUTE_DEAD_LETTER')}, the one that nobody can read")
    expect(stack.messages("COMPUTE_DEAD_LETTER") == 1, "what nobody can read should be left")
    again = api.ask("ModelJob", {"run_id": run})
    status, row = api.wait(again), api.call("GET", f"/run/{run}")
    say(f"the same run, asked for again: job {again} {status['status']}, scores {row['test_metrics']}")
    expect(again != job and status["status"] == "finished" and row["status"] == FINISHED, "the run was not trained")


main()

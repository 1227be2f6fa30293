"""Whether everything fits together once all users have what they asked for and nothing fails any more."""
import collections
import os
import subprocess
import time

from stack import ERROR, FINISHED
from stories import GIVEN_UP, TABLES

KINDS = ["dataset", "run", "explorer", "converter", "prediction"]
QUEUES = ["COMPUTE_QUEUE", "BATCH_QUEUE", "COMPUTE_DEAD_LETTER", "BATCH_DEAD_LETTER"]
ENDED = {"finished": FINISHED, "error": ERROR}


class Settled:
    """A store to which nothing happens any more, and what is wrong with it."""

    def __init__(self, stack, api):
        self.stack, self.api, self.findings = stack, api, []
        self.jobs = stack.records("job")
        self.entities = {kind: stack.records(kind) for kind in KINDS}
        self.notebooks = stack.records("notebook")

    def expect(self, holds, sentence):
        if not holds:
            self.findings.append(sentence)

    def check(self, ledger):
        self.check_jobs(ledger)
        self.check_entities()
        for number, dataset in self.entities["dataset"].items():
            self.check_rows(f"datasets/{number}", self.table_of(dataset["name"]).rows)
        self.check_runs()
        for number, notebook in self.notebooks.items():
            self.check_notebook(number, notebook)
        for number, explorer in self.entities["explorer"].items():
            if explorer["status"] == FINISHED:
                shown = self.api.call("POST", f"/explorer/{number}/results/", {"options": {}})
                self.expect(shown, f"explorer {number} shows nothing")
        for number, prediction in self.entities["prediction"].items():
            if prediction["status"] == FINISHED:
                dataset = self.entities["dataset"].get(str(prediction["dataset_id"]))
                self.check_rows(f"predictions/{number}", self.table_of(dataset["name"]).rows if dataset else 1)
        return self.findings

    def table_of(self, name):
        return TABLES[name.split("-")[0]]

    def check_jobs(self, ledger):
        listed = collections.Counter(row["id"] for row in self.api.call("GET", "/job/"))
        self.expect(listed == dict.fromkeys(self.jobs, 1), "the list of jobs is not that of their records")
        for job, kind in ledger.jobs.items():
            self.expect(job in self.jobs, f"{kind} {job} was acknowledged, and is lost")
        for job, record in self.jobs.items():
            told = record["status"] == "finished" or record["status"] == "error" and GIVEN_UP.fullmatch(record["error"] or "")
            self.expect(told, f"job {job}: {record['status']}, {record['error']}")
        self.expect(not self.stack.records("active"), "an entity is held by a job, and all jobs have ended")

    def check_entities(self):
        for kind, found in self.entities.items():
            for number, entity in found.items():
                job = self.jobs.get(entity["job_id"])
                # What a repeated request made twice has no job.
                expected = ENDED.get(job["status"]) if job else 0
                said = f"{kind} {number} has status {entity['status']}, its job {job and job['status']}"
                self.expect(entity["status"] == expected, said)

    def check_rows(self, path, rows):
        page = self.api.call("GET", f"/dataset/filter/?path={path}&page={max(0, (rows - 1) // 10)}&page_size=10")
        whole = (page["total"], len(page["rows"])) == (rows, (rows - 1) % 10 + 1)
        self.expect(whole, f"{path} has {page['total']} rows, not {rows}")

    def check_runs(self):
        scores = collections.defaultdict(set)
        for number, run in self.entities["run"].items():
            if run["status"] != FINISHED:
                continue
            row = self.api.call("GET", f"/run/{number}")
            parts = [row[f"{part}_metrics"] for part in ("train", "validation", "test")]
            measure = self.table_of(row["name"]).measure
            self.expect(all(list(part) == [measure] for part in parts), f"run {number} has the scores {parts}")
            scores[row["name"]].add(str(parts))
        for name, different in scores.items():
            self.expect(len(different) == 1, f"runs {name} are alike, and their scores are not: {different}")

    def check_notebook(self, number, notebook):
        """Each step was taken once, and from the table that the one before it made."""
        applied = [step["applied"] for step in self.entities["converter"].values() if str(step["notebook_id"]) == number]
        steps = sorted(filter(None, applied), key=lambda step: step["position"])
        positions = [step["position"] for step in steps]
        self.expect(positions == list(range(notebook["steps"])), f"notebook {number} has not the steps it says: {positions}")
        first = self.entities["dataset"][str(notebook["dataset_id"])]["table"]
        made = [table["id"] for table in [first, *[step["after"] for step in steps]]]
        taken = [table["id"] for table in [*[step["before"] for step in steps], notebook["table"]]]
        self.expect(made == taken, f"the steps of notebook {number} form no chain: {made}, {taken}")
        self.check_rows(f"notebooks/{number}", self.table_of(notebook["name"]).rows)


def wait(stack, seconds=300):
    """Until no job is active and no message is left. Gives how long that took."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        left = {queue: count for queue in QUEUES if (count := stack.messages(queue))}
        if not left and not stack.records("active"):
            return time.monotonic() - started
        time.sleep(1)
    raise SystemExit(f"after {seconds} s there are still messages {left} and jobs {stack.records('active')}")


def check_objects(stack, binary):
    """Every object that a record names is there, and whole."""
    done = subprocess.run([binary, "check", "--aws"], env=os.environ | stack.environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"skydash check --aws: {done.stdout}{done.stderr}")
    return done.stdout.strip()

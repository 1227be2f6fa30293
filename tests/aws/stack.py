"""A stack on the emulator: its API, its records, its queues and functions."""
import json
import os
import pathlib
import re
import subprocess
import sys
import time

import boto3
from boto3.dynamodb.conditions import Key
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/contract")]
from client import OVER, Client  # noqa: E402

# What the API calls the statuses of what jobs work on.
WAITING, STARTED, FINISHED, ERROR = 1, 2, 3, 4


BEGUN = time.monotonic()


def say(text):
    """Prints what is seen, and when."""
    print(f"{time.monotonic() - BEGUN:6.1f} s  {text}", flush=True)


def expect(holds, sentence):
    """Ends everything with this sentence unless something holds."""
    if not holds:
        raise SystemExit(sentence)


def run(*command):
    """What a program prints."""
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def reach():
    """Starts the emulator, unless it runs, and lets everything here find it."""
    os.environ.update(AWS_ENDPOINT_URL=run("localstack/start"), AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1")
    for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        os.environ.setdefault(key, "test")


def client(service, **options):
    return boto3.client(service, config=Config(s3={"addressing_style": "path"}), **options)


class Refused(Exception):
    """An answer that is none of those hoped for."""

    def __init__(self, method, path, answer):
        super().__init__(f"{method} {path}: {answer.status} {answer.body[:300]!r}")
        self.status = answer.status


class Api:
    """The API at an address."""

    def __init__(self, url):
        self.client = Client(url, None)

    def answer(self, method, path, body, headers):
        return self.client.request(method, f"/api/v1{path}", body, headers)

    def call(self, method, path, body=None, headers=None):
        if isinstance(body, (dict, list)):
            body, headers = json.dumps(body).encode(), {"content-type": "application/json"}
        answer = self.answer(method, path, body, headers)
        if answer.status >= 300:
            raise Refused(method, path, answer)
        return answer.json()

    def ask(self, job_type, kwargs, file=None):
        """Asks for a job; gives its id."""
        parts = [{"name": "job_type", "text": job_type}, {"name": "kwargs", "text": {"json": kwargs}}]
        headers = {}
        if file:
            parts.append({"name": "file", "file": "rows.csv", "content": file})
            headers["filename"] = "rows.csv"
        headers["content-type"], body = self.client.multipart(parts)
        return self.call("POST", "/job/", body, headers)["id"]

    def upload(self, name, file):
        """Makes a dataset of a CSV text; gives its id and the job's."""
        dataset = self.call("POST", "/dataset/", {"name": name})["id"]
        return dataset, self.ask("DatasetJob", ingest(dataset, name), file)

    def session(self, name, dataset, task, inputs, output, metric):
        holdout = {"splitter_name": "HoldoutSplitter", "splitType": "random", "train": 0.6, "test": 0.2, "validation": 0.2,
                   "shuffle": True, "stratify": False, "random_state": 42}
        return self.call("POST", "/model-session/", {
            "dataset_id": dataset, "task_name": task, "name": name, "input_columns": inputs, "output_columns": [output],
            "train_metrics": [metric], "validation_metrics": [metric], "test_metrics": [metric],
            "evaluation_strategy": "HoldoutEvaluationStrategy", "splits": json.dumps(holdout)})["id"]

    def run(self, session, name, model, parameters):
        plots = {f"plot_{name}_path": "" for name in ("history", "slice", "contour", "importance")}
        return self.call("POST", "/run/", {
            "model_session_id": session, "model_name": model, "name": name, "parameters": parameters, "optimizer_name": "",
            "optimizer_parameters": {}, "goal_metric": "", **plots})["id"]

    def status(self, job):
        return self.call("GET", f"/job/status/{job}")

    def wait(self, job, seconds=600):
        """How a job ended."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            status = self.status(job)
            if status["status"] in OVER:
                return status
            time.sleep(0.3)
        raise SystemExit(f"job {job} has not ended within {seconds} s: {status}")


def ingest(dataset, name):
    """What the job of a dataset is told."""
    return {"dataset_id": dataset, "params": {"name": name, "dataloader": "CSVDataLoader", "separator": ","}}


class Stack:
    """What `localstack/deploy` makes on an empty store, without the schedules: nothing happens that nobody asked for."""

    def __init__(self, name, **parameters):
        reach()
        self.name, self.url = name, run("localstack/deploy", name, "--fresh", *(
            word for key, value in parameters.items() for word in ("--parameter", f"{key}={value}")))
        self.functions, self.sqs = client("lambda"), client("sqs")
        events = client("events")
        for rule in events.list_rules(NamePrefix=name)["Rules"]:
            events.disable_rule(Name=rule["Name"])
        variables = self.configuration("compute")["Environment"]["Variables"]
        # What a process needs to work on the same store.
        self.environment = {key: value for key, value in variables.items() if re.fullmatch("SKYDASH_.*(TABLE|BUCKET|URL)", key)}
        self.table = boto3.resource("dynamodb").Table(self.environment["SKYDASH_TABLE"])

    def configuration(self, function):
        return self.functions.get_function_configuration(FunctionName=f"{self.name}-{function}")

    def disable_compute(self):
        """Lets nobody but processes take jobs."""
        for source in self.functions.list_event_source_mappings(FunctionName=f"{self.name}-compute")["EventSourceMappings"]:
            self.functions.update_event_source_mapping(UUID=source["UUID"], Enabled=False)

    def sweep(self):
        """Calls the sweeper as its schedule does."""
        answer = self.functions.invoke(FunctionName=f"{self.name}-sweep", Payload=b'{"task": "sweep"}')
        if "FunctionError" in answer:
            raise SystemExit(f"the sweeper failed: {answer['Payload'].read()!r}")

    def messages(self, queue):
        """How many messages a queue has, visible and hidden; `queue` is COMPUTE_QUEUE, COMPUTE_DEAD_LETTER and so on."""
        counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.sqs.get_queue_attributes(QueueUrl=self.environment[f"SKYDASH_{queue}_URL"], AttributeNames=counts)
        return sum(int(answer["Attributes"][count]) for count in counts)

    def records(self, kind):
        """The bodies of all records of a kind, by id."""
        found, more = {}, {}
        while True:
            page = self.table.query(KeyConditionExpression=Key("pk").eq(f"default/{kind}"), ConsistentRead=True, **more)
            for item in page["Items"]:
                found[item["id"]] = json.loads(item["body"]) if "body" in item else None
            if "LastEvaluatedKey" not in page:
                return found
            more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

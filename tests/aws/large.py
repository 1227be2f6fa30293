#!/usr/bin/env python3
"""What becomes of files and answers that are too large for a function: large.py

A table of 8 MB comes in parts, straight to the bucket. What a run says of its splits and the table's export are larger
than Lambda's answers: they are fetched from the bucket, where the function that was asked has put them.
"""
import csv
import json
import urllib.request

from stack import FINISHED, Api, Stack, expect, ingest, say

ROWS = 800_000


def table():
    return "number,kind\n" + "".join(f"{row},{'odd' if row % 2 else 'even'}\n" for row in range(ROWS))


def send(api, dataset, text):
    """Sends a file in parts; gives the job that loads it."""
    content = text.encode()
    begun = api.call("POST", "/dataset/uploads", {"file_name": "rows.csv", "size_bytes": len(content)})
    size, away = begun["part_size_bytes"], 0
    for part in begun["parts"]:
        body = content[(part["number"] - 1) * size:][:part["size_bytes"]]
        away += not part["url"].startswith("/")
        with urllib.request.urlopen(urllib.request.Request(part["url"], data=body, method="PUT")) as answer:
            expect(answer.status == 200, f"part {part['number']}: {answer.status}")
    say(f"{len(content) >> 20} MB were sent to the bucket, in {away} parts")
    expect(away == len(begun["parts"]) > 0, "parts should go to the bucket")
    return api.ask("DatasetJob", {**ingest(dataset, "rows"), "upload_id": begun["upload_id"]})


def fetch(api, path):
    """An answer that leads elsewhere, from there."""
    answer = api.answer("GET", path, None, {})
    expect(answer.status == 303, f"GET {path}: {answer.status} {answer.body[:200]!r}")
    with urllib.request.urlopen(answer.headers["location"]) as found:
        content = found.read()
        say(f"GET {path}: 303, and there {len(content):,} bytes of {found.headers['content-type']}")
    return content.decode()


def main():
    stack = Stack("large")
    api, text = Api(stack.url), table()
    dataset = api.call("POST", "/dataset/", {"name": "rows"})["id"]
    expect(api.wait(send(api, dataset, text))["status"] == "finished", "the table was not taken")
    session = api.session("session", dataset, "TabularClassificationTask", ["number"], "kind", "Accuracy")
    run = api.run(session, "dummy", "DummyClassifier", {})
    expect(api.wait(api.ask("ModelJob", {"run_id": run}))["status"] == "finished", "the run was not trained")
    row = json.loads(fetch(api, f"/run/{run}"))
    indexes = json.loads(row["split_indexes"])
    expect(row["status"] == FINISHED and sum(map(len, indexes.values())) == ROWS, "the run should have all rows in its splits")
    exported = fetch(api, f"/dataset/{dataset}/export/csv")
    rows, expected = (list(csv.reader(content.splitlines())) for content in (exported, text))
    expect(rows == expected, "the export should be the table")


main()

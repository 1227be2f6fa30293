#!/usr/bin/env python3
"""Memory of `skydash serve` while many clients take long lists at once: its peak (VmHWM), and what it has afterwards.

    lists.py path/to/skydash [--jobs 100000] [--datasets 20000] [--clients 50] [-- options of `skydash serve`]

The records are written straight into the database of a fresh data directory, which goes in the end.
"""

import argparse
import concurrent.futures
import json
import sqlite3
import sys
import tempfile
import time
import urllib.request
import uuid

from server import Server


def dataset(number, now):
    """A finished dataset."""
    body = {"id": number, "name": f"dataset {number}", "created": now, "last_modified": now, "status": 3, "folder_id": None,
            "job_id": str(uuid.uuid4()), "table": {"id": str(uuid.uuid4()), "rows": 150, "columns": 5}}
    return "default", "dataset", str(number), 3, None, number, json.dumps(body)


def job(number, now):
    """A finished job: every third loads a table of twenty columns, the others train."""
    ended = now - 2 * 3_600_000_000 - number * 1_000_000
    types = {f"column_{column}": {"type": "Float", "dtype": "float64"} for column in range(20)}
    params = {"dataloader": "CSVDataLoader", "separator": ",", "name": f"table {number}", "inferred_types": types}
    upload = {"key": str(uuid.uuid4()), "file_name": "table.csv", "size_bytes": 12345}
    task = ({"kind": "dataset", "dataset_id": number, "upload": upload, "notebook_id": None, "params": params}
            if number % 3 == 0 else {"kind": "model", "run_id": number})
    body = {"id": str(uuid.uuid4()), "task": task, "name": f"Train: run {number}", "lane": "compute", "status": "finished",
            "enqueued_at": ended - 5_000_000, "updated_at": ended, "progress": 100.0, "progress_message": "Saving results",
            "error": None, "attempt": 1, "lease_until": None, "cancel_requested": False, "sent_at": ended - 5_000_000}
    return "default", "job", body["id"], 3, None, ended, json.dumps(body)


def take(url):
    """Reads an answer to its end; gives its size and rows."""
    with urllib.request.urlopen(url, timeout=600) as answer:
        size = last = 0
        while piece := answer.read(1 << 16):
            size, last = size + len(piece), piece[-1]
        assert last == ord("]"), "the list is not whole"
        return size


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--jobs", type=int, default=100_000)
    parser.add_argument("--datasets", type=int, default=20_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("options", nargs="*", help="further options of `skydash serve`, after --")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with Server(asked.binary, folder):
            pass
        with sqlite3.connect(f"{folder}/skydash.db") as database:
            now = int(time.time() * 1e6)
            database.execute("INSERT OR IGNORE INTO tenant VALUES ('default')")
            records = [job(number, now) for number in range(asked.jobs)] + [dataset(number, now) for number in range(asked.datasets)]
            database.executemany("INSERT INTO record (tenant, kind, id, version, parent, place, body) VALUES (?, ?, ?, ?, ?, ?, ?)", records)
        database.close()
        for kind, count in (("job", asked.jobs), ("dataset", asked.datasets)):
            measure(asked, folder, kind, count)


def measure(asked, folder, kind, count):
    with Server(asked.binary, folder, *asked.options) as server:
        print(f"{count} of {kind}, idle: {server.memory('VmRSS'):.0f} MB", flush=True)
        for clients in (1, asked.clients):
            begun = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(clients) as pool:
                sizes = list(pool.map(take, [f"{server.url}/api/v1/{kind}/"] * clients))
            print(f"{clients} at once: {max(sizes) / 1e6:.2f} MB each in {time.monotonic() - begun:.1f} s; peak "
                  f"{server.memory('VmHWM'):.0f} MB, afterwards {server.memory('VmRSS'):.0f} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Kills the binary with SIGKILL in the middle of its work and looks at what is left: kill.py BINARY

Ten times each during an ingest, a training, a rename, a converter and an explorer. After every kill the store must pass
`skydash check`, the server must start again, every job must end finished or in error with a reason, and no
half-written dataset may be visible: a dataset that says finished has all of its rows, and so has a notebook. Steps that
survived are taken back at the end, which leads to the rows from before the first.
"""
import os
import pathlib
import random
import sys
import tempfile
import threading
import time
import urllib.error
import uuid

from server import Server, check, new_converter, new_run, new_session, table, upload

TIMES = int(os.environ.get("SKYDASH_KILLS", "10"))
ROWS = 60_000


def settled(server):
    """Waits until every job has ended, and checks what all of them left behind."""
    for job in server.call("GET", "/job/"):
        status = server.wait(job["id"])
        if status["status"] == "error" and not status["error"]:
            raise SystemExit(f"job {job['id']} failed without a reason")
    for dataset in server.call("GET", "/dataset/"):
        if dataset["status"] == 3:
            info = server.call("GET", f"/dataset/{dataset['id']}/info")
            page = server.call("GET", f"/dataset/filter/?path={dataset['file_path']}&page={ROWS // 10 - 1}&page_size=10")
            if info["total_rows"] != ROWS or page["total"] != ROWS or len(page["rows"]) != 10:
                raise SystemExit(f"half a dataset is visible: {info['total_rows']} rows, page {page['total']}")
        elif dataset["status"] in (1, 2):
            raise SystemExit(f"dataset {dataset['id']} is active without a job")
    for notebook in server.call("GET", "/notebook/"):
        if last_page(server, notebook)["total"] != ROWS:
            raise SystemExit("half a notebook is visible")
        converters = server.call("GET", f"/notebook/{notebook['id']}/converters")
        explorers = server.call("GET", f"/notebook/{notebook['id']}/explorers")
        if any(made["status"] in (1, 2) for made in converters + explorers):
            raise SystemExit("a converter or explorer is active without a job")
        for explorer in explorers:
            if explorer["status"] == 3 and not server.call("POST", f"/explorer/{explorer['id']}/results/", {"options": {}}):
                raise SystemExit(f"explorer {explorer['id']} has no results")


def last_page(server, notebook):
    return server.call("GET", f"/dataset/filter/?path={notebook['file_path']}&page={ROWS // 10 - 1}&page_size=10")


def kill_during(binary, folder, act, longest):
    """Starts the server, begins `act`, kills after a random moment, restarts, waits, checks."""
    server = Server(binary, folder)
    worker = threading.Thread(target=lambda: quietly(act, server))
    worker.start()
    time.sleep(random.uniform(0, longest))
    server.kill()
    worker.join()
    check(binary, folder)
    server = Server(binary, folder)
    settled(server)
    server.kill()
    check(binary, folder)


def quietly(act, server):
    try:
        act(server)
    except (OSError, urllib.error.URLError, ConnectionError):
        pass  # the server was killed under the request


def main():
    binary = sys.argv[1]
    file = table(ROWS)
    with tempfile.TemporaryDirectory(prefix="skydash-kill-") as folder:
        folder = str(pathlib.Path(folder) / "data")
        server = Server(binary, folder)
        started = time.monotonic()
        dataset, job = upload(server, "base", file)
        assert server.wait(job)["status"] == "finished", server.wait(job)
        ingest_seconds = time.monotonic() - started
        session = new_session(server, dataset)
        run = new_run(server, session, "RandomForestClassifier", {})
        started = time.monotonic()
        status = server.wait(server.job("ModelJob", {"run_id": run}))
        assert status["status"] == "finished", status
        train_seconds = time.monotonic() - started
        notebook = server.call("POST", "/notebook/", {"dataset_id": dataset, "name": "n"})
        first_rows = last_page(server, notebook)

        def convert(server):
            step = new_converter(server, notebook["id"])
            return server.wait(server.job("ConverterJob", {"converter_id": step}))

        def explore(server):
            explorer = server.call("POST", "/explorer/", {
                "notebook_id": notebook["id"], "exploration_type": "CorrelationMatrixExplorer", "parameters": {},
                "columns": [{"columnName": name} for name in "ab"]})["id"]
            return server.wait(server.job("ExplorerJob", {"explorer_id": explorer}))

        seconds = {}
        for act in (convert, explore):
            started = time.monotonic()
            status = act(server)
            assert status["status"] == "finished", status
            seconds[act] = time.monotonic() - started
        server.kill()

        def rename(server):
            for turn in range(200):
                old, new = ("c", "d") if turn % 2 == 0 else ("d", "c")
                names = server.call("GET", f"/dataset/{dataset}/types")
                old, new = (old, new) if old in names else (new, old)
                server.call("PATCH", f"/dataset/{dataset}/columns/rename", {"old_name": old, "new_name": new})

        def train(server):
            server.call("PATCH", f"/run/{run}/reset")
            server.job("ModelJob", {"run_id": run})

        kinds = [("ingest", lambda server: upload(server, uuid.uuid4().hex, file), ingest_seconds * 1.2),
                 ("training", train, train_seconds * 1.2), ("rename", rename, 1.0),
                 ("converter", convert, seconds[convert] * 1.2), ("explorer", explore, seconds[explore] * 1.2)]
        for name, act, longest in kinds:
            for _ in range(TIMES):
                kill_during(binary, folder, act, longest)
            print(f"{name}: {TIMES} kills, every job ended, the store is whole", flush=True)
        server = Server(binary, folder)
        outcomes = [job["status"] for job in server.call("GET", "/job/")]
        print({word: outcomes.count(word) for word in sorted(set(outcomes))}, f"{len(kinds) * TIMES} kills")
        steps = server.call("GET", f"/notebook/{notebook['id']}/converters")
        server.call("DELETE", f"/converter/{steps[0]['id']}")
        if last_page(server, notebook) != first_rows:
            raise SystemExit("taking all steps back does not lead to the first rows")
        server.kill()


main()

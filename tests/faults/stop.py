#!/usr/bin/env python3
"""Stops the binary with SIGTERM in the middle of its work and looks at what is left: stop.py BINARY

During an ingest, a training and a converter. After every stop the database is one file without a log, `skydash check --deep`
finds nothing, a copy of `skydash.db` and `objects/` is a store of its own, and the next start carries the job out, at its
first attempt that counts. A copy of a running server without `skydash.db-wal` is refused and stays as it is, and so is a
second server whose lock file was removed.
"""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import json

from server import Server, check, new_converter, new_run, new_session, table, upload

ROWS = 60_000
# How often each job is stopped: more often than a job may be tried.
TIMES = 6


def under_way(server, job):
    """Waits until somebody works on a job; gives whether that is so."""
    for _ in range(1000):
        status = server.call("GET", f"/job/status/{job}")["status"]
        if status != "not_started":
            return status == "started"
        time.sleep(0.01)
    raise SystemExit("a job was never begun")


def recorded(folder, job):
    """The record of a job, as it lies in the database file."""
    with sqlite3.connect(f"file:{folder}/skydash.db?immutable=1", uri=True) as database:
        return json.loads(database.execute("SELECT body FROM record WHERE kind = 'job' AND id = ?", [job]).fetchone()[0])


def copy(folder, names, to):
    shutil.rmtree(to, ignore_errors=True)
    os.mkdir(to)
    for name in names:
        source = pathlib.Path(folder, name)
        if source.is_dir():
            shutil.copytree(source, pathlib.Path(to, name))
        elif source.exists():
            shutil.copy(source, to)


def stopped_again_and_again(binary, folder, begin, to):
    """Begins a job, stops it over and over in its midst, and lets it end; gives how often it was stopped so."""
    server, stops = Server(binary, folder), 0
    job = begin(server)
    for _ in range(TIMES):
        was_running = under_way(server, job)
        server.stop()
        left = [name for name in os.listdir(folder) if name.endswith(("-wal", "-shm"))]
        if left:
            raise SystemExit(f"a stop left {left}")
        found = recorded(folder, job)
        if was_running and found["status"] == "not_started":
            if found["attempt"] != found["given_back"] or found["lease_until"] is not None:
                raise SystemExit(f"a stopped job lost an attempt: {found}")
            stops += 1
        check(binary, folder, "--deep")
        copy(folder, ["skydash.db", "objects"], to)
        check(binary, to)
        server = Server(binary, folder)
    status = server.wait(job)
    if status["status"] != "finished":
        raise SystemExit(f"a job that was stopped {stops} times: {status}")
    server.stop()
    return stops


def refused(binary, folder, word):
    """A server that does not start there, and says why."""
    for command in (["serve", "--port", "0", "--frontend", "none"], ["check"]):
        done = subprocess.run([binary, *command, "--data-dir", folder], capture_output=True, text=True, timeout=30)
        if done.returncode == 0 or word not in done.stderr:
            raise SystemExit(f"{command[0]} was to be refused with {word!r}: {done}")


def copies_of_a_running_server(binary, folder, to):
    server = Server(binary, folder)
    server.call("POST", "/folder/", {"name": "only in the log"})
    copy(folder, ["skydash.db", "objects"], to)
    before = {name: pathlib.Path(to, name).read_bytes() for name in ["skydash.db", "objects/store.json"]}
    refused(binary, to, "skydash.db-wal, which has the latest records, is missing")
    if any(pathlib.Path(to, name).read_bytes() != content for name, content in before.items()):
        raise SystemExit("a refused copy was changed")
    copy(folder, ["skydash.db-wal"], f"{to}-wal")
    shutil.copy(f"{to}-wal/skydash.db-wal", to)
    check(binary, to, "--deep")
    copy(folder, ["objects"], to)
    refused(binary, to, "objects/ holds")
    lossy = Server(binary, to, "--accept-loss")
    if lossy.call("GET", "/dataset/"):
        raise SystemExit("records came from nowhere")
    lossy.stop()
    os.remove(pathlib.Path(folder, "lock"))
    refused(binary, folder, "is in use by")
    server.stop()


def main():
    binary = sys.argv[1]
    file = table(ROWS)
    with tempfile.TemporaryDirectory(prefix="skydash-stop-") as parent:
        folder, to = f"{parent}/data", f"{parent}/copy"
        server = Server(binary, folder)
        dataset, job = upload(server, "base", file)
        assert server.wait(job)["status"] == "finished"
        run = new_run(server, new_session(server, dataset), "RandomForestClassifier", {"n_estimators": 300})
        notebook = server.call("POST", "/notebook/", {"dataset_id": dataset, "name": "n"})["id"]
        server.stop()
        large = table(10 * ROWS)

        def convert(server):
            return server.job("ConverterJob", {"converter_id": new_converter(server, notebook)})

        stories = [("ingest", lambda server: upload(server, "another", large)[1]),
                   ("training", lambda server: server.job("ModelJob", {"run_id": run})), ("converter", convert)]
        for name, begin in stories:
            stops = stopped_again_and_again(binary, folder, begin, to)
            print(f"{name}: stopped {stops} times in its midst, and done at its first attempt that counts", flush=True)
            if name == "training" and stops <= 5:
                raise SystemExit("the training is too short to be stopped more often than a job may be tried")
        copies_of_a_running_server(binary, folder, to)
        print("copies without a log and servers without a lock are refused")


main()

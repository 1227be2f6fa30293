#!/usr/bin/env python3
"""Fills the disk under a server and looks at what it says: full.py BINARY

The data directory is a file system in memory of 32 MB (as root; otherwise `unshare` makes one for this process alone). Uploads
and jobs that find no room say so, with status 507 or as the job's error, at their first attempt; reading goes on; deleting works,
and gives the room back at once; then everything goes on without a new start. A server starts where not a byte is left. Nothing is left that
`skydash check --deep` finds.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.error

from server import Server, check, new_run, new_session, table, upload

SENTENCE = "The disk of the data directory is full."
BYTES = 32 << 20


def answered(act):
    """The status and sentence of a refusal; none when there is none."""
    try:
        act()
        return None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())["detail"]


def expect_full(refusal):
    if refusal is None or refusal[0] != 507 or not refusal[1].startswith(SENTENCE):
        raise SystemExit(f"507 was expected, not {refusal}")


def fill(folder):
    """Takes every byte that is left."""
    with open(pathlib.Path(folder, "filler"), "ab", buffering=0) as filler:
        size = 1 << 20
        while size:
            try:
                filler.write(bytes(size))
            except OSError:
                size //= 2


def free(folder):
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def uploads_until_full(server, file):
    """Uploads the same table until there is no room; gives the datasets that were made."""
    made = []
    for number in range(100):
        refusal = answered(lambda: made.append(server.call("POST", "/dataset/", {"name": f"more {number}"})["id"]))
        if refusal:
            expect_full(refusal)
            return made
        dataset = made[-1]
        params = {"name": f"more {number}", "dataloader": "CSVDataLoader", "separator": ","}
        jobs = []
        refusal = answered(lambda: jobs.append(server.job("DatasetJob", {"dataset_id": dataset, "params": params}, file)))
        if refusal:
            expect_full(refusal)
            return made
        status = server.wait(jobs[0])
        if status["status"] != "finished":
            if SENTENCE not in status["error"]:
                raise SystemExit(f"a job on a full disk: {status}")
            return made
    raise SystemExit("the disk never was full")


def story(binary, folder):
    file = table(60_000)
    server = Server(binary, folder)
    dataset, job = upload(server, "base", file)
    assert server.wait(job)["status"] == "finished"
    run = new_run(server, new_session(server, dataset), "RandomForestClassifier", {"n_estimators": 50})
    made = uploads_until_full(server, file)
    print(f"full after {len(made)} datasets")

    fill(folder)
    refused = 0
    for number in range(2_000):
        refusal = answered(lambda: server.call("POST", "/folder/", {"name": f"folder {number}"}))
        if refusal:
            expect_full(refusal)
            refused += 1
        if refused == 3:
            break
    if refused < 3:
        raise SystemExit("folders were stored where there is no room")
    expect_full(answered(lambda: server.job("ModelJob", {"run_id": run})))
    if len(server.call("GET", "/dataset/")) != len(made) + 1:
        raise SystemExit("datasets are missing from the list")
    before = free(folder)
    for gone in made[:-1]:
        server.call("DELETE", f"/dataset/{gone}")
    freed = free(folder) - before
    print(f"with {before} bytes left, deleting {len(made) - 1} datasets gave {freed} bytes back at once")
    if freed < (len(made) - 1) * 500_000:
        raise SystemExit("that is too little")
    time.sleep(1.5)
    status = server.wait(server.job("ModelJob", {"run_id": run}))
    if status["status"] != "finished":
        raise SystemExit(f"a training with room again: {status}")
    os.remove(pathlib.Path(folder, "filler"))
    server.stop()
    check(binary, folder, "--deep")

    fill(folder)
    server = Server(binary, folder)
    server.call("DELETE", f"/dataset/{dataset}")
    server.stop()
    os.remove(pathlib.Path(folder, "filler"))
    check(binary, folder, "--deep")
    print("a server starts, deletes and stops where nothing is left")


def main():
    binary = os.path.abspath(sys.argv[1])
    if os.geteuid() != 0:
        done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", sys.executable, *sys.argv])
        raise SystemExit(done.returncode)
    with tempfile.TemporaryDirectory(prefix="skydash-full-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs", folder], check=True)
        try:
            story(binary, folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


main()

#!/usr/bin/env python3
"""Seven hundred and forty uploads at the same moment, to a server that may have 1,024 files open: crowd.py BINARY

Each is on a connection of its own, which stays open; all of them are there before the first has sent its file. Those for whom there
is no place wait for their turn, and idle connections make room for them: each is answered 201, and becomes a dataset.
"""
import asyncio
import json
import resource
import sys
import tempfile

from server import Server, check, job_form

UPLOADS = 740
FILES = 1024


def limited():
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES // 4, FILES))


async def answer(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = next(line.split(": ")[1] for line in head.split("\r\n") if line.lower().startswith("content-length"))
    return int(head[9:12]), json.loads(await reader.readexactly(int(length)))


async def upload(address, dataset, together):
    """Sends one upload: its head, then, when all have connected, its file."""
    reader, writer = await asyncio.open_connection(*address)
    rows = "a,b\n" + "".join(f"{row},{row * dataset}\n" for row in range(200))
    kwargs = {"dataset_id": dataset, "params": {"dataloader": "CSVDataLoader", "separator": ","}}
    body, headers = job_form("DatasetJob", kwargs, rows.encode())
    headers |= {"Host": address[0], "Content-Length": len(body)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"POST /api/v1/job/ HTTP/1.1\r\n{head}\r\n".encode())
    await together.wait()
    writer.write(body)
    status, told = await answer(reader)
    # The connection stays open: it is idle now.
    return status, told, writer


async def crowd(address, datasets):
    together = asyncio.Barrier(len(datasets))
    return await asyncio.gather(*(upload(address, dataset, together) for dataset in datasets))


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    binary = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        server = Server(binary, folder, preexec_fn=limited)
        datasets = [server.call("POST", "/dataset/", {"name": f"table {number}"})["id"] for number in range(UPLOADS)]
        host, port = server.url.split("//")[1].split("/")[0].split(":")
        answers = asyncio.run(crowd((host, int(port)), datasets))
        refused = [told for status, told, _ in answers if status != 201]
        if refused:
            raise SystemExit(f"{len(refused)} of {UPLOADS} uploads were refused: {refused[0]}")
        for _, told, _ in answers:
            state = server.wait(told["id"])
            if state["status"] != "finished":
                raise SystemExit(f"a job ended so: {state}")
        rows = {server.call("GET", f"/dataset/{dataset}")["status"] for dataset in datasets}
        if rows != {3}:
            raise SystemExit(f"datasets are {rows}")
        server.stop()
        check(binary, folder)
    print(f"{UPLOADS} uploads at once with {FILES} files: each was answered 201, and is a dataset")


main()

#!/usr/bin/env python3
"""What light requests take while jobs compute: paced clients on keep-alive connections, two forests in training.

    load.py path/to/skydash [--clients 500] [--seconds 300] [--trees 3000] [--pause 5] [-- options of `skydash serve`]

Prints p50, p99 and the most by route, in milliseconds from the moment a request was due, and the resident memory before, at the peak,
and after. The client is a process of its own, which shares the machine with the server: what it takes of the processors is said.
"""
import argparse
import asyncio
import collections
import pathlib
import random
import re
import resource
import tempfile
import threading
import time

from server import Server


def table(path, rows):
    """Writes a table of three numbers and what they say."""
    random.seed(7)
    with path.open("w") as file:
        file.write("a,b,c,kind\n")
        for row in range(rows):
            a, b = random.gauss(0, 1), random.gauss(0, 1)
            file.write(f"{a:.6f},{b:.6f},{row % 97},{'yes' if a + b > 0 else 'no'}\n")
    return path


def prepare(server, folder, trees):
    """A small dataset for requests, a larger one, and two forests to be trained on it."""
    ids = {name: server.upload(table(folder / f"{name}.csv", rows)) for name, rows in (("small", 150), ("large", 200_000))}
    session = server.session(ids["large"], "forests", ["a", "b", "c"], "kind")
    parameters = {"n_estimators": trees, "max_depth": None, "min_samples_split": 2, "min_samples_leaf": 1, "random_state": 42}
    return ids, session, [server.forest(session, f"forest {number}", parameters) for number in range(2)]


def keep_training(server, run, stop, told):
    """Trains a run again and again."""
    while not stop.is_set():
        job = server.start("ModelJob", {"run_id": run})
        while (state := server.call("GET", f"/job/status/{job}"))["status"] in ("not_started", "started"):
            if stop.wait(1):
                server.call("DELETE", f"/job/{job}")
                break
        else:
            told["ended"] += 1
            if state["status"] != "finished":
                raise SystemExit(f"a training ended so: {state}")


def routes(ids, session):
    """What a frontend asks for while somebody looks around, by name."""
    small, large = ids["small"], ids["large"]
    return {
        "one dataset": f"/api/v1/dataset/{small}",
        "list of datasets": "/api/v1/dataset/",
        "list of runs": f"/api/v1/run/?model_session_id={session}",
        "changes of jobs": "/api/v1/job/changes",
        "whether the queue is empty": "/api/v1/job/is_empty",
        "types": f"/api/v1/dataset/{small}/types",
        "page of 20 rows": f"/api/v1/dataset/filter/?path=datasets/{small}&page=0&page_size=20",
        "page of 100 rows of 200,000": f"/api/v1/dataset/filter/?path=datasets/{large}&page=100&page_size=100",
    }


async def ask(reader, writer, host, path):
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    length = re.search(rb"content-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length[1]))
    else:
        while (size := int(await reader.readline(), 16)) > 0:
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    return status


async def client(host, paths, options, until, times, faults):
    """One person: a request every so often, over a connection that is kept."""
    address, port = host.split(":")
    due = time.perf_counter() + random.random() * options.pause
    reader = writer = None
    while due < until:
        await asyncio.sleep(max(0, due - time.perf_counter()))
        name, path = random.choice(paths)
        try:
            # A server closes what has been idle for long; so a client looks before it asks.
            if writer is None or reader.at_eof():
                reader, writer = await asyncio.open_connection(address, int(port))
            status = await ask(reader, writer, host, path)
            if status != 200:
                faults[f"{name}: {status}"] += 1
        except (OSError, asyncio.IncompleteReadError) as error:
            faults[f"{name}: {type(error).__name__}"] += 1
            writer = None
        times[name].append(time.perf_counter() - due)
        due += random.expovariate(1 / options.pause)
    if writer is not None:
        writer.close()


async def press(host, paths, options):
    times, faults = collections.defaultdict(list), collections.Counter()
    until = time.perf_counter() + options.seconds
    await asyncio.gather(*(client(host, list(paths.items()), options, until, times, faults) for _ in range(options.clients)))
    return times, faults


def share(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1e3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--trees", type=int, default=3000)
    parser.add_argument("--pause", type=float, default=5, help="mean seconds between a client's requests")
    parser.add_argument("options", nargs="*")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory() as folder, Server(options.binary, f"{folder}/data", "--workers", "2", *options.options) as server:
        before = server.memory("VmRSS")
        ids, session, runs = prepare(server, pathlib.Path(folder), options.trees)
        stop, told = threading.Event(), {"ended": 0}
        trainers = [threading.Thread(target=keep_training, args=(server, run, stop, told)) for run in runs]
        for trainer in trainers:
            trainer.start()
        times, faults = asyncio.run(press(server.host, routes(ids, session), options))
        stop.set()
        for trainer in trainers:
            trainer.join()
        print(f"{options.clients} clients, a request every {options.pause} s each, {options.seconds:.0f} s; "
              f"two forests of {options.trees} trees in training all the time: {told['ended']} ended")
        print(f"{'route':<30}{'requests':>9}{'p50 ms':>9}{'p99 ms':>9}{'most ms':>9}")
        for name, taken in [*sorted(times.items()), ("all", [each for taken in times.values() for each in taken])]:
            print(f"{name:<30}{len(taken):>9}{share(taken, 0.5):>9.1f}{share(taken, 0.99):>9.1f}{max(taken) * 1e3:>9.1f}")
        print(f"faults: {dict(faults) or 'none'}")
        time.sleep(20)
        print(f"resident MB: {before:.0f} before, {server.memory('VmHWM'):.0f} at the peak, {server.memory('VmRSS'):.0f} 20 s after")
        own = resource.getrusage(resource.RUSAGE_SELF)
        print(f"CPU s of the clients: {own.ru_utime + own.ru_stime:.1f}")


main()

#!/usr/bin/env python3
"""Two hundred jobs while AWS fails and processes are killed: faults.py BINARY [SEED]

Two processes serve the API and take jobs, over an emulator of AWS. What they say to it goes through a proxy that throttles,
answers 500 and 503, cuts connections before a request is carried out and after, and now and then fails altogether for two
seconds (`proxy.py`). Every few seconds one of the processes is killed with SIGKILL and started again. Twenty users ask for
ten jobs each (`stories.py`); a request that got no answer, or 503, is sent again. In the end every job has ended once, and
everything fits together (`settled.py`).
"""
import collections
import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

import settled
from proxy import SERVICES, Proxy, outage, rules
from stack import Api, Stack
from stories import Ledger, Story

from serving import ready  # `stack` knows where

USERS = int(os.environ.get("SKYDASH_USERS", "20"))
# Faults and kills end then, that the run does.
LONGEST = 300


class Server:
    """A process that serves and works."""

    def __init__(self, binary, environment, log):
        self.binary, self.environment, self.log = binary, environment, log
        self.start()

    def start(self):
        self.process = subprocess.Popen([self.binary, "serve", "--aws", "--port", "0", "--frontend", "none"],
                                        env=self.environment, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = ready(self.process)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Patient(Api):
    """The API at whichever server answers. A request that breaks off, or is answered 503, is sent again."""

    def __init__(self, servers):
        super().__init__(servers[0].url)
        self.servers, self.again, self.statuses = servers, collections.Counter(), collections.Counter()

    def answer(self, method, path, body, headers):
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                answer = Api(random.choice(self.servers).url).answer(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self.again["without an answer"] += 1
            else:
                self.statuses[answer.status] += 1
                if answer.status != 503:
                    return answer
                self.again["answered 503"] += 1
            time.sleep(0.3)
        raise RuntimeError(f"{method} {path} was not answered for two minutes")


class Trouble(threading.Thread):
    """Kills, and takes services down, until told to stop."""

    def __init__(self, servers, proxy, seed):
        super().__init__(daemon=True)
        self.servers, self.proxy, self.chance = servers, proxy, random.Random(seed)
        self.over, self.kills, self.outages = threading.Event(), 0, collections.Counter()
        self.failure = None

    def run(self):
        try:
            self.make()
        except BaseException as failure:
            self.failure = failure

    def make(self):
        self.proxy.fail(rules())
        until = time.monotonic() + LONGEST
        while not self.over.wait(self.chance.uniform(3, 8)) and time.monotonic() < until:
            if self.chance.random() < 0.3:
                service = self.chance.choice(SERVICES)
                self.proxy.add(outage(service, seconds=2))
                self.outages[service] += 1
            server = self.chance.choice(self.servers)
            server.kill()
            self.kills += 1
            server.start()
        self.proxy.fail([])

    def stop(self):
        self.over.set()
        self.join()
        if self.failure:
            raise SystemExit(f"the trouble ended too soon: {self.failure!r}")


def tell(api, ledger):
    """All stories at once."""
    with concurrent.futures.ThreadPoolExecutor(USERS) as users:
        told = [users.submit(Story(api, ledger, number).tell) for number in range(USERS)]
    for story in told:
        story.result()


def logged(log):
    """What the processes logged, and how often."""
    log.seek(0)
    lines = log.read().splitlines()
    if any("panicked" in line for line in lines):
        raise SystemExit(f"a process panicked: {log.name}")
    return collections.Counter(json.loads(line)["fields"]["message"] for line in lines if line.startswith("{"))


def words(counter):
    return ", ".join(f"{name}: {number}" for name, number in sorted(counter.items(), key=str))


def report(ledger, jobs, trouble, api, proxy, seconds):
    requests, faults = proxy.counts()
    outcomes = collections.defaultdict(collections.Counter)
    for record in jobs.values():
        outcomes[record["task"]["kind"]][record["status"]] += 1
    print(f"{len(jobs)} jobs, {len(ledger.jobs)} of them acknowledged, in {seconds['all']:.0f} s, "
          f"and {seconds['settling']:.0f} s until all queues were empty")
    for kind, counter in sorted(outcomes.items()):
        print(f"  {kind}: {words(counter)}")
    print(f"attempts a job: {words(collections.Counter(record['attempt'] for record in jobs.values()))}")
    print(f"given up, and asked for again: {words(ledger.given_up) or 'none'}")
    print(f"{trouble.kills} kills; outages of 2 s: {words(trouble.outages) or 'none'}")
    print(f"{requests} requests to AWS, of which failed:")
    for service, counter in faults.items():
        print(f"  {service}: {words(counter)}")
    print(f"clients: {words(api.statuses)}; sent again {words(api.again) or 'nothing'}")


def main():
    binary = os.path.abspath(sys.argv[1])
    seed = int(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("SKYDASH_SEED") or random.randrange(10**6))
    print(f"seed {seed}: decides who is killed when and what goes down, and not which requests the proxy picks", flush=True)
    stack = Stack("faults")
    stack.disable_compute()
    proxy = Proxy(os.environ["AWS_ENDPOINT_URL"])
    with open(pathlib.Path(tempfile.gettempdir(), f"skydash-faults-{seed}.log"), "w+") as log:  # stays if something is wrong
        environment = os.environ | stack.environment | {"AWS_ENDPOINT_URL": proxy.url}
        servers = [Server(binary, environment, log) for _ in range(2)]
        try:
            api, ledger, trouble = Patient(servers), Ledger(), Trouble(servers, proxy, seed)
            started = time.monotonic()
            trouble.start()
            try:
                tell(api, ledger)
            finally:
                trouble.stop()
            seconds = {"all": time.monotonic() - started, "settling": settled.wait(stack)}
            store = settled.Settled(stack, api)
            report(ledger, store.jobs, trouble, api, proxy, seconds)
            print(f"logged: {words(logged(log))}")
            for finding in (findings := store.check(ledger)):
                print(finding)
            if findings or any(status >= 500 and status != 503 for status in api.statuses):
                raise SystemExit(f"seed {seed}: the store is not as it should be; {log.name}")
            print(f"every job ended once, nothing is lost, everything fits together. {settled.check_objects(stack, binary)}")
            os.unlink(log.name)
        finally:
            for server in servers:
                server.kill()
            proxy.process.kill()


main()

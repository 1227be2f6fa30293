"""The proxy before the emulator, and how it fails."""
import collections
import json
import re
import socket
import subprocess
import time
import urllib.request

from stack import ROOT, client, run

SERVICES = ["dynamodb", "sqs", "s3"]


def refusing(service, probability, code, status):
    return {"service": service, "probability": probability, "error": {"code": code, "status": status, "message": "Injected."}}


def rules():
    """About one call in fifteen fails, and one in twenty is slow. The first rule that applies is the only one."""
    yield refusing("dynamodb", 0.02, "ProvisionedThroughputExceededException", 400)
    yield refusing("dynamodb", 0.01, "ThrottlingException", 400)
    yield refusing("dynamodb", 0.01, "InternalServerError", 500)
    yield refusing("sqs", 0.02, "RequestThrottled", 403)
    yield refusing("sqs", 0.01, "InternalFailure", 500)
    yield refusing("s3", 0.02, "SlowDown", 503)
    yield refusing("s3", 0.01, "InternalError", 500)
    # The answer breaks off in the middle.
    yield {"service": "s3", "operation": "GetObject", "probability": 0.01, "response": {"abort_frac": 0.5}}
    for service in SERVICES:
        yield refusing(service, 0.01, "ServiceUnavailable", 503)
        yield {"service": service, "probability": 0.01, "reset": True}
        # Carried out, and nothing of the answer arrives.
        yield {"service": service, "probability": 0.01, "response": {"abort_bytes": 0}}
        yield {"service": service, "probability": 0.05, "latency": {"min": 50, "max": 500}}


def outage(service, seconds):
    return {**refusing(service, 1, "ServiceUnavailable", 503), "ttl_s": seconds}


class Proxy:
    """Microburst, before an endpoint."""

    def __init__(self, upstream):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        python = run("tools/venv", "tests/aws/requirements.txt") + "/python"
        self.process = subprocess.Popen([python, ROOT / "tests/aws/failing.py", "--upstream", upstream, "--port", str(port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self.is_ready():
            time.sleep(0.1)
        # With its first request, it reads the models of all services.
        client("dynamodb", endpoint_url=self.url).list_tables()

    def is_ready(self):
        try:
            return self.control("GET", "health")
        except OSError:
            if self.process.poll() is not None:
                raise SystemExit("microburst did not start") from None
            return None

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_microburst/{path}", data, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()

    def fail(self, rules):
        """From now on as the rules say, and no longer as earlier ones said."""
        self.control("POST", "rules", list(rules))

    def add(self, rule):
        self.control("PATCH", "rules", [rule])

    def counts(self):
        """How many requests there were, and how many failed how, by service."""
        metrics = self.control("GET", "metrics")
        faults = {service: collections.Counter() for service in SERVICES}
        for service, action, number in re.findall(r'faults_total\{service="(\w+)",.*action="([^"]*)"\} (\d+)', metrics):
            faults[service][re.sub(r"^error:|:\d+ms$", "", action)] += int(number)
        return int(re.search(r"^microburst_requests_total (\d+)", metrics, re.M)[1]), faults

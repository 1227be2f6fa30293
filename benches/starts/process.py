"""A function as a process: started as AWS Lambda starts it, called, and looked at."""
import os
import pathlib
import re
import signal
import time

from runtime_api import RuntimeApi

# As infra's template has it for AWS; here the same bundle lies where Debian or Red Hat keep it.
BUNDLES = ["/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt"]


def environment(runtime_api, endpoint):
    """Everything that a function is told, and nothing that this process happens to have."""
    queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/skydash-"
    return {
        "AWS_LAMBDA_RUNTIME_API": runtime_api, "AWS_LAMBDA_FUNCTION_NAME": "skydash", "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/skydash",
        "AWS_LAMBDA_LOG_STREAM_NAME": "stream", "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token" * 80,
        "AWS_ENDPOINT_URL": endpoint, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC",
        "SKYDASH_TABLE": "skydash", "SKYDASH_BUCKET": "skydash-objects", "SKYDASH_MAX_RECEIVES": "5",
        "SKYDASH_COMPUTE_QUEUE_URL": queue + "compute", "SKYDASH_COMPUTE_DEAD_LETTER_URL": queue + "compute-dead",
        "SKYDASH_BATCH_QUEUE_URL": queue + "batch", "SKYDASH_BATCH_DEAD_LETTER_URL": queue + "batch-dead",
        "SKYDASH_LOG": "warn,skydash_executor=info,skydash_jobs=info,skydash_fn_sweep=info",
        "SKYDASH_TENANT_CLAIM": "", "SKYDASH_ALLOW_ORIGINS": "",
        "SSL_CERT_FILE": next(path for path in BUNDLES if os.path.exists(path))}


class Process:
    """A running function. What it logs is dropped."""

    def __init__(self, binary, endpoint):
        self.api = RuntimeApi()
        silence = (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)
        surroundings = environment(self.api.address, endpoint)
        self.started = time.perf_counter()
        self.pid = os.posix_spawn(binary, [binary], surroundings, file_actions=[silence])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.api.__exit__()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def cpu_ms(self):
        """Processor time so far, of all threads, in user and system mode."""
        return time.clock_gettime(cpu_clock(self.pid)) * 1e3

    def peak_mb(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def cpu_clock(pid):
    """Linux's clock of another process's processor time (clock_getcpuclockid), which unlike /proc counts nanoseconds."""
    return (~pid << 3) | 2


def first_answer(function, binary, endpoint):
    """Starts a function; gives wall and processor milliseconds until its first answer, and megabytes at most resident."""
    with Process(binary, endpoint) as process:
        moment, is_answer, body = process.api.serve(function.event)
        cpu, peak = process.cpu_ms(), process.peak_mb()
        function.check(is_answer, body)
        return (moment - process.started) * 1e3, cpu, peak

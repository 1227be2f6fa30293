"""The API under test: a binary's, on an empty store, or one that is served already."""
import contextlib
import subprocess
import tempfile


def ready(process):
    """The address that a server prints when it answers."""
    line = process.stdout.readline()
    if "ready at " not in line:
        raise SystemExit(f"the server did not start: {line!r}")
    return line.split("ready at ")[1].strip()


@contextlib.contextmanager
def serving(target, frontend="none"):
    """Gives the address of what `target` names: an address, or a binary, which is started for as long as this lasts."""
    if "://" in target:
        yield target.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([target, "serve", "--port", "0", "--frontend", frontend, "--data-dir", folder],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            yield ready(server)
        finally:
            server.terminate()
            server.wait()

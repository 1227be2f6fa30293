#!/usr/bin/env python3
"""Validates openapi.json, generates a Python and a TypeScript client of it, and trains a model with each against a binary on an
empty store: run.py BINARY"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "clients"
DOCUMENT = ROOT / "openapi.json"
TABLE = ROOT / "examples" / "iris.csv"
sys.path.insert(0, str(ROOT / "tests"))
from serving import serving  # noqa: E402

# Programs of other people: what they report about their use stays here.
QUIET = {**os.environ, "DO_NOT_TRACK": "1", "NO_COLOR": "1", "npm_config_fund": "false", "npm_config_audit": "false",
         "npm_config_update_notifier": "false"}


def done(*command, **options):
    """Runs a program, and ends with what it printed when it fails."""
    ended = subprocess.run([str(part) for part in command], env=QUIET | options.pop("env", {}), text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, **options)
    if ended.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{ended.stdout}")
    return ended.stdout


def python_client(programs, work):
    """Generates the Python client, without a warning. Gives the command that runs its story."""
    done(programs / "openapi-python-client", "generate", "--path", DOCUMENT, "--config", HERE / "config.yml", "--meta", "none",
                "--output-path", work / "skydash_client", "--fail-on-warning")
    print("openapi-python-client: generated without a warning")
    return [programs / "python", HERE / "story.py"], {"PYTHONPATH": str(work)}


def typescript_client(work):
    """Generates the TypeScript client's types, and compiles its story with them. Gives the command that runs it."""
    for name in ("package.json", "package-lock.json", "tsconfig.json", "generate.mjs", "story.ts"):
        shutil.copy(HERE / name, work)
    done("npm", "ci", "--silent", "--prefer-offline", cwd=work)
    done("node", "generate.mjs", DOCUMENT, "api.d.ts", cwd=work)
    done("npx", "--no-install", "tsc", cwd=work)
    print("openapi-typescript: types written, story compiled strictly")
    return ["node", work / "built" / "story.js"], {}


def main():
    programs = pathlib.Path(done(ROOT / "tools" / "venv", HERE / "requirements.txt").strip().splitlines()[-1])
    done(programs / "openapi-spec-validator", DOCUMENT)
    print("openapi-spec-validator: openapi.json: OK")
    with tempfile.TemporaryDirectory() as folder:
        stories = [python_client(programs, pathlib.Path(folder)), typescript_client(pathlib.Path(folder))]
        with serving(sys.argv[1]) as url:
            for command, env in stories:
                print(done(*command, url, TABLE, env=env).rstrip())
    print("both clients did what the README's tutorial does")


main()

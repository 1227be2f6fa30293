#!/usr/bin/env python3
"""Runs the README's tutorial, word for word, against a binary on an empty store, or an address: run.py BINARY|URL"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from serving import serving  # noqa: E402
# What the four parts must print, in order.
EXPECTED = [
    r'"status":"finished"', r'"species":\{"type":"Categorical"', r'"status":"finished"', r'"test_metrics":\{"Accuracy":',
    r'"rows":\[\[5.0,3.4,1.5,0.2,"setosa"\]\]',
    r'"status":"finished"', r'"status":"finished"', r'"BalancedAccuracy":', r'"Gentoo"',
    r'"status":"finished"', r'"status":"finished"', r'"validation_metrics_std":\{"R2":', r'"columns":\["age",',
    r'"status":"finished"', r'"type":"table"', r'"status":"finished"', r'"bill_length_mm":44.45', r'"jobId":null',
    r'"bill_length_mm":null',
]


def main():
    text = (ROOT / "README.md").read_text()
    tutorial = text[text.index("## Tutorial"):text.index("## More")]
    script = "set -euo pipefail\n" + "\n".join(re.findall(r"```sh\n(.*?)```", tutorial, re.S))
    with serving(sys.argv[1]) as url:
        done = subprocess.run(
            ["bash", "-c", script], cwd=ROOT, env={"PATH": "/usr/local/bin:/usr/bin:/bin", "API": f"{url}/api/v1"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    print(done.stdout)
    at = 0
    for pattern in EXPECTED:
        found = re.compile(pattern).search(done.stdout, at)
        if not found or done.returncode != 0:
            raise SystemExit(f"the tutorial did not print {pattern} (exit status {done.returncode})")
        at = found.end()
    print(f"the tutorial does what it says: {len(EXPECTED)} results seen")


main()

#!/usr/bin/env python3
"""How long it takes to decide about new findings and to compose and plan all notices, without mail transport.

    Benchmarks/notices.py [--findings 100000] [--owners 2000] [--runs 3]

Builds the tests in release mode and runs the suite NoticesBenchmark: a store with the findings is made, then the time of one run of
the job `notices.decide` is measured, from reading the store to the committed plan of every mail (plain, HTML, CSV, JSON lines, XARF),
and that of a second run, which has nothing to do.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measure(findings: int, owners: int) -> dict:
    command = ["swift", "test", "-c", "release", "-Xswiftc", "-enable-testing", "--filter", "NoticesBenchmark"]
    environment = os.environ | {"KESHIK_NOTICES": f"{findings}x{owners}"}
    done = subprocess.run(command, cwd=os.environ.get("KESHIK_PACKAGE", ROOT), env=environment, text=True, capture_output=True)
    for line in done.stdout.splitlines():
        if line.startswith("RESULT "):
            return json.loads(line.removeprefix("RESULT "))
    sys.exit(f"no result:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--owners", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    wish = parser.parse_args()
    results = [measure(wish.findings, wish.owners) for _ in range(wish.runs)]
    times = sorted(result["seconds"] for result in results)
    print(json.dumps(results, indent=2))
    print(
        f"{wish.findings} findings, {wish.owners} owners, {results[0]['notices']} notices, "
        f"{results[0]['mailBytes'] / 1e6:.0f} MB of mail: median {statistics.median(times):.1f} s "
        f"({times[0]:.1f}–{times[-1]:.1f}), a run with nothing to do "
        f"{statistics.median(result['secondRun'] for result in results):.2f} s"
    )


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Kills, stops, doubles and starves ingests of the sample nation. The totals must be those of an undisturbed run.

Usage: crash.py --keshik PROGRAM [--kills N] [--seed N] [--short] [scenario …]
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time

from program import Program, Wrong, timed
from scenarios import SCENARIOS, in_namespace


def main():
    parser = argparse.ArgumentParser(description="Kills, stops, doubles and starves ingests; the totals must not change.")
    parser.add_argument("--keshik", required=True)
    parser.add_argument("--kills", type=int, default=200, help="how many kills")
    parser.add_argument("--seed", type=int, default=1, help="chooses the moments")
    parser.add_argument("--short", action="store_true", help="12 kills of a small ingest")
    parser.add_argument("--events", type=int, help="rows of the sample nation")
    parser.add_argument("--folder", help="where to work; a temporary folder otherwise")
    parser.add_argument("--in-namespace", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("scenarios", nargs="*", help=f"of: {', '.join(SCENARIOS)}")
    options = parser.parse_args()
    kills = 12 if options.short else options.kills
    events = options.events or (4_000 if options.short else 60_000)
    folder = os.path.abspath(options.folder) if options.folder else tempfile.mkdtemp(prefix="keshik-crash-")
    os.makedirs(folder, exist_ok=True)
    try:
        return run(options, kills, events, folder)
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)


def run(options, kills, events, folder):
    names = options.scenarios or list(SCENARIOS)
    program = Program(options.keshik, folder, events, days=3)
    data = os.path.join(folder, "undisturbed")
    program.fresh(data)
    summary, duration = timed(lambda: program.ingest(data))
    expected = program.totals(data)
    if expected["events"] != summary["events"] or expected["events"] == 0:
        raise SystemExit(f"crash: the summary says {summary['events']} events, the store holds {expected['events']}")
    if not options.in_namespace:
        print(
            f"crash: undisturbed: {summary['events']:,} events, {expected['findings']['total']:,} findings, "
            f"{expected['dead letters']:,} dead letters in {duration:.2f} s; seed {options.seed}",
            flush=True,
        )
    wrong = 0
    for name in names:
        start = time.monotonic()
        # Each scenario has moments of its own, so one alone repeats what it did among the others.
        moments = random.Random(f"{options.seed}/{name}")
        try:
            if name == "disk-full" and not options.in_namespace:
                arguments = [os.path.abspath(__file__), "--keshik", program.path, "--seed", str(options.seed), "--folder", folder,
                             "--events", str(events), "--in-namespace", name]
                status = in_namespace(arguments)
                if status is None:
                    print("crash: disk-full: skipped, this machine does not let us mount a small file system", flush=True)
                elif status != 0:
                    wrong += 1
                continue
            said = SCENARIOS[name](program, expected, duration, kills, moments, os.path.join(folder, name))
            print(f"crash: {name}: good, {said} ({time.monotonic() - start:.0f} s)", flush=True)
        except Wrong as reason:
            wrong += 1
            print(f"crash: {name}: WRONG, {reason}", flush=True)
            if options.folder:
                print(f"crash: what is left of it is in {os.path.join(folder, name)}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

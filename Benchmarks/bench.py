#!/usr/bin/env python3
"""Measures keshik beside its peers. See README.md in this folder.

Usage: bench.py --keshik PROGRAM [--runs N] [--full] [--rows N] [--history N] [chain|parse|growth|query|start|centre|csaf|ledger …]
"""

import argparse
import datetime
import os
import subprocess

import measure
from centre import measure_centre
from chain import measure_chain
from csaf import measure_csaf
from growth import measure_growth
from ledger import measure_ledger
from parse import measure_parse
from query import measure_query
from start import measure_start

BENCHMARKS = {
    "start": (measure_start, []),
    "chain": (measure_chain, ["redis-server", "python3-venv"]),
    "parse": (measure_parse, ["python3-venv"]),
    "growth": (measure_growth, []),
    "query": (measure_query, ["python3-venv"]),
    "centre": (measure_centre, ["nginx-light", "wrk"]),
    "csaf": (measure_csaf, ["python3-venv"]),
    "ledger": (measure_ledger, []),
}


def main():
    parser = argparse.ArgumentParser(description="Measures keshik beside its peers.")
    parser.add_argument("--keshik", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--full", action="store_true", help="the sizes that the README quotes")
    parser.add_argument("--rows", type=int, help="rows of a day (200,000; full: 1,000,000)")
    parser.add_argument("--history", type=int, help="events stored before (2,000,000; full: 50,000,000)")
    parser.add_argument("names", nargs="*", help=f"of: {', '.join(BENCHMARKS)}")
    options = parser.parse_args()
    options.rows = options.rows or (1_000_000 if options.full else 200_000)
    options.history = options.history or (50_000_000 if options.full else 2_000_000)
    options.keshik = os.path.abspath(options.keshik)
    unknown = [name for name in options.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; choose of {', '.join(BENCHMARKS)}")
    names = options.names or list(BENCHMARKS)
    packages = sorted({package for name in names for package in BENCHMARKS[name][1]})
    if packages:
        subprocess.run([os.path.join(measure.ROOT, "scripts", "bootstrap"), *packages], check=True)
    os.makedirs(measure.SCRATCH, exist_ok=True)
    for name in names:
        result = {"benchmark": name, "when": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
                  "full": options.full, "machine": measure.machine()}
        result |= BENCHMARKS[name][0](options)
        result["machine"]["load_after"] = os.getloadavg()[0]
        measure.write_result(name + ("-full" if options.full else ""), result)


if __name__ == "__main__":
    main()

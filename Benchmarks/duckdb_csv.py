"""Reads CSV files into tables of an in-memory database and prints what that cost, the start of Python left out.

Usage: duckdb_csv.py typed|text THREADS FILE…
"""

import json
import sys
import time

import duckdb

mode, threads, *files = sys.argv[1:]
connection = duckdb.connect()
connection.execute(f"set threads = {int(threads)}")
options = ", all_varchar = true" if mode == "text" else ""
rows = 0
start, cpu = time.monotonic(), time.process_time()
for index, path in enumerate(files):
    # Rows that are broken on purpose are passed over, as keshik does.
    connection.execute(f"create table t{index} as select * from read_csv(?, header = true, ignore_errors = true{options})", [path])
wall, cpu = time.monotonic() - start, time.process_time() - cpu
for index, _ in enumerate(files):
    rows += connection.execute(f"select count(*) from t{index}").fetchone()[0]
print(json.dumps({"wall": wall, "cpu": cpu, "rows": rows}))

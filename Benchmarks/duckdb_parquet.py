"""Asks DuckDB one question about Parquet files and prints what the statement cost, the start of Python left out.

Usage: duckdb_parquet.py THREADS FOLDER SQL      `events` in the SQL stands for all segments below the folder
"""

import json
import sys
import time

import duckdb

threads, folder, sql = sys.argv[1:]
connection = duckdb.connect()
connection.execute(f"set threads = {int(threads)}")
connection.execute("set timezone = 'UTC'")
source = f"read_parquet('{folder}/**/*.parquet', union_by_name = true)"
sql = sql.replace("events", source)
# Whole events go out as JSON, as keshik's do, and not through Python's objects.
whole = sql.startswith("select *")
if whole:
    sql = f"copy ({sql}) to '/dev/null' (format json)"
start, cpu = time.monotonic(), time.process_time()
rows = connection.execute(sql).fetchall()
wall, cpu = time.monotonic() - start, time.process_time() - cpu
first = [str(cell) for cell in rows[0]] if rows else []
print(json.dumps({"wall": wall, "cpu": cpu, "rows": rows[0][0] if whole else len(rows), "first": first}))

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
start, cpu = time.monotonic(), time.process_time()
rows = connection.execute(sql.replace("events", source)).fetchall()
print(json.dumps({"wall": time.monotonic() - start, "cpu": time.process_time() - cpu, "rows": len(rows), "first": [str(cell) for cell in rows[0]] if rows else [],
                  "total": sum(row[-1] for row in rows if isinstance(row[-1], int))}))

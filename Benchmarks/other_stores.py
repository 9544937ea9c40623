"""Stores events in SQLite and in DuckDB's own file, and prints the bytes each takes.

Usage: other_stores.py PARQUET-FOLDER SCRATCH-FOLDER ROWS
"""

import json
import os
import sqlite3
import sys

import duckdb

# What IntelMQ's documentation calls the usual columns of an events table, as far as these feeds fill them.
COLUMNS = (
    "time.source", "time.observation", "feed.code", "feed.name", "feed.provider", "classification.type", "classification.taxonomy",
    "classification.identifier", "source.ip", "source.port", "source.asn", "source.as_name", "source.network", "source.geolocation.cc",
    "source.reverse_dns", "protocol.transport", "protocol.application", "malware.name", "severity", "constituency",
)
INDEXES = ("time.source", "source.ip", "source.asn", "classification.type", "constituency")

folder, scratch, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
source = f"read_parquet('{folder}/**/*.parquet', union_by_name = true)"
paths = {name: os.path.join(scratch, f"other-{name}") for name in ("sqlite", "duckdb-20", "duckdb-all")}
for path in paths.values():
    if os.path.exists(path):
        os.remove(path)

there = {row[0] for row in duckdb.execute(f"describe select * from {source}").fetchall()}
columns = [name for name in COLUMNS if name in there]
chosen = ", ".join(
    # Times as integers, which takes SQLite the least.
    f'epoch_us("{name}")' if name.startswith("time.") else f'"{name}"' for name in columns
)
rows = duckdb.execute(f"select count(*) from (select 1 from {source} limit {limit})").fetchone()[0]
result = {"rows": rows, "columns": len(columns)}

database = sqlite3.connect(paths["sqlite"])
database.execute("pragma journal_mode = off")
database.execute("create table events (id integer primary key, " + ", ".join(f'"{name}"' for name in columns) + ")")
cursor = duckdb.execute(f"select {chosen} from {source} limit {limit}")
statement = "insert into events values (null" + ", ?" * len(columns) + ")"
while batch := cursor.fetchmany(50_000):
    database.executemany(statement, batch)
for number, name in enumerate(name for name in INDEXES if name in columns):
    database.execute(f'create index i{number} on events ("{name}")')
database.commit()
database.close()

for name, what in (("duckdb-20", ", ".join(f'"{column}"' for column in columns)), ("duckdb-all", "*")):
    with duckdb.connect(paths[name]) as connection:
        connection.execute(f"create table events as select {what} from {source} limit {limit}")
        connection.execute("checkpoint")
for name, path in paths.items():
    result[name] = os.path.getsize(path)
    os.remove(path)
print(json.dumps(result))

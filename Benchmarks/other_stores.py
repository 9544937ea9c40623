"""Stores events in SQLite and in DuckDB's own file, and prints the bytes each takes.

Usage: other_stores.py PARQUET-FOLDER SCRATCH-FOLDER ROWS

About ROWS rows are taken: all rows of every n-th address, in the order of the files, so that they are the same mix of feeds and repeat from day to day as
the whole does.
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
total = duckdb.execute(f"select count(*) from {source}").fetchone()[0]
every = max(1, round(total / limit))
duckdb.execute("set preserve_insertion_order = true")
duckdb.execute("set memory_limit = '6GB'")
part = os.path.join(scratch, "other-part.parquet")
duckdb.execute(f"copy (select * from {source} where hash(coalesce(\"source.ip\", '')) % {every} = 0) to '{part}' (format parquet)")
source = f"read_parquet('{part}')"
rows = duckdb.execute(f"select count(*) from {source}").fetchone()[0]
result = {"rows": rows, "columns": len(columns)}

database = sqlite3.connect(paths["sqlite"])
database.execute("pragma journal_mode = off")
database.execute("create table events (id integer primary key, " + ", ".join(f'"{name}"' for name in columns) + ")")
cursor = duckdb.execute(f"select {chosen} from {source}")
statement = "insert into events values (null" + ", ?" * len(columns) + ")"
while batch := cursor.fetchmany(50_000):
    database.executemany(statement, batch)
for number, name in enumerate(name for name in INDEXES if name in columns):
    database.execute(f'create index i{number} on events ("{name}")')
database.commit()
database.close()

for name, what in (("duckdb-20", ", ".join(f'"{column}"' for column in columns)), ("duckdb-all", "*")):
    # The newest format, which packs best, in place of the one that old versions can read.
    with duckdb.connect(paths[name], config={"storage_compatibility_version": "latest"}) as connection:
        connection.execute(f"create table events as select {what} from {source}")
        connection.execute("checkpoint")
for name, path in paths.items():
    result[name] = os.path.getsize(path)
    os.remove(path)
os.remove(part)
print(json.dumps(result))

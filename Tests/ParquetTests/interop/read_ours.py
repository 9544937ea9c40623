"""Reads a Parquet file with pyarrow and with DuckDB and compares every cell with what it should hold.

usage: read_ours.py FILE.parquet EXPECTED.txt
"""

import sys

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import cells

ARROW_TYPES = {
    "utf8": (pa.string(),),
    "json": (pa.string(), pa.json_()) if hasattr(pa, "json_") else (pa.string(),),
    "bytes": (pa.binary(),),
    "int64": (pa.int64(),),
    "int32": (pa.int32(),),
    "timestampMicros": (pa.timestamp("us", tz="UTC"),),
    "double": (pa.float64(),),
    "boolean": (pa.bool_(),),
}


def compare(reader, name, got, want):
    if len(got) != len(want):
        sys.exit(f"{reader}: {name} has {len(got)} rows instead of {len(want)}")
    for row, (left, right) in enumerate(zip(got, want)):
        if left != right:
            sys.exit(f"{reader}: {name}, row {row} is {left} instead of {right}")


def check_arrow(path, expected):
    file = pq.ParquetFile(path, page_checksum_verification=True)
    table = file.read()
    if table.schema.names != [name for name, _, _ in expected]:
        sys.exit(f"pyarrow: the columns are {table.schema.names}")
    for index, (name, kind, want) in enumerate(expected):
        column = table.column(index)
        if column.type not in ARROW_TYPES[kind]:
            sys.exit(f"pyarrow: {name} has the type {column.type}")
        if kind == "timestampMicros":
            column = pc.cast(column, pa.int64())
        compare("pyarrow", name, [cells.cell(value, kind) for value in column.to_pylist()], want)


def check_duckdb(path, expected):
    con = duckdb.connect()
    con.execute("set threads to 1; set TimeZone to 'UTC'")
    for name, kind, want in expected:
        quoted = '"' + name.replace('"', '""') + '"'
        value = f"epoch_us({quoted})" if kind == "timestampMicros" else quoted
        if kind == "json":
            value = f"{quoted}::varchar"
        if kind == "utf8" or kind == "json":
            value = f"encode({value})"
        rows = con.execute(f"select {value} from read_parquet(?, file_row_number = true) order by file_row_number", [path]).fetchall()
        compare("DuckDB", name, [cells.cell(row[0], kind) for row in rows], want)


def check_pruning(path, expected):
    """Statistics and page bounds must not make DuckDB lose rows."""
    con = duckdb.connect()
    con.execute("set threads to 1")
    for name, kind, want in expected:
        quoted = '"' + name.replace('"', '""') + '"'
        present = [value for value in want if value != "-"]
        if not present:
            continue
        for probe in {present[0], present[-1], present[len(present) // 2]}:
            if kind in ("int64", "int32"):
                literal = int(probe)
            elif kind == "utf8":
                literal = bytes.fromhex(probe[1:]).decode("utf-8")
            else:
                continue
            got = con.execute(f"select count(*) from read_parquet(?) where {quoted} = ?", [path, literal]).fetchone()[0]
            if got != want.count(probe):
                sys.exit(f"DuckDB: {name} = {literal!r} finds {got} rows instead of {want.count(probe)}")


def check_statistics(path, expected):
    """What pyarrow and DuckDB make of bounds, null counts and bloom filters."""
    groups = pq.ParquetFile(path).metadata
    if groups.num_row_groups != 1:
        return
    con = duckdb.connect()
    for index, (name, kind, want) in enumerate(expected):
        statistics = groups.row_group(0).column(index).statistics
        present = [value for value in want if value != "-"]
        if statistics is None or statistics.null_count != len(want) - len(present):
            sys.exit(f"pyarrow: the statistics of {name} are {statistics}")
        if kind in ("int64", "int32") and present:
            numbers = [int(value) for value in present]
            if (statistics.min, statistics.max) != (min(numbers), max(numbers)):
                sys.exit(f"pyarrow: the bounds of {name} are {statistics.min} and {statistics.max}")
    blooms = con.execute(
        "select path_in_schema from parquet_metadata(?) where bloom_filter_offset is not null", [path]).fetchall()
    kinds = {name: (kind, want) for name, kind, want in expected}
    for (name,) in blooms:
        kind, want = kinds[name]
        for probe in sorted({value for value in want if value != "-"})[:50]:
            literal = bytes.fromhex(probe[1:]).decode("utf-8") if kind == "utf8" else int(probe)
            answer = con.execute("select bloom_filter_excludes from parquet_bloom_probe(?, ?, ?)", [path, name, literal]).fetchone()
            if answer[0]:
                sys.exit(f"DuckDB: the bloom filter of {name} excludes {literal!r}, which occurs")
        absent = ["no such value %d" % n for n in range(200)] if kind == "utf8" else [10**9 + n for n in range(200)]
        excluded = sum(
            con.execute("select bloom_filter_excludes from parquet_bloom_probe(?, ?, ?)", [path, name, value]).fetchone()[0]
            for value in absent)
        if excluded < 180:
            sys.exit(f"DuckDB: the bloom filter of {name} excludes only {excluded} of 200 absent values")
    print(len(blooms), "bloom filters")


if __name__ == "__main__":
    path, expected = sys.argv[1], cells.read(sys.argv[2])
    check_arrow(path, expected)
    check_duckdb(path, expected)
    check_pruning(path, expected)
    if expected and expected[0][2]:
        check_statistics(path, expected)

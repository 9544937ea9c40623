"""Writes Parquet files with pyarrow and with DuckDB in every form our reader promises to read, each beside a text file
that says what it holds.

usage: write_theirs.py DIRECTORY
"""

import os
import random
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

import cells

TEXTS = ["", "a", "\0", "a\0b", "ə ğ ı İ", "日本語", "\U0010ffff", "198.51.100.7", "long " * 60]
INT64 = [0, 1, -1, 2**63 - 1, -(2**63), 64500]


def columns(rows, seed):
    dice = random.Random(seed)

    def some(make, share):
        return [None if dice.random() < share else make(row) for row in range(rows)]

    return [
        ("source.ip", "utf8", pa.string(), some(lambda row: "198.18.%d.%d" % (row % 250, row % 13), 0)),
        ("text", "utf8", pa.string(), some(lambda row: dice.choice(TEXTS), 0.3)),
        ("unique", "utf8", pa.string(), some(lambda row: "event %d" % row, 0.05)),
        ("raw", "bytes", pa.binary(), some(lambda row: bytes(dice.randrange(256) for _ in range(dice.randrange(9))), 0.1)),
        ("fixed", "bytes", pa.binary(5), some(lambda row: b"%05d" % (row % 1000), 0.1)),
        ("int64", "int64", pa.int64(), some(lambda row: dice.choice(INT64), 0.2)),
        ("unique.int64", "int64", pa.int64(), some(lambda row: row * 7, 0)),
        ("int32", "int32", pa.int32(), some(lambda row: dice.choice([0, 443, 2**31 - 1, -(2**31)]), 0.2)),
        ("int8", "int32", pa.int8(), some(lambda row: row % 256 - 128, 0.2)),
        ("uint32", "int64", pa.uint32(), some(lambda row: 4294967295 - row % 100, 0.2)),
        ("time", "timestampMicros", pa.timestamp("us", tz="UTC"), some(lambda row: 1790000000000000 + row * 1001, 0.2)),
        ("time.ms", "timestampMicros", pa.timestamp("ms", tz="UTC"), some(lambda row: 1790000000000000 + row * 1000, 0.2)),
        ("double", "double", pa.float64(), some(lambda row: dice.choice([0.0, -0.0, 1.5, float("inf"), 5e-324]), 0.2)),
        ("float", "double", pa.float32(), some(lambda row: float(row % 77) / 4, 0.2)),
        ("boolean", "boolean", pa.bool_(), some(lambda row: dice.random() < 0.5, 0.2)),
        ("sure", "boolean", pa.bool_(), some(lambda row: True, 0)),
        ("nothing", "utf8", pa.string(), some(lambda row: "", 1.1)),
        ("nothing.int64", "int64", pa.int64(), some(lambda row: 0, 1.1)),
    ]


def arrow_table(spec, required=()):
    fields, arrays = [], []
    for name, kind, arrow, values in spec:
        if kind == "timestampMicros":
            scale = 1000 if arrow.unit == "ms" else 1
            array = pa.array([None if v is None else v // scale for v in values], pa.int64()).cast(arrow)
        else:
            array = pa.array(values, arrow)
        fields.append(pa.field(name, arrow, nullable=name not in required))
        arrays.append(array)
    return pa.table(arrays, schema=pa.schema(fields))


def main(directory):
    def expect(name, spec):
        cells.write(os.path.join(directory, name + ".txt"), [(n, kind, values) for n, kind, _, values in spec])

    def arrow(name, spec, required=(), **options):
        options = {"compression": "zstd", "store_schema": False, **options}
        pq.write_table(arrow_table(spec, required), os.path.join(directory, name + ".parquet"), **options)
        expect(name, spec)

    for rows in (0, 1, 8, 1000, 131072):
        arrow("arrow-%d" % rows, columns(rows, rows))
    spec = columns(20000, 5)
    arrow("arrow-v2-pages", spec, data_page_version="2.0")
    arrow("arrow-v2-pages-uncompressed", spec, data_page_version="2.0", compression="none")
    arrow("arrow-uncompressed", spec, compression="none")
    arrow("arrow-plain", spec, use_dictionary=False)
    arrow("arrow-small-pages", spec, data_page_size=2000, write_page_index=True, write_page_checksum=True)
    arrow("arrow-dictionary-overflow", spec, dictionary_pagesize_limit=3000, data_page_size=4000)
    arrow("arrow-groups", spec, row_group_size=3001)
    arrow("arrow-v1", spec, version="1.0", write_statistics=False)
    arrow("arrow-required", spec, required=("source.ip", "unique.int64", "sure"))
    arrow("arrow-required-v2", spec, required=("source.ip", "unique.int64", "sure"), data_page_version="2.0")
    boolean = [column for column in spec if column[1] == "boolean"]
    arrow("arrow-boolean-rle", boolean, column_encoding={"boolean": "RLE", "sure": "RLE"}, use_dictionary=False)
    dice = random.Random(9)
    wild = [dice.choice(INT64 + [dice.getrandbits(63), row]) for row in range(20000)]
    deltas = [
        ("unique.int64", "int64", pa.int64(), spec[6][3]), ("int64", "int64", pa.int64(), spec[5][3]),
        ("int32", "int32", pa.int32(), spec[7][3]), ("time", "timestampMicros", pa.timestamp("us", tz="UTC"), spec[10][3]),
        ("wild", "int64", pa.int64(), wild)]
    arrow("arrow-deltas", deltas, use_dictionary=False, column_encoding={c[0]: "DELTA_BINARY_PACKED" for c in deltas})

    con = duckdb.connect()
    con.execute("set threads to 1; set preserve_insertion_order to true; set TimeZone to 'UTC'")
    for rows in (0, 1, 50000):
        chosen = [c for c in columns(rows, rows + 1) if c[0] not in ("fixed", "int8")]
        table = arrow_table(chosen)
        con.register("source", table)
        for suffix, options in (("", ""), ("-groups", ", row_group_size 2048"), ("-uncompressed", "")):
            name = "duckdb-%d%s" % (rows, suffix)
            codec = "uncompressed" if suffix == "-uncompressed" else "zstd"
            con.execute("copy (select * from source) to '%s' (format parquet, compression %s%s)" % (
                os.path.join(directory, name + ".parquet"), codec, options))
            expect(name, chosen)
        numbers = [c for c in chosen if c[1] in ("int64", "int32", "timestampMicros")]
        con.register("numbers", arrow_table(numbers))
        name = "duckdb-%d-v2" % rows
        con.execute("copy (select * from numbers) to '%s' (format parquet, compression zstd, parquet_version v2)" % (
            os.path.join(directory, name + ".parquet")))
        expect(name, numbers)
        con.unregister("source")

    small = spec[:2]
    for codec in ("snappy", "gzip"):
        pq.write_table(arrow_table(small), os.path.join(directory, "unsupported-" + codec + ".parquet"), compression=codec)
    pq.write_table(pa.table({"list": [[1], [2]]}), os.path.join(directory, "unsupported-nested.parquet"), compression="zstd")
    unique = [c for c in spec if c[0] == "unique"]
    pq.write_table(
        arrow_table(unique), os.path.join(directory, "unsupported-delta_length.parquet"), compression="zstd",
        use_dictionary=False, column_encoding={"unique": "DELTA_LENGTH_BYTE_ARRAY"})


if __name__ == "__main__":
    main(sys.argv[1])

"""The plain text form in which both sides of the interop tests state a table.

    column <name in hex> <type> <number of cells>
    <one cell a line>

A cell is `-` for null; text, JSON and bytes in hex behind an `x`; integers and instants (microseconds) in decimal;
doubles as the hex of their bit pattern; `true` or `false`.
"""

import struct


def cell(value, kind):
    if value is None:
        return "-"
    if kind in ("utf8", "json", "bytes"):
        raw = value.encode("utf-8") if isinstance(value, str) else bytes(value)
        return "x" + raw.hex()
    if kind == "double":
        return struct.pack(">d", value).hex()
    if kind == "boolean":
        return "true" if value else "false"
    return str(int(value))


def write(path, columns):
    """columns: list of (name, type, values)."""
    with open(path, "w") as out:
        for name, kind, values in columns:
            out.write("column %s %s %d\n" % (name.encode("utf-8").hex(), kind, len(values)))
            for value in values:
                out.write(cell(value, kind) + "\n")


def read(path):
    """Returns a list of (name, type, cells as text)."""
    columns = []
    with open(path) as source:
        lines = iter(source.read().split("\n"))
        for line in lines:
            if not line:
                break
            _, name, kind, count = line.split(" ")
            columns.append((bytes.fromhex(name).decode("utf-8"), kind, [next(lines) for _ in range(int(count))]))
    return columns

"""Brings an MMDB file of networks into the two forms that IntelMQ's experts read. Runs in IntelMQ's own environment.

Usage: intelmq_networks.py networks.mmdb ipasn.dat city.mmdb
"""

import sys

import maxminddb

source, prefixes, city = sys.argv[1:]

with maxminddb.open_database(source) as database, open(prefixes, "w", encoding="utf-8") as file:
    for network, record in database:
        if "autonomous_system_number" in record:
            file.write(f"{network}\t{record['autonomous_system_number']}\n")
    kind = database.metadata().database_type

# The geo expert opens databases of the kind `City` only; the kind is a text in the file's metadata, exchanged for one as long.
with open(source, "rb") as file:
    content = file.read()
wanted = "City".ljust(len(kind), "-")
where = content.rindex(kind.encode())
with open(city, "wb") as file:
    file.write(content[:where] + wanted.encode() + content[where + len(kind) :])

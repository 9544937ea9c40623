"""Questions over history, beside DuckDB on the same Parquet files, and the bytes an event takes beside SQLite and DuckDB."""

import json
import os

import measure
import sample
from growth import history

# The time of an event: when it happened, else when it was told.
WHEN = '"time.source"'


def chosen(python, script, segments, sql):
    """The first row of an answer, as texts."""
    return json.loads(measure.run([python, script, "2", segments, sql]).output)["first"]


def questions(python, script, segments):
    """Name, keshik's query, DuckDB's statement."""
    last = chosen(python, script, segments, f"select max({WHEN})::date from events")[0]
    month = last[:7]
    owner = chosen(python, script, segments, "select constituency, count(*) from events where constituency is not null group by 1 order by 2 desc limit 1")[0]
    addresses = "select \"source.ip\", count(*) as n from events where \"source.ip\" is not null group by 1"
    busy = chosen(python, script, segments, f"{addresses} order by n desc limit 1")[0]
    usual = chosen(python, script, segments, f"select \"source.ip\", n from ({addresses}) where n >= 20 order by n, 1 limit 1")[0]
    days = f"{WHEN} >= '{last}'::date - 6 and {WHEN} < '{last}'::date + 1"
    since = chosen(python, script, segments, f"select ('{last}'::date - 6)::text")[0][:10]
    address = 'select * from events where "source.ip" = \'{}\''
    return [
        (
            "a month by type and day", f"since:{month}-01 until:{last} group by type,day",
            f"select \"classification.type\", {WHEN}::date, count(*) from events where {WHEN} >= '{month}-01' and {WHEN} < '{last}'::date + 1 group by all",
        ),
        (
            "type x ASN x day, all history", "group by type,asn,day",
            f'select "classification.type", "source.asn", {WHEN}::date, count(*) from events group by all',
        ),
        ("port x type, all history", "group by port,type", 'select "source.port", "classification.type", count(*) from events group by all'),
        (
            "distinct addresses of one owner in 7 days", f'owner:"{owner}" since:{since} until:{last} select distinct(ip)',
            f"select count(distinct \"source.ip\") from events where constituency = '{owner}' and {days}",
        ),
        (
            "distinct addresses by day, all history", "group by day select distinct(ip)",
            f'select {WHEN}::date, count(distinct "source.ip") from events group by all',
        ),
        ("all events of one address (usual)", f"ip:{usual}", address.format(usual)),
        ("all events of one address (busiest)", f"ip:{busy}", address.format(busy)),
    ]


def measure_query(options):
    folder, _ = history(options)
    data = os.path.join(folder, "data")
    segments = os.path.join(data, "store", "events")
    python = os.path.join(measure.environment("columns"), "python")
    script = os.path.join(measure.ROOT, "Benchmarks", "duckdb_parquet.py")
    cores = str(len(os.sched_getaffinity(0)))
    asked = questions(python, script, segments)
    runs = {name: {"keshik": [], "duckdb": []} for name, _, _ in asked}
    for number in range(options.runs):
        for name, query, sql in asked:
            run = measure.run([options.keshik, "events", query, "--format", "jsonl", "--data", data])
            runs[name]["keshik"].append({"wall": run.wall, "cpu": run.cpu, "peak_rss": run.peak_rss, "rows": run.output.count("\n")})
            runs[name]["duckdb"].append(json.loads(measure.run([python, script, cores, segments, sql]).output))
        measure.note(f"query, round {number + 1} done")
    rows = []
    for name, its_runs in runs.items():
        wall, cpu = ({peer: measure.median([run[key] for run in its_runs[peer]]) for peer in its_runs} for key in ("wall", "cpu"))
        rows.append(
            [
                name, its_runs["keshik"][0]["rows"], f"{1000 * wall['keshik']:.0f}", f"{1000 * cpu['keshik']:.0f}", f"{1000 * wall['duckdb']:.0f}",
                f"{1000 * cpu['duckdb']:.0f}", f"{cpu['keshik'] / cpu['duckdb']:.2f}",
                f"{max(run['peak_rss'] for run in its_runs['keshik']) / 2**20:.0f}",
            ]
        )
        if its_runs["keshik"][0]["rows"] != its_runs["duckdb"][0]["rows"]:
            measure.note(f"{name}: keshik gives {its_runs['keshik'][0]['rows']} rows, DuckDB {its_runs['duckdb'][0]['rows']}")
    with open(os.path.join(folder, ".made"), encoding="utf-8") as file:
        stored = int(file.read())
    print(f"{stored:,} events in {sum(len(names) for _, _, names in os.walk(segments)):,} segments; keshik's figures are those of its whole process")
    measure.table(["question", "rows", "keshik ms", "CPU ms", "DuckDB ms", "CPU ms", "CPU over DuckDB's", "peak MiB"], rows)

    others = os.path.join(measure.ROOT, "Benchmarks", "other_stores.py")
    sizes = json.loads(measure.run([python, others, segments, measure.SCRATCH, str(1_000_000)]).output)
    store = os.path.join(data, "store")
    with open(os.path.join(folder, "filled.json"), encoding="utf-8") as file:
        filled = json.load(file)
    per_event = {
        "keshik, events in Parquet, all columns": sample.size_of(segments) / stored,
        "the same as taken in, before `store compact`": filled["segment_bytes"] / stored,
        "keshik, whole store (findings, rollups, catalogue)": sample.size_of(store) / stored,
        f"SQLite, {sizes['columns']} columns, 5 indexes": sizes["sqlite"] / sizes["rows"],
        f"DuckDB's own file, {sizes['columns']} columns": sizes["duckdb-20"] / sizes["rows"],
        "DuckDB's own file, all columns": sizes["duckdb-all"] / sizes["rows"],
    }
    measure.table(["stored as", "bytes an event"], [[name, f"{value:.1f}"] for name, value in per_event.items()])
    return {"stored": stored, "queries": {name: query for name, query, _ in asked}, "runs": runs, "bytes_per_event": per_event, "sizes": sizes}

"""Parsing and normalising alone, beside DuckDB's read_csv of the same file into a table, on the same cores."""

import json
import os

import measure
import sample

# The largest reports of the day, of different shapes.
REPORTS = ("scan_ssl_poodle", "event4_sinkhole_http", "scan_rdp", "scan_http_vulnerable", "event4_honeypot_brute_force")


def measure_parse(options):
    folder = sample.nation(options.keshik, int(options.rows * 1.05))
    reports = os.path.join(folder, "feeds", "shadowserver")
    files = [os.path.join(reports, name) for name in sorted(os.listdir(reports)) if any(f"-{report}-" in name for report in REPORTS)]
    size = sum(map(os.path.getsize, files))
    python = os.path.join(measure.environment("columns"), "python")
    script = os.path.join(measure.ROOT, "Benchmarks", "duckdb_csv.py")
    available = sorted(os.sched_getaffinity(0))
    counts = [count for count in (2, 1) if count <= len(available)]
    data = sample.fresh_data(options.keshik, folder, "parse")

    runs = {}
    for number in range(options.runs):
        for count in counts:
            pin = ["taskset", "-c", ",".join(map(str, available[:count]))]
            run = measure.run(
                [*pin, options.keshik, "ingest", "--dry-run", "--workers", str(count), "--json", "--data", data, *files],
                allowed=(0, 2),
            )
            # The whole process counts for keshik, only the statement for DuckDB: its start takes longer than the work on small files.
            runs.setdefault(("keshik", count), []).append({"wall": run.wall, "cpu": run.cpu, "rows": run.summary()["rows"]})
            for mode in ("typed", "text"):
                run = measure.run([*pin, python, script, mode, str(count), *files])
                runs.setdefault((f"DuckDB, {mode}", count), []).append(json.loads(run.output))
        measure.note(f"parse, round {number + 1} done")

    rows = []
    for (name, count), its_runs in sorted(runs.items(), key=lambda item: (-item[0][1], item[0][0] != "keshik", item[0][0])):
        base = runs[("keshik", count)]
        wall, cpu = (measure.median([run[key] for run in its_runs]) for key in ("wall", "cpu"))
        rows.append(
            [
                name, count, measure.spread([run["wall"] for run in its_runs]), measure.spread([run["cpu"] for run in its_runs]),
                f"{its_runs[0]['rows'] / wall:,.0f}", f"{wall / measure.median([run['wall'] for run in base]):.2f}",
                f"{cpu / measure.median([run['cpu'] for run in base]):.2f}",
            ]
        )
    print(f"{len(files)} reports, {size / 2**20:,.0f} MiB; typed: DuckDB finds out the columns' types; text: it leaves all as text")
    measure.table(["parse", "cores", "seconds", "CPU seconds", "rows/s", "time over keshik's", "CPU over keshik's"], rows)
    return {"bytes": size, "files": [os.path.basename(path) for path in files],
            "runs": {f"{name}, {count} cores": its_runs for (name, count), its_runs in runs.items()}}

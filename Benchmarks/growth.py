"""Whether taking in stays as fast as the store grows: the same day into an empty store and into one with history."""

import json
import os
import re
import shutil

import measure
import sample


def history(options):
    """A nation's last day, and a store that holds all days before it."""
    total = options.history
    # As many days as make a day of the size of the other benchmarks.
    days = max(1, round(total / options.rows))
    events = total // days * (days + 1)
    folder = os.path.join(measure.SCRATCH, f"history-{total}")
    mark = os.path.join(folder, ".made")
    if os.path.exists(mark):
        return folder, total
    nation = sample.nation(options.keshik, events, days=days + 1)
    feeds = os.path.join(nation, "feeds")
    dates = set()
    for _, _, names in os.walk(feeds):
        dates.update(found.group() for found in (re.search(r"\d{4}-\d\d-\d\d", name) for name in names) if found)
    last = max(dates)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for name in ("networks.mmdb", "owners.yaml"):
        shutil.copy(os.path.join(nation, name), folder)
    for parent, _, names in os.walk(feeds):
        for name in names:
            if last in name:
                target = os.path.join(folder, "day", os.path.relpath(parent, feeds))
                os.makedirs(target, exist_ok=True)
                os.rename(os.path.join(parent, name), os.path.join(target, name))
    data = sample.fresh_data(options.keshik, folder, "history")
    measure.note(f"filling a store with about {total:,} events")
    run = sample.ingest(options.keshik, data, feeds)
    summary = run.summary()
    measure.note(f"filled: {summary['events']:,} events in {run.wall:,.0f} s, at most {run.peak_rss / 2**20:,.0f} MiB")
    segments = os.path.join(data, "store", "events")
    filled = {"events": summary["events"], "wall": run.wall, "cpu": run.cpu, "peak_rss": run.peak_rss, "segment_bytes": sample.size_of(segments)}
    # What a centre does every night.
    run = measure.run([options.keshik, "store", "compact", "--data", data])
    filled["compaction"] = {"wall": run.wall, "cpu": run.cpu, "peak_rss": run.peak_rss, "segment_bytes": sample.size_of(segments)}
    measure.note(f"compacted in {run.wall:,.0f} s ({run.cpu:,.0f} CPU-seconds), at most {run.peak_rss / 2**20:,.0f} MiB: from "
                 f"{filled['segment_bytes'] / filled['events']:.1f} to {filled['compaction']['segment_bytes'] / filled['events']:.1f} bytes an event")
    with open(os.path.join(folder, "filled.json"), "w", encoding="utf-8") as file:
        json.dump(filled, file, indent=2)
    os.rename(data, os.path.join(folder, "data"))
    # The feeds have done their work, and they are large.
    shutil.rmtree(nation)
    with open(mark, "w", encoding="utf-8") as file:
        file.write(str(summary["events"]))
    return folder, total


def copy_store(source, target):
    """A copy of a data folder. Segments and runs never change, so they are linked; what changes is copied."""
    shutil.rmtree(target, ignore_errors=True)

    def copy(path, to):
        if path.endswith((".parquet", ".run")):
            os.link(path, to)
        else:
            shutil.copy2(path, to)

    shutil.copytree(source, target, copy_function=copy)
    return target


def measure_growth(options):
    folder, total = history(options)
    day = os.path.join(folder, "day")
    with open(os.path.join(folder, ".made"), encoding="utf-8") as file:
        stored = int(file.read())
    target = os.path.join(measure.SCRATCH, "data-growth")
    runs = {"empty": [], "full": []}
    for number in range(options.runs):
        for name in runs:
            if name == "empty":
                data = sample.fresh_data(options.keshik, folder, "growth")
            else:
                data = copy_store(os.path.join(folder, "data"), target)
            run = sample.ingest(options.keshik, data, day)
            summary = run.summary()
            runs[name].append(
                {"events": summary["events"], "wall": run.wall, "cpu": run.cpu, "peak_rss": summary["peak_rss_bytes"],
                 "stages": summary.get("stage_cpu_seconds", {})}
            )
        measure.note(f"growth, round {number + 1} done")
    shutil.rmtree(target, ignore_errors=True)
    rate = {name: measure.median([run["events"] / run["wall"] for run in its_runs]) for name, its_runs in runs.items()}
    rate_cpu = {name: measure.median([run["events"] / run["cpu"] for run in its_runs]) for name, its_runs in runs.items()}
    measure.table(
        ["a day of", "into a store of", "events/s", "events per CPU-second", "peak memory, MiB"],
        [
            [
                f"{its_runs[0]['events']:,} events", f"{0 if name == 'empty' else stored:,} events",
                measure.spread([run["events"] / run["wall"] for run in its_runs]),
                measure.spread([run["events"] / run["cpu"] for run in its_runs]),
                f"{max(run['peak_rss'] for run in its_runs) / 2**20:,.0f}",
            ]
            for name, its_runs in runs.items()
        ],
    )
    print(f"with {stored:,} events stored: {100 * rate['full'] / rate['empty']:.0f} % of the rate into an empty store "
          f"({100 * rate_cpu['full'] / rate_cpu['empty']:.0f} % by CPU)\n")
    with open(os.path.join(folder, "filled.json"), encoding="utf-8") as file:
        filled = json.load(file)
    return {"stored": stored, "filled": filled, "wanted": total, "runs": runs, "rate": rate, "rate_by_cpu": rate_cpu, "ratio": rate["full"] / rate["empty"],
            "ratio_by_cpu": rate_cpu["full"] / rate_cpu["empty"]}

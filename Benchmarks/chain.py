"""The whole chain over a mixed Shadowserver day, in events per CPU-second, beside IntelMQ's equivalent chain."""

import os

import intelmq
import measure
import sample


def measure_chain(options):
    peer_rows = 10_000 if options.full else 3_000
    # About 4 % of the nation's rows are other providers'.
    folder = sample.nation(options.keshik, int(options.rows * 1.05))
    reports = os.path.join(folder, "feeds", "shadowserver")
    rows = sample.rows_of(reports)

    chain = None
    if os.path.exists(intelmq.SCHEMA):
        part = os.path.join(folder, f"part-{peer_rows}")
        if not os.path.isdir(part):
            os.makedirs(part)
            intelmq.take_rows(reports, part, peer_rows)
        chain = intelmq.Chain(os.path.join(folder, "networks.mmdb"))
    else:
        measure.note("IntelMQ is left out: Shadowserver's schema is not in ../shared/data/shadowserver")

    ours, theirs = [], []
    for number in range(options.runs):
        data = sample.fresh_data(options.keshik, folder, "chain")
        run = sample.ingest(options.keshik, data, reports)
        summary = run.summary()
        ours.append(
            {
                "events": summary["events"], "rows": summary["rows"], "rejected": summary["rejected"], "findings": summary["findings"],
                "cpu": run.cpu, "wall": run.wall, "peak_rss": summary["peak_rss_bytes"],
                "own": {key: summary[key] for key in ("cpu_seconds", "wall_seconds", "peak_rss_bytes")},
                "stages": summary.get("stage_cpu_seconds", {}),
            }
        )
        measure.note(f"chain, keshik {number + 1}: {summary['events'] / run.cpu:,.0f} events per CPU-second")
        if chain:
            theirs.append(chain.run(part))
            measure.note(f"chain, IntelMQ {number + 1}: {theirs[-1]['events'] / theirs[-1]['cpu']:,.0f} events per CPU-second")

    for run in ours + theirs:
        run["events_per_cpu_second"] = run["events"] / run["cpu"]
        run["events_per_second"] = run["events"] / run["wall"]
    for run in theirs:
        run["events_per_cpu_second_without_redis"] = run["events"] / (run["cpu"] - run["cpu_by_process"]["redis"])
    for run in ours:
        if abs(run["cpu"] - run["own"]["cpu_seconds"]) > 0.05 * run["cpu"] + 0.05:
            measure.note(f"keshik says {run['own']['cpu_seconds']:.2f} CPU-seconds, the kernel {run['cpu']:.2f}")

    def row(name, runs, what):
        values = [run["events_per_cpu_second"] for run in runs]
        return [
            name, what, measure.spread(values), measure.spread([run["events_per_second"] for run in runs]),
            f"{measure.median([run['peak_rss'] for run in runs]) / 2**20:,.0f}",
        ]

    rows_shown = [row("keshik", ours, f"{rows:,} rows")]
    if theirs:
        rows_shown.append(row("IntelMQ 3.5.0", theirs, f"{theirs[0]['events']:,} rows"))
    measure.table(["chain", "input", "events per CPU-second", "events/s", "peak memory, MiB"], rows_shown)
    result = {"input_rows": rows, "keshik": ours, "intelmq": theirs, "medians": {}}
    result["medians"]["keshik"] = measure.median([run["events_per_cpu_second"] for run in ours])
    result["medians"]["keshik_events_per_second"] = measure.median([run["events_per_second"] for run in ours])
    if theirs:
        peer = measure.median([run["events_per_cpu_second"] for run in theirs])
        bare = measure.median([run["events_per_cpu_second_without_redis"] for run in theirs])
        result["medians"] |= {"intelmq": peer, "intelmq_without_redis": bare}
        result["ratio"] = result["medians"]["keshik"] / peer
        result["ratio_without_redis"] = result["medians"]["keshik"] / bare
        print(f"keshik handles {result['ratio']:,.0f} times IntelMQ's events per CPU-second ({result['ratio_without_redis']:,.0f} times when "
              "redis costs nothing)\n")
    stages = {name: measure.median([run["stages"].get(name, 0) for run in ours]) for name in ours[0]["stages"]}
    if stages:
        total = sum(stages.values())
        measure.table(
            ["stage", "CPU seconds", "share"],
            [[name, measure.number(value), f"{100 * value / total:.0f} %"] for name, value in sorted(stages.items(), key=lambda item: -item[1])],
        )
    result["stages"] = stages
    return result

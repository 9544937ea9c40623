"""How long the program takes to say what it can, and from its start to the first event stored."""

import os
import shutil

import measure
import sample

ROW = """"timestamp","severity","ip","protocol","port","hostname","tag","asn","geo","region","city","naics","sector"
"2026-03-31 04:05:06","high","192.0.2.7","tcp",23,"host.example","telnet",64500,"XO","CENTRE","CITY",517311,"Communications"
"""


def measure_start(options):
    repeats = 10 * options.runs
    folder = os.path.join(measure.SCRATCH, "start")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    report = os.path.join(folder, "2026-03-31-scan_telnet-example-geo.csv")
    with open(report, "w", encoding="utf-8") as file:
        file.write(ROW)
    runs = {"keshik --help": [], "first event, new data folder": [], "first event, data folder there": [], "event found again": []}
    for _ in range(repeats):
        data = os.path.join(folder, "data")
        shutil.rmtree(data, ignore_errors=True)
        runs["keshik --help"].append(measure.run([options.keshik, "--help"]).wall)
        first = sample.ingest(options.keshik, data, report)
        assert first.summary()["events"] == 1, first.output
        runs["first event, new data folder"].append(first.wall)
        with open(report, "a", encoding="utf-8") as file:
            file.write(ROW.splitlines(True)[1])
        runs["first event, data folder there"].append(sample.ingest(options.keshik, data, report).wall)
        runs["event found again"].append(measure.run([options.keshik, "events", "ip:192.0.2.7", "--format", "jsonl", "--data", data]).wall)
        with open(report, "w", encoding="utf-8") as file:
            file.write(ROW)
    measure.table(
        ["start", "median, ms", "fastest", "slowest"],
        [
            [name, *(f"{1000 * value:.1f}" for value in (measure.median(values), min(values), max(values)))]
            for name, values in runs.items()
        ],
    )
    return {"seconds": runs, "medians": {name: measure.median(values) for name, values in runs.items()}}

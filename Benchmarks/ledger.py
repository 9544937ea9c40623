"""How quickly the ledger takes entries, a head and its syncs to the disk included, and how quickly all of them are verified.

Each run writes a new log: single entries, and so many at a time. The disk decides how long a sync takes, so say which one it was.
"""

import json
import os
import shutil

import measure

BATCHES = {1: 2_000, 100: 100_000, 1_000: 1_000_000}


def measure_ledger(options):
    folder = os.path.join(measure.SCRATCH, "ledger")
    rates, verifying, rows = {}, [], []
    for batch, entries in BATCHES.items():
        rates[batch] = []
        for _ in range(options.runs):
            shutil.rmtree(folder, ignore_errors=True)
            run = measure.run([options.keshik, "ledger", "fill", folder, "--entries", str(entries), "--batch", str(batch), "--json"])
            rates[batch].append(json.loads(run.output)["rate"])
            if entries == 1_000_000:
                check = measure.run([options.keshik, "ledger", "verify", "--folder", folder, "--json"])
                result = json.loads(check.output)
                assert result["clean"] and result["size"] == entries, check.output
                verifying.append((check.wall, check.peak_rss))
        rows.append([f"{batch:,} at a time", f"{measure.median(rates[batch]):,.0f} a second", measure.spread(rates[batch])])
    rows.append(["verify 1,000,000", f"{measure.median([wall for wall, _ in verifying]):.2f} s",
                 f"{max(peak for _, peak in verifying) / 2**20:.0f} MiB at most"])
    size = sum(os.path.getsize(os.path.join(folder, name)) for name in ("entries.jsonl", "index", "nodes"))
    rows.append(["bytes an entry", f"{size / 1_000_000:.0f}", ""])
    measure.table(["ledger", "median", "range"], rows)
    shutil.rmtree(folder, ignore_errors=True)
    return {"rates": rates, "verify_seconds": [wall for wall, _ in verifying], "bytes_per_entry": size / 1_000_000}

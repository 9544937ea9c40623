"""The input of the benchmarks: days of the sample nation, made once by keshik itself, and stores filled with them."""

import os
import shutil

import measure


def nation(keshik, events, days=1, seed=1):
    """The folder of a sample nation; made when it is missing."""
    folder = os.path.join(measure.SCRATCH, f"nation-{seed}-{days}-{events}")
    if not os.path.exists(os.path.join(folder, ".made")):
        measure.note(f"making {events:,} rows of {days} day(s), seed {seed}")
        shutil.rmtree(folder, ignore_errors=True)
        measure.run(
            [keshik, "sample", "generate", "--seed", str(seed), "--days", str(days), "--events", str(events), "--out", folder]
        )
        open(os.path.join(folder, ".made"), "w", encoding="utf-8").close()
    return folder


def rows_of(folder):
    """Rows in the CSV files of a folder, headers left out."""
    count = 0
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            count += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1
    return count


def fresh_data(keshik, folder, name):
    """An empty data folder that knows the nation's register and networks."""
    data = os.path.join(measure.SCRATCH, "data-" + name)
    shutil.rmtree(data, ignore_errors=True)
    measure.run([keshik, "owners", "import", os.path.join(folder, "owners.yaml"), "--data", data])
    return data


def ingest(keshik, data, *paths, extra=()):
    """Takes files in. The nation's feeds have rows that are broken on purpose, so status 2 is as good as 0."""
    return measure.run([keshik, "ingest", *paths, "--data", data, "--json", *extra], allowed=(0, 2))


def size_of(folder):
    """Bytes of all files below a folder."""
    return sum(os.path.getsize(os.path.join(parent, name)) for parent, _, names in os.walk(folder) for name in names)

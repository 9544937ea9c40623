"""What may befall an ingest, and what must hold after it."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile

from program import Wrong, timed


def killed(program, expected, duration, kills, random, data):
    """Killed at random moments, resumed each time until it is done, over and over until the kills are used up."""
    done = rounds = 0
    while done < kills:
        program.fresh(data)
        rounds += 1
        here = 0
        while True:
            if done < kills and program.interrupted(program.start(data), random.uniform(0, duration * 1.05)):
                done += 1
                here += 1
                # Whatever the moment: what is there is whole, before anything has been resumed.
                if done % 5 == 0:
                    program.verify(data)
                continue
            program.ingest(data)
            break
        program.require_same(data, expected, f"round {rounds}, after {here} kills")
    return f"{done} kills in {rounds} ingests"


def stopped(program, expected, duration, kills, random, data):
    """Stopped by Ctrl-C: it ends by itself with status 130, and the next run goes on."""
    stops = 0
    program.fresh(data)
    for _ in range(max(2, kills // 20)):
        process = program.start(data)
        if program.interrupted(process, random.uniform(0.05, duration), signal.SIGINT):
            # Before its own handler stands, the kernel ends it; after its last piece it ends as if nothing had happened.
            if process.returncode not in (130, -signal.SIGINT, 0, 2):
                raise Wrong(f"Ctrl-C made it end with {process.returncode}")
            stops += 1
        program.verify(data)
    program.ingest(data)
    program.require_same(data, expected, f"after {stops} times Ctrl-C")
    return f"{stops} stops"


def twice(program, expected, duration, kills, random, data):
    """The same files twice, and two ingests at once: of the same files, and of two halves."""
    program.fresh(data)
    program.ingest(data)
    program.ingest(data)
    program.require_same(data, expected, "after taking everything in twice")

    program.fresh(data)
    halves = [[], []]
    for index, name in enumerate(sorted(os.listdir(program.feeds))):
        halves[index % 2].append(os.path.join(program.feeds, name))
    for name, paths in (("the same files", [None, None]), ("two halves", halves)):
        program.fresh(data)
        processes = [program.start(data, paths=part) for part in paths]
        for process in processes:
            _, errors = process.communicate()
            if process.returncode not in (0, 2):
                raise Wrong(f"one of two ingests of {name} ended with {process.returncode}: {errors.strip()[-1500:]}")
        program.require_same(data, expected, f"after two ingests of {name} at once")
    return "same totals"


def compacting(program, expected, duration, kills, random, data):
    """Killed while it merges small files."""
    whole = data + "-whole"
    program.fresh(whole)
    program.ingest(whole)

    def again():
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(whole, data)

    again()
    _, seconds = timed(lambda: program.run("store", "compact", "--data", data))
    program.require_same(data, expected, "after a compaction")
    done = 0
    for _ in range(max(4, kills // 8)):
        again()
        if program.interrupted(program.start(data, "store", "compact"), random.uniform(0, seconds)):
            done += 1
        program.verify(data)
        program.run("store", "compact", "--data", data)
        program.require_same(data, expected, f"after {done} kills of a compaction")
    shutil.rmtree(whole)
    return f"{done} kills of a compaction of {seconds:.2f} s"


def disk_full(program, expected, duration, kills, random, data):
    """The disk fills up: a clear error, a store that is whole, and the rest once there is space.

    Runs in a mount namespace of its own, so that the small file system disappears with it.
    """
    empty = size_of(program.fresh(data))
    program.ingest(data)
    needed = size_of(data)
    shutil.rmtree(data)
    os.makedirs(data)
    size = empty + (needed - empty) // 2
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", data], check=True)
    inside = os.path.join(data, "data")
    program.fresh(inside)
    for attempt in ("the first", "the second"):
        process = program.start(inside)
        output, errors = process.communicate()
        said = (output + errors).lower()
        if process.returncode == 0:
            raise Wrong(f"{attempt} ingest onto a full disk ended as if all were well")
        if process.returncode < 0:
            raise Wrong(f"{attempt} ingest onto a full disk crashed with signal {-process.returncode}: {errors.strip()[-1500:]}")
        if not any(word in said for word in ("disk is full", "no space", "disk full", "is full")):
            raise Wrong(f"{attempt} ingest onto a full disk does not say so: {(errors or output).strip()[-1500:]}")
        program.verify(inside)
    subprocess.run(["mount", "-o", f"remount,size={needed * 6}", data], check=True)
    program.ingest(inside)
    program.require_same(inside, expected, "after the disk was full and made larger")
    return f"full at {size >> 10} KiB of {needed >> 10} KiB, twice, then resumed"


def size_of(folder):
    """Bytes that the files below a folder take, in whole pages."""
    return sum(-(-os.path.getsize(os.path.join(parent, name)) // 4096) * 4096 for parent, _, names in os.walk(folder) for name in names)


SCENARIOS = {"killed": killed, "stopped": stopped, "twice": twice, "compacting": compacting, "disk-full": disk_full}


def namespace():
    """How a mount namespace can be had here; nil where it cannot."""
    if shutil.which("unshare") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for command in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
            trial = [*command, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
            if subprocess.run(trial, capture_output=True).returncode == 0:
                return command
    return None


def in_namespace(arguments):
    """Runs this program again in a mount namespace of its own; nil where that is not permitted."""
    command = namespace()
    if command is None:
        return None
    return subprocess.run([*command, sys.executable, *arguments]).returncode

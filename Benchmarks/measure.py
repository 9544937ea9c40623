"""Runs programs and says what they used; makes medians, tables and result files of it."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRATCH = os.path.join(ROOT, ".build-bench")


@dataclass
class Run:
    """What one run of a program used and said."""

    status: int
    wall: float
    cpu: float
    peak_rss: int
    output: str

    def summary(self):
        """The last line of the output, which is a JSON object."""
        return json.loads(self.output.strip().splitlines()[-1])


def run(command, env=None, allowed=(0,), cwd=SCRATCH):
    """Runs a program to its end; CPU time and memory are the kernel's figures for it and its children."""
    if env is None:
        # Settings of the person who measures have no say.
        env = {name: value for name, value in os.environ.items() if not name.startswith("KESHIK_")}
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=env, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode not in allowed:
            tail = errors.read()[-2000:]
            raise SystemExit(f"{' '.join(command)}\nended with {process.returncode}:\n{tail}")
        return Run(process.returncode, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, output.read())


def environment(name):
    """The scratch Python environment of Benchmarks/requirements-<name>.txt; made when it is missing or the file changed."""
    requirements = os.path.join(ROOT, "Benchmarks", f"requirements-{name}.txt")
    folder = os.path.join(SCRATCH, f"python-{name}")
    mark = os.path.join(folder, ".installed")
    with open(requirements, encoding="utf-8") as file:
        wanted = file.read()
    if not os.path.exists(mark) or open(mark, encoding="utf-8").read() != wanted:
        note(f"installing {', '.join(wanted.split())} into {os.path.relpath(folder, ROOT)}")
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([os.path.join(folder, "bin", "pip"), "install", "-q", "-r", requirements], check=True)
        with open(mark, "w", encoding="utf-8") as file:
            file.write(wanted)
    return os.path.join(folder, "bin")


def median(values):
    return statistics.median(values)


def spread(values):
    """Median and range, as text."""
    return f"{number(median(values))} ({number(min(values))} to {number(max(values))})"


def number(value):
    if value is None:
        return "-"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 1:
        return f"{value:,.2f}"
    return f"{value:.4f}"


def table(headings, rows):
    """Prints a table that also reads as Markdown."""
    texts = [[str(cell) for cell in row] for row in [headings, *rows]]
    widths = [max(len(row[column]) for row in texts) for column in range(len(headings))]
    for index, row in enumerate(texts):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
        if index == 0:
            print("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    print(flush=True)


def note(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def machine():
    """What the figures were measured on."""
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0)),
        "kernel": platform.release(),
        "load_before": os.getloadavg()[0],
    }


def write_result(name, result):
    """Keeps every run of a benchmark with its medians and ratios."""
    folder = os.path.join(SCRATCH, "results")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f"{name}.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    note(f"every run stands in {os.path.relpath(path, ROOT)}")

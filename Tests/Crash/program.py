"""The program under test, the data folders it works in, and the totals that must never change."""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import time

# Rollups answer the first of these; the later ones are counted in the segments themselves. Both must agree with an undisturbed run.
QUERIES = (
    "group by type",
    "group by type,day",
    "group by asn",
    "group by cc",
    "group by owner",
    "group by feed",
    "group by type,asn,feed",
    "group by port select count,distinct(ip)",
)

DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Wrong(Exception):
    """What a scenario found wrong."""


def without_now(line, today):
    """A line of JSON without the moments of this test: rows that tell no time count as seen when they were taken in."""
    members = json.loads(line)
    for name, value in members.items():
        if isinstance(value, str) and DATE.match(value) and value[:10] >= today:
            members[name] = "now"
    return json.dumps(members, sort_keys=True)


class Program:
    """Keshik, with the sample nation to take in and a folder to work in."""

    def __init__(self, path, folder, events, days):
        self.path = os.path.abspath(path)
        self.folder = folder
        self.today = time.strftime("%Y-%m-%d", time.gmtime())
        # Neither the caller's settings nor a configuration file where the tests are started have a say.
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("KESHIK_")}
        self.nation = os.path.join(folder, f"nation-{days}-{events}")
        if not os.path.exists(os.path.join(self.nation, ".made")):
            shutil.rmtree(self.nation, ignore_errors=True)
            self.run("sample", "generate", "--seed", "1", "--days", str(days), "--events", str(events), "--out", self.nation)
            open(os.path.join(self.nation, ".made"), "w", encoding="utf-8").close()
        self.feeds = os.path.join(self.nation, "feeds")

    def run(self, *arguments, allowed=(0,)):
        result = subprocess.run([self.path, *arguments], capture_output=True, text=True, cwd=self.folder, env=self.environment)
        if result.returncode not in allowed:
            raise Wrong(f"keshik {' '.join(arguments)} ended with {result.returncode}: {result.stderr.strip()[-1500:]}")
        return result.stdout

    def fresh(self, data):
        """An empty data folder that knows the register and the networks."""
        shutil.rmtree(data, ignore_errors=True)
        self.run("owners", "import", os.path.join(self.nation, "owners.yaml"), "--data", data)
        return data

    def start(self, data, *arguments, paths=None):
        """Starts an ingest."""
        return subprocess.Popen(
            [self.path, *(arguments or ("ingest", *(paths or [self.feeds]), "--json")), "--data", data],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.folder, env=self.environment,
        )

    def ingest(self, data, paths=None):
        """Takes everything in; rows that are broken on purpose make the status 2."""
        process = self.start(data, paths=paths)
        output, errors = process.communicate()
        if process.returncode not in (0, 2):
            raise Wrong(f"the ingest ended with {process.returncode}: {errors.strip()[-1500:]}")
        return json.loads(output.strip().splitlines()[-1])

    def interrupted(self, process, delay, how=signal.SIGKILL):
        """Ends a running program after a delay. Says whether it was still running."""
        try:
            _, errors = process.communicate(timeout=delay)
            if process.returncode not in (0, 2):
                raise Wrong(f"{' '.join(process.args[1:3])} ended by itself with {process.returncode}: {errors.strip()[-1500:]}")
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(how)
            process.communicate()
            return True

    def verify(self, data):
        """The store's own check of itself. A kill before the catalogue was made leaves nothing to check."""
        if not os.path.exists(os.path.join(data, "store", "catalogue.sqlite")):
            return 0
        report = json.loads(self.run("store", "verify", "--json", "--data", data, allowed=(0, 2)).strip().splitlines()[-1])
        if report["problems"]:
            raise Wrong("store verify: " + "; ".join(map(str, report["problems"][:5])))
        return report["events"]

    def totals(self, data):
        """All that must be the same however the events came in."""
        totals = {"events": self.verify(data)}
        for query in QUERIES:
            lines = self.run("events", query, "--format", "jsonl", "--data", data).splitlines()
            totals[query] = sorted(without_now(line, self.today) for line in lines)
        totals["findings"] = json.loads(self.run("findings", "totals", "--json", "--data", data))
        every = self.run("findings", "list", "--limit", "0", "--json", "--data", data).splitlines()
        totals["each finding"] = hashlib.sha256("\n".join(sorted(without_now(line, self.today) for line in every)).encode()).hexdigest()
        totals["dead letters"] = len(self.run("deadletters", "list", "--limit", "1000000000", "--json", "--data", data).splitlines())
        return totals

    def require_same(self, data, expected, when):
        found = self.totals(data)
        for name, value in expected.items():
            if found[name] == value:
                continue
            if isinstance(value, list):
                lost = [line for line in value if line not in found[name]][:3]
                extra = [line for line in found[name] if line not in value][:3]
                raise Wrong(f"{when}: “{name}” differs; undisturbed {lost}, now {extra}")
            raise Wrong(f"{when}: {name} differs; undisturbed {value}, now {found[name]}")


def timed(action):
    """What an action gives, and the seconds it took."""
    start = time.monotonic()
    result = action()
    return result, time.monotonic() - start

"""IntelMQ's chain: file collector, Shadowserver parser, deduplicator, taxonomy, ASN, geo, file output, with redis between them."""

import csv
import json
import os
import shutil
import socket
import subprocess
import time

import measure

SCHEMA = os.path.join(measure.ROOT, "..", "shared", "data", "shadowserver", "schema-2026-03-24.json")

BOTS = [
    ("collector", "collectors.file.collector_file", "Collector"),
    ("parser", "parsers.shadowserver.parser", "Parser"),
    ("deduplicator", "experts.deduplicator.expert", "Expert"),
    ("taxonomy", "experts.taxonomy.expert", "Expert"),
    ("asn", "experts.asn_lookup.expert", "Expert"),
    ("geo", "experts.maxmind_geoip.expert", "Expert"),
    ("output", "outputs.file.output", "Output"),
]

# IntelMQ refuses to run as root; in a user namespace of its own it does not.
AS_ORDINARY_USER = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []


def take_rows(source, target, wanted):
    """Writes every n-th row of each CSV file, so that the mix stays that of the day; returns how many rows."""
    files = []
    total = 0
    for name in sorted(os.listdir(source)):
        with open(os.path.join(source, name), newline="", encoding="utf-8", errors="replace") as file:
            files.append((name, list(csv.reader(file))))
        total += len(files[-1][1]) - 1
    step = max(1, total // wanted)
    taken = 0
    for name, rows in files:
        # Rows that are broken on purpose are left to Keshik: IntelMQ would keep tracebacks of them.
        chosen = [row for row in rows[1::step] if len(row) == len(rows[0])]
        with open(os.path.join(target, name), "w", newline="", encoding="utf-8") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([rows[0], *chosen])
        taken += len(chosen)
    return taken


class Chain:
    """One set-up of the chain; `run` measures one passage through it."""

    def __init__(self, networks):
        self.bin = measure.environment("intelmq")
        self.root = os.path.join(measure.SCRATCH, "intelmq")
        self.inbox = os.path.join(self.root, "inbox")
        self.output = os.path.join(self.root, "events.txt")
        state = os.path.join(self.root, "var", "lib", "bots")
        shutil.rmtree(self.root, ignore_errors=True)
        for folder in (self.inbox, state, *(os.path.join(self.root, *path) for path in (["etc"], ["var", "log"], ["var", "run"]))):
            os.makedirs(folder)
        shutil.copy(SCHEMA, os.path.join(state, "shadowserver-schema.json"))
        package = subprocess.run(
            [os.path.join(self.bin, "python"), "-c", "import intelmq, os; print(os.path.dirname(intelmq.__file__))"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()
        shutil.copy(os.path.join(package, "etc", "harmonization.conf"), os.path.join(self.root, "etc"))
        self.prefixes, self.city = (os.path.join(state, name) for name in ("ipasn.dat", "city.mmdb"))
        script = os.path.join(measure.ROOT, "Benchmarks", "intelmq_networks.py")
        subprocess.run([os.path.join(self.bin, "python"), script, networks, self.prefixes, self.city], check=True)

    def configure(self, port):
        names = [name for name, _, _ in BOTS]
        parameters = {
            "collector": {"path": self.inbox, "postfix": ".csv", "delete_file": True, "rate_limit": 1, "name": "reports", "provider": "example"},
            "deduplicator": {
                "filter_type": "blacklist", "filter_keys": "raw,time.observation", "redis_cache_ttl": 86400, "redis_cache_db": 6,
                "redis_cache_host": "127.0.0.1", "redis_cache_port": port,
            },
            "asn": {"database": self.prefixes},
            "geo": {"database": self.city},
            "output": {"file": self.output, "hierarchical_output": False},
        }
        runtime = {
            "global": {
                "source_pipeline_broker": "redis", "source_pipeline_host": "127.0.0.1", "source_pipeline_port": port,
                "destination_pipeline_broker": "redis", "destination_pipeline_host": "127.0.0.1", "destination_pipeline_port": port,
                "statistics_host": "127.0.0.1", "statistics_port": port, "logging_handler": "file", "logging_level": "INFO",
                "logging_path": os.path.join(self.root, "var", "log") + "/",
            }
        }
        for index, (name, module, group) in enumerate(BOTS):
            own = dict(parameters.get(name, {}))
            if index + 1 < len(names):
                own["destination_queues"] = {"_default": [names[index + 1] + "-queue"]}
            runtime[name] = {
                "bot_id": name, "name": name, "group": group, "module": "intelmq.bots." + module, "enabled": True,
                "run_mode": "continuous", "parameters": own,
            }
        # JSON is YAML.
        with open(os.path.join(self.root, "etc", "runtime.yaml"), "w", encoding="utf-8") as file:
            json.dump(runtime, file, indent=1)

    def run(self, reports):
        """Hands the files of a folder over and waits until every event has come out. What starting the bots costs is not counted."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.configure(port)
        for path in (self.output,):
            if os.path.exists(path):
                os.remove(path)
        redis = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", self.root],
            stdout=subprocess.DEVNULL,
        )
        processes = {"redis": redis}
        environment = os.environ | {"INTELMQ_ROOT_DIR": self.root}
        try:
            wait_for_port(port)
            for name, module, _ in BOTS:
                processes[name] = subprocess.Popen(
                    [*AS_ORDINARY_USER, os.path.join(self.bin, "intelmq.bots." + module), name],
                    env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
            wait_until_idle({name: process for name, process in processes.items() if name not in ("redis", "collector")})
            before = {name: cpu_of(process.pid) for name, process in processes.items()}
            start = time.monotonic()
            for name in sorted(os.listdir(reports)):
                staged = os.path.join(self.root, name + ".part")
                shutil.copy(os.path.join(reports, name), staged)
                os.rename(staged, os.path.join(self.inbox, name))
            wall = self.wait_until_done(port, processes) - start
            used = {name: cpu_of(process.pid) - before[name] for name, process in processes.items()}
            memory = {name: peak_of(process.pid) for name, process in processes.items()}
        finally:
            for process in reversed(list(processes.values())):
                process.terminate()
            for process in processes.values():
                process.wait()
        with open(self.output, "rb") as file:
            events = sum(1 for _ in file)
        return {"events": events, "wall": wall, "cpu": sum(used.values()), "cpu_by_process": used, "peak_rss": sum(memory.values())}

    def wait_until_done(self, port, processes):
        """Waits until no queue holds anything for two seconds; returns when the last event came out."""
        queues = [f"{name}-queue{suffix}" for name, _, _ in BOTS[1:] for suffix in ("", "-internal")]
        last_change, last_size = time.monotonic(), -1
        while True:
            time.sleep(0.2)
            for name, process in processes.items():
                if process.poll() is not None:
                    raise SystemExit(f"IntelMQ's {name} ended by itself; see {self.root}/var/log/{name}.log")
            # Between the 2.x protocol words nothing but integers comes back, one a command.
            lengths = redis_integers(port, 2, [["LLEN", queue] for queue in queues])
            size = os.path.getsize(self.output) if os.path.exists(self.output) else 0
            if size != last_size or any(lengths) or os.listdir(self.inbox):
                if size != last_size:
                    last_change = time.monotonic()
                last_size = size
                quiet_since = time.monotonic()
            elif size > 0 and time.monotonic() - quiet_since > 2:
                return last_change


def redis_integers(port, database, commands):
    """Sends commands that answer with integers, and returns the answers."""
    commands = [["SELECT", str(database)], *commands]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for words in commands:
            connection.sendall(f"*{len(words)}\r\n".encode() + b"".join(f"${len(word)}\r\n{word}\r\n".encode() for word in words))
        answers = connection.makefile("rb")
        lines = [answers.readline().strip() for _ in commands]
    return [int(line[1:]) for line in lines[1:]]


def wait_for_port(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("redis-server does not answer")


def wait_until_idle(processes):
    """Waits until every process has done something and then nothing for 1.5 seconds."""
    last, since = None, time.monotonic()
    while True:
        time.sleep(0.25)
        now = {name: cpu_of(process.pid) for name, process in processes.items()}
        if now != last:
            last, since = now, time.monotonic()
        elif min(now.values()) > 0.1 and time.monotonic() - since > 1.5:
            return


def cpu_of(pid):
    """CPU seconds of a process so far, user and system."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_of(pid):
    """The most memory a process has had, in bytes."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        for line in file:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0

"""The centre under load: the overview while events are stored, the public page beside nginx, and what it needs when nobody asks.

The overview: `keshik serve` over a store with history; 20,000 events a second go in through POST /api/v1/events (fewer where the
machine cannot, and then the table says how many), and the overview is asked 50 times a second at fixed moments. A time counts from the
moment the request was due, so that a slow answer also delays those behind it (no coordinated omission).
"""

import contextlib
import http.client
import json
import os
import queue
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time

import measure

HOST = "127.0.0.1"
BATCH = 10_000


class Centre:
    """A running `keshik serve`."""

    def __init__(self, options, data, protection, sample=False):
        self.ports = {face: free_port() for face in ("public", "desk", "portal")}
        self.protection = protection
        config = os.path.join(measure.SCRATCH, "centre.yaml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"data: {data}\n")
            for face, port in self.ports.items():
                file.write(f'{face}: {{listen: "{HOST}:{port}", protection: {protection}}}\n')
        self.config = config
        self.log = os.path.join(measure.SCRATCH, "centre.log")
        started = time.monotonic()
        command = [options.keshik, "serve", "--config", config] + (["--sample", "--sample-rows", "20000"] if sample else [])
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=measure.SCRATCH, env=clean_environment())
        while True:
            if self.process.poll() is not None:
                raise SystemExit(open(self.log, encoding="utf-8").read()[-2000:])
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("public", "/readyz").status == 200:
                    break
            time.sleep(0.005)
        self.seconds_to_ready = time.monotonic() - started

    def connection(self, face):
        if self.protection == "proxy":
            return http.client.HTTPConnection(HOST, self.ports[face], timeout=30)
        return http.client.HTTPSConnection(HOST, self.ports[face], timeout=30, context=any_certificate())

    def ask(self, face, path, headers=None):
        connection = self.connection(face)
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer

    def resident(self):
        """Bytes of the process that are in memory and not shared with files."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="utf-8") as file:
            figures = dict(re.findall(r"^(\w+):\s+(\d+) kB", file.read(), re.M))
        return {"rss": int(figures["Rss"]) * 1024, "anonymous": int(figures["Anonymous"]) * 1024}

    def sign_in(self, role="analyst"):
        """A session by the link that `--sample` prints: the cookies."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = re.search(rf"^\s+{role}\s+(\S+)", open(self.log, encoding="utf-8").read(), re.M)
            if found:
                return follow(self, found.group(1))
            time.sleep(0.1)
        raise SystemExit("the centre printed no link to sign in with")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def follow(centre, link):
    """Opens a sign-in link and presses its button."""
    path = "/" + link.split("/", 3)[3]
    connection = centre.connection("desk")
    connection.request("GET", path)
    answer = connection.getresponse()
    page = answer.read().decode()
    cookies = cookies_of(answer)
    field = re.search(r'name="csrf" value="([^"]*)"', page)
    connection.request(
        "POST", path, f"csrf={field.group(1) if field else ''}",
        {"content-type": "application/x-www-form-urlencoded", "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    answer = connection.getresponse()
    answer.read()
    cookies |= cookies_of(answer)
    connection.close()
    if not any(name.endswith("-desk") for name in cookies):
        raise SystemExit(f"the link did not sign in: {answer.status}")
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def cookies_of(answer):
    pairs = (line.split(";", 1)[0].split("=", 1) for line in answer.headers.get_all("set-cookie") or [])
    return {name: value for name, value in pairs}


def clean_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith("KESHIK_")}


def any_certificate():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Asker:
    """Asks a page at fixed moments on several connections and keeps how long each answer took from the moment it was due."""

    def __init__(self, centre, path, cookie, rate, seconds, connections=16):
        self.times = []
        self.failures = 0
        due = queue.Queue()

        def work():
            connection = centre.connection("desk")
            while True:
                moment = due.get()
                if moment is None:
                    return
                try:
                    connection.request("GET", path, headers={"cookie": cookie, "accept-encoding": "gzip"})
                    answer = connection.getresponse()
                    answer.read()
                    if answer.status != 200:
                        self.failures += 1
                except (OSError, http.client.HTTPException):
                    self.failures += 1
                    connection.close()
                    connection = centre.connection("desk")
                self.times.append(time.monotonic() - moment)

        threads = [threading.Thread(target=work) for _ in range(connections)]
        for thread in threads:
            thread.start()
        start = time.monotonic()
        for number in range(int(rate * seconds)):
            moment = start + number / rate
            time.sleep(max(0, moment - time.monotonic()))
            due.put(moment)
        for _ in threads:
            due.put(None)
        for thread in threads:
            thread.join()

    def quantile(self, share):
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Sender:
    """Sends batches of events at a rate until told to stop; each batch has addresses and times of its own."""

    def __init__(self, centre, token, rate):
        self.sent = 0
        self.stopped = threading.Event()
        self.began = time.monotonic()
        self.problem = None
        self.thread = threading.Thread(target=self.run, args=(centre, token, rate))
        self.thread.start()

    def run(self, centre, token, rate):
        number = 0
        while not self.stopped.is_set():
            body = batch(number)
            number += 1
            time.sleep(max(0, self.began + self.sent / rate - time.monotonic()))
            connection = centre.connection("portal")
            connection.request("POST", "/api/v1/events", body, {"authorization": f"Bearer {token}", "content-type": "application/x-ndjson"})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            connection.close()
            if answer.status != 200:
                self.problem = f"{answer.status}: {text[:300]}"
                return
            self.sent += BATCH

    def stop(self):
        self.stopped.set()
        self.thread.join()
        return self.sent / (time.monotonic() - self.began)


def batch(number):
    moment = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() - 3600))
    lines = []
    for index in range(BATCH):
        row = number * BATCH + index
        lines.append(json.dumps({
            "classification.type": ("infected-system", "vulnerable-system", "scanner")[row % 3],
            "source.ip": f"198.{18 + (row >> 16) % 2}.{(row >> 8) % 256}.{row % 256}", "source.port": row % 60_000 + 1,
            "time.source": moment, "malware.name": f"sample-{row % 50}", "severity": ("low", "medium", "high")[row % 3],
        }))
    return "\n".join(lines).encode()


def measure_overview(options):
    """p50, p99 and the slowest of the overview, alone and while events arrive."""
    data = history(options)
    centre = Centre(options, data, "proxy", sample=True)
    try:
        cookie = centre.sign_in()
        token = make_token(centre)
        result = {}
        for name, rate in (("nothing else", 0), ("20,000 events/s", 20_000)):
            sender = Sender(centre, token, rate) if rate else None
            asker = Asker(centre, "/", cookie, 50, options.seconds)
            taken = sender.stop() if sender else 0
            if sender and sender.problem:
                measure.note(f"events were refused: {sender.problem}")
            result[name] = {
                "events_per_second": taken, "asked": len(asker.times), "failed": asker.failures,
                "p50": asker.quantile(0.5), "p99": asker.quantile(0.99), "slowest": max(asker.times),
            }
        measure.table(
            ["overview, 50 requests/s, beside", "events/s stored", "p50, ms", "p99, ms", "slowest, ms", "failed"],
            [[name, measure.number(one["events_per_second"]), *(f"{1000 * one[key]:.1f}" for key in ("p50", "p99", "slowest")), one["failed"]]
             for name, one in result.items()])
        return result
    finally:
        centre.stop()


def make_token(centre):
    """A program's token that may send events, made at the desk by the sample's administrator."""
    cookie = centre.sign_in("administrator")
    connection = centre.connection("desk")
    connection.request("GET", "/tokens", headers={"cookie": cookie})
    page = connection.getresponse().read().decode()
    field = re.search(r'name="csrf" value="([^"]*)"', page).group(1)
    body = f"csrf={field}&name=bench&scope=observation.collect&life=30"
    connection.request("POST", "/tokens", body, {"cookie": cookie, "content-type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    found = re.search(r"ksh_[A-Za-z0-9_-]+", answer.read().decode())
    connection.close()
    if not found:
        raise SystemExit(f"the desk made no token: {answer.status}")
    return found.group(0)


def history(options):
    """A data folder with history, made once: the store of `growth` or `query` where it is there."""
    data = os.path.join(measure.SCRATCH, f"centre-{options.history}")
    if not os.path.exists(os.path.join(data, ".made")):
        shutil.rmtree(data, ignore_errors=True)
        nation = os.path.join(measure.SCRATCH, "centre-nation")
        shutil.rmtree(nation, ignore_errors=True)
        measure.note(f"making a history of {options.history} events")
        measure.run([options.keshik, "sample", "generate", "--out", nation, "--days", "30", "--events", str(options.history), "--seed", "5"])
        measure.run([options.keshik, "ingest", os.path.join(nation, "feeds"), "--data", data])
        shutil.rmtree(nation)
        open(os.path.join(data, ".made"), "w", encoding="utf-8").close()
    return data


NGINX = """
worker_processes 2;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
    scgi_temp_path {folder}/t5;
    sendfile on; tcp_nopush on; keepalive_requests 100000000; open_file_cache max=100;
    default_type "text/html; charset=utf-8";
    server {{
        listen 127.0.0.1:{plain};
        listen 127.0.0.1:{tls} ssl;
        ssl_certificate {chain};
        ssl_certificate_key {key};
        ssl_protocols TLSv1.2 TLSv1.3;
        root {folder}/root;
        location / {{ {headers} }}
    }}
}}
"""


class Nginx:
    """nginx with one file: the bytes and the headers that the centre's front page has."""

    def __init__(self, body, headers, keys):
        self.folder = os.path.join(measure.SCRATCH, "centre-nginx")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(os.path.join(self.folder, "root"))
        with open(os.path.join(self.folder, "root", "index.html"), "wb") as file:
            file.write(body)
        skipped = ("content-length", "date", "content-type", "connection", "etag", "x-request-id", "server", "transfer-encoding")
        lines = [f"add_header {name} '{quoted(value)}';" for name, value in headers if name.lower() not in skipped]
        self.plain, self.tls = free_port(), free_port()
        config = NGINX.format(
            folder=self.folder, plain=self.plain, tls=self.tls, chain=os.path.join(keys, "development.pem"),
            key=os.path.join(keys, "development.key"), headers=" ".join(lines))
        path = os.path.join(self.folder, "nginx.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(config)
        os.chmod(self.folder, 0o755)
        self.process = subprocess.Popen(["nginx", "-c", path, "-p", self.folder, "-g", "user root;"] if os.getuid() == 0
                                        else ["nginx", "-c", path, "-p", self.folder])
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.plain), 1):
                return
            time.sleep(0.02)
        raise SystemExit("nginx does not listen: " + open(os.path.join(self.folder, "error.log"), encoding="utf-8").read()[-500:])

    def stop(self):
        self.process.terminate()
        self.process.wait()


def quoted(value):
    return value.replace("\\", "\\\\").replace("'", "\\'")


def wrk(url, seconds):
    """Requests a second, and whether all were answered well."""
    run = measure.run(["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", "Accept-Language: en", url])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", run.output)
    if bad:
        raise SystemExit(f"{url}: {bad.group(0)}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run.output).group(1))


def measure_front(options):
    """Requests a second for the public front page, beside nginx with the same bytes and headers, by turns."""
    result = {}
    for protection in ("proxy", "development"):
        data = os.path.join(measure.SCRATCH, "centre-front")
        centre = Centre(options, data, "development")
        centre.stop()
        centre = Centre(options, data, protection)
        try:
            page = centre.ask("public", "/", {"accept-language": "en"})
            nginx = Nginx(page.body, page.getheaders(), os.path.join(data, "keys"))
            try:
                scheme, port = ("http", nginx.plain) if protection == "proxy" else ("https", nginx.tls)
                runs = {"keshik": [], "nginx": []}
                for _ in range(options.runs):
                    runs["keshik"].append(wrk(f"{scheme}://{HOST}:{centre.ports['public']}/", options.wrk))
                    runs["nginx"].append(wrk(f"{scheme}://{HOST}:{port}/", options.wrk))
            finally:
                nginx.stop()
        finally:
            centre.stop()
        name = "TLS" if protection == "development" else "without TLS"
        result[name] = {"bytes": len(page.body), "runs": runs, "ratio": measure.median(runs["keshik"]) / measure.median(runs["nginx"])}
    measure.table(
        ["public page", "bytes", "keshik, requests/s", "nginx, requests/s", "keshik to nginx"],
        [[name, one["bytes"], *(measure.spread(one["runs"][who]) for who in ("keshik", "nginx")), f"{one['ratio']:.2f}"]
         for name, one in result.items()])
    return result


def measure_idle(options):
    """Memory when nobody asks, and the time from the start to the first "ready", with the store there."""
    data = history(options)
    runs = {"ready, s": [], "resident, MiB": [], "anonymous, MiB": []}
    for _ in range(options.runs + 1):
        centre = Centre(options, data, "development")
        try:
            time.sleep(10)
            memory = centre.resident()
        finally:
            centre.stop()
        runs["ready, s"].append(centre.seconds_to_ready)
        runs["resident, MiB"].append(memory["rss"] / 2**20)
        runs["anonymous, MiB"].append(memory["anonymous"] / 2**20)
    # The first start makes what the others find.
    runs = {name: values[1:] for name, values in runs.items()}
    store = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(data) for name in names)
    measure.table(["idle", "median (range)"], [[name, measure.spread(values)] for name, values in runs.items()])
    return {"store_bytes": store, "runs": runs, "medians": {name: measure.median(values) for name, values in runs.items()}}


def measure_centre(options):
    """All three; `bench.py centre`."""
    options.seconds = 60 if options.full else 20
    options.wrk = 15 if options.full else 5
    return {"idle": measure_idle(options), "front": measure_front(options), "overview": measure_overview(options)}

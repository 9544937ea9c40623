#!/usr/bin/env python3
"""Sends notices of a whole centre through a real Postfix while everything goes wrong, and counts.

The mail server is away at first, then slow, and refuses half of all recipients for a while; the centre is killed (SIGKILL) again and
again while it sends. In the end every notice must be in a mailbox, and none under two names. Then a program with a token reads the
centre's metrics with Prometheus' own parser.

    sudo Tests/Mail/survival.py --keshik .build/debug/keshik [--kills 8] [--rows 3000] [--seed 1]

Needs: postfix, dovecot-imapd, openssl, python3-venv; and to be root, since Postfix does. About five minutes, most of them waiting for the
second attempt of what was refused.
"""

import argparse
import collections
import email
import email.policy
import http.client
import html
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse

import realservers

ROLES = ["duty-officer", "administrator"]
# What a mail's hand-over is in doubt about, or has not come to yet.
UNSETTLED = ("planned", "underway", "handedOver", "postponed")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keshik", required=True, metavar="PROGRAM")
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--rows", type=int, default=3000, help="rows of the sample nation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=int, default=12, help="gives up after so many")
    return parser.parse_args()


class Postfix:
    """The server of realservers.py, which takes mail for everybody into one mailbox."""

    def __init__(self, folder):
        self.folder = folder
        self.port, imap, imaps = (realservers.free_port() for _ in range(3))
        realservers.make_certificates(folder)
        self.conf = realservers.write_postfix(folder, self.port)
        (folder / "everybody").write_text("/./ abuse@isp.example\n")
        with open(self.conf / "main.cf", "a", encoding="utf-8") as file:
            file.write(f"virtual_alias_domains =\nvirtual_alias_maps = regexp:{folder}/everybody\n")
        self.behave(slow=False, refuses=False)
        # It makes the folders in which both meet.
        realservers.run("postfix", "-c", str(self.conf), "check", cwd=folder)
        self.dovecot = subprocess.Popen(["dovecot", "-F", "-c", str(realservers.write_dovecot(folder, imap, imaps))], cwd=folder)
        realservers.wait_for(imap, folder)
        self.runs = False

    def behave(self, slow, refuses):
        """Slow: a second for each recipient. Refuses: whoever's address begins with a letter before m."""
        (self.folder / "half").write_text("/^[a-l]/ 450 4.2.1 come back later\n" if refuses else "")
        text = (self.conf / "main.cf").read_text()
        text = re.sub(r"\nsmtpd_recipient_restrictions = .*", "", text)
        pause = "sleep 1, " if slow else ""
        (self.conf / "main.cf").write_text(text + f"\nsmtpd_recipient_restrictions = {pause}check_recipient_access regexp:{self.folder}/half\n")

    def start(self):
        realservers.run("postfix", "-c", str(self.conf), "start", cwd=self.folder)
        realservers.wait_for(self.port, self.folder)
        self.runs = True

    def reload(self):
        realservers.run("postfix", "-c", str(self.conf), "reload", cwd=self.folder)

    def stop(self):
        if self.runs:
            subprocess.run(["postfix", "-c", str(self.conf), "stop"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        self.dovecot.send_signal(signal.SIGTERM)
        self.dovecot.wait(timeout=20)

    def arrived(self):
        """How often each Message-ID lies in the mailbox."""
        counts = collections.Counter()
        box = self.folder / "mail" / "abuse"
        for part in ["new", "cur"]:
            for path in (box / part).glob("*") if (box / part).exists() else []:
                mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                counts[mail["Message-ID"].strip("<> ").split("@")[0]] += 1
        return counts


class Centre:
    """`keshik serve --sample` on free ports, mailing through Postfix."""

    def __init__(self, program, folder, port, rows):
        self.program, self.folder, self.rows = os.path.abspath(program), folder, rows
        self.ports = [realservers.free_port() for _ in range(3)]
        self.data = folder / "centre"
        self.config = folder / "keshik.yaml"
        self.config.write_text(
            f"data: {self.data}\nmail: {{server: 127.0.0.1, port: {port}, security: starttls, user: abuse,"
            f" from: notices@cert.example, authorities: {folder}/ca.pem}}\n")
        realservers_password = (realservers.PASSWORD + "\n").encode()
        subprocess.run([self.program, "secrets", "set", "mail.password", "--config", str(self.config)], input=realservers_password, check=True)
        self.process = None
        self.cookies = {}

    def start(self):
        self.log = open(self.folder / "serve.log", "a", encoding="utf-8")
        self.mark = self.log.tell()
        public, desk, portal = (f"127.0.0.1:{port}" for port in self.ports)
        self.process = subprocess.Popen(
            [self.program, "serve", "--sample", "--sample-rows", str(self.rows), "--config", str(self.config),
             "--public", public, "--desk", desk, "--portal", portal], stdout=self.log, stderr=subprocess.STDOUT)

    def said(self):
        return (self.folder / "serve.log").read_text(errors="replace")[self.mark:]

    def sign_in(self):
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            links = {role: re.search(rf"^ *{role} +(https://\S+)$", self.said(), re.MULTILINE) for role in ROLES}
            if all(links.values()):
                for role, link in links.items():
                    self.ask(role, "GET", urllib.parse.urlparse(link.group(1)).path)
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.3)
        sys.exit(f"the centre did not start:\n{self.said()}")

    def ask(self, role, method, path, fields=None, port=1, headers=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.ports[port], context=ssl._create_unverified_context(), timeout=60)
        head = dict(headers or {})
        cookie = self.cookies.get(role)
        if cookie:
            head["cookie"] = cookie
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            head["content-type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body=body, headers=head)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for value in answer.headers.get_all("set-cookie") or []:
            if value.startswith("__Host-keshik-desk="):
                self.cookies[role] = value.split(";")[0]
        connection.close()
        return answer.status, text

    def press(self, role, page, action):
        """Presses every button of a page whose form goes to an address that matches."""
        status, text = self.ask(role, "GET", page)
        assert status == 200, f"{page} as {role}: {status}"
        pressed = 0
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
            where = re.search(r'action="([^"]+)"', form)
            if not where or not re.search(action, html.unescape(where.group(1))):
                continue
            fields = [(html.unescape(n), html.unescape(v)) for n, v in re.findall(r'name="([^"]+)" value="([^"]*)"', form)]
            status, said = self.ask(role, "POST", html.unescape(where.group(1)), fields)
            assert status in (200, 303), f"{where.group(1)}: {status} {said[:300]}"
            pressed += 1
        return pressed

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def dispatches(self):
        """State by name of every notice that is a mail."""
        with sqlite3.connect(f"file:{self.data}/records.sqlite?mode=ro", uri=True, timeout=30) as records:
            return dict(records.execute("SELECT id, state FROM outward_dispatch WHERE channel = 'mail' AND capability = 'notices'"))


def send(centre, postfix, args):
    """Everything goes wrong, and in the end it is counted. Gives the number of kills that hit the sending."""
    chance = random.Random(args.seed)
    deadline = time.monotonic() + args.minutes * 60
    centre.start()
    centre.sign_in()
    centre.press("administrator", "/jobs/notices.decide", "/run$")
    while not centre.dispatches():
        assert time.monotonic() < deadline, "no notice was written"
        time.sleep(0.5)
    time.sleep(3)
    # What is decided now is what is counted. The first notices of a rule wait for somebody who lets it run.
    centre.press("administrator", "/jobs/notices.decide", "/pause$")
    time.sleep(3)
    approved = centre.press("duty-officer", "/notices/rules", "^/notices/rules/.*/approve$")
    print(f"{approved} rules are let run; the mail server is away")
    while "awaitingApproval" in centre.dispatches().values():
        assert time.monotonic() < deadline, "notices wait for an approval"
        time.sleep(0.5)
    time.sleep(3)
    names = set(centre.dispatches())
    print(f"{len(names)} notices; the mail server comes, slow, and refuses half")
    postfix.behave(slow=True, refuses=True)
    postfix.start()
    hits = 0
    for _ in range(args.kills):
        # Where nothing goes out for a while it is killed all the same.
        patience = time.monotonic() + 75
        while time.monotonic() < patience and not {"underway", "handedOver"} & set(centre.dispatches().values()):
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 1.5))
        hits += bool({"underway", "handedOver"} & set(centre.dispatches().values()))
        centre.kill()
        centre.start()
        centre.sign_in()
    print(f"killed {args.kills} times, {hits} of them while mail went out; now the server behaves")
    postfix.behave(slow=False, refuses=False)
    postfix.reload()
    while any(state in UNSETTLED for name, state in centre.dispatches().items() if name in names):
        assert time.monotonic() < deadline, f"not settled: {collections.Counter(centre.dispatches().values())}"
        time.sleep(2)
    time.sleep(5)
    states = {name: state for name, state in centre.dispatches().items() if name in names}
    counts = postfix.arrived()
    arrived = {name: counts[name] for name in names}
    lost = [name for name, count in arrived.items() if count == 0 and states[name] != "refused"]
    twice = [name for name, count in arrived.items() if count > 1]
    print(f"states: {dict(collections.Counter(states.values()))}")
    print(f"{len(names)} notices, {sum(1 for c in arrived.values() if c)} arrived, {len(lost)} lost, {len(twice)} arrived twice"
          f" (under the same Message-ID)")
    assert not lost, f"lost: {lost}"
    # A mail whose answer was cut off by the kill may come again under its own name, which mail programs show once.
    assert len(twice) <= hits, f"twice: {twice}"


def read_metrics(centre, folder):
    """Prometheus' own parser reads what the centre counts."""
    status, page = centre.ask("administrator", "GET", "/tokens")
    form = next(f for f in re.findall(r"<form\b.*?</form>", page, re.DOTALL) if 'action="/tokens"' in f)
    csrf = html.unescape(re.search(r'name="csrf" value="([^"]*)"', form).group(1))
    status, page = centre.ask(
        "administrator", "POST", "/tokens", [("csrf", csrf), ("name", "prometheus"), ("scope", "operation.metrics"), ("life", "30")])
    token = re.search(r"ksh_[0-9A-Za-z]{38}", page)
    assert status == 200 and token, f"no token: {status}"
    status, text = centre.ask(None, "GET", "/api/v1/metrics", port=2, headers={"authorization": f"Bearer {token.group(0)}"})
    assert status == 200, f"metrics: {status}"
    python = folder / "python"
    subprocess.run([sys.executable, "-m", "venv", python], check=True)
    subprocess.run([python / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "prometheus-client==0.26.0"], check=True)
    program = (
        "import sys; from prometheus_client.parser import text_string_to_metric_families as parse\n"
        "families = list(parse(sys.stdin.read())); samples = sum(len(f.samples) for f in families)\n"
        "names = {f.name for f in families}; wanted = {'keshik_http_requests', 'keshik_http_request_duration_seconds', 'keshik_dispatches'}\n"
        "assert wanted <= names, names\n"
        "assert all(f.type in ('counter', 'gauge', 'histogram', 'summary') for f in families), [(f.name, f.type) for f in families]\n"
        "print(f'{len(families)} metrics with {samples} samples were read by prometheus-client')\n")
    subprocess.run([python / "bin/python3", "-c", program], input=text, text=True, check=True)


def main() -> int:
    args = arguments()
    missing = [name for name in ["postfix", "dovecot", "openssl"] if not shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")]
    if missing or os.geteuid() != 0:
        print(f"skipped: {' and '.join(missing) + ' missing' if missing else 'only root can start Postfix'}")
        return 0
    folder = pathlib.Path(tempfile.mkdtemp(prefix="survival-"))
    folder.chmod(0o755)
    postfix = centre = None
    try:
        postfix = Postfix(folder)
        centre = Centre(args.keshik, folder, postfix.port, args.rows)
        send(centre, postfix, args)
        read_metrics(centre, folder)
        return 0
    except AssertionError as failure:
        print(f"failed: {failure}", file=sys.stderr)
        if centre:
            print(centre.said()[-3000:], file=sys.stderr)
        log = folder / "mail.log"
        print(log.read_text()[-3000:] if log.exists() else "", file=sys.stderr)
        return 1
    finally:
        if centre:
            centre.stop()
        if postfix:
            postfix.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

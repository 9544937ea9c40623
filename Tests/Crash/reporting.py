#!/usr/bin/env python3
"""Kills a centre at random moments while people report. Every report whose receipt was shown must be there, whole, when it runs again.

Usage: reporting.py --keshik PROGRAM [--kills N] [--seed N] [--folder DIR]
"""

import argparse
import concurrent.futures
import hashlib
import http.client
import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
import urllib.parse

PORT = 18443
CONTEXT = ssl.create_default_context()
CONTEXT.check_hostname = False
CONTEXT.verify_mode = ssl.CERT_NONE


def ask(method, path, body=b"", headers=None, patience=20):
    connection = http.client.HTTPSConnection("127.0.0.1", PORT, timeout=patience, context=CONTEXT)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def submit(content):
    boundary = "b" + os.urandom(8).hex()
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\na fake page asked for my card\r\n--{boundary}\r\n'
        'Content-Disposition: form-data; name="evidence"; filename="evidence.bin"\r\nContent-Type: application/octet-stream\r\n\r\n'
    ).encode() + content + f"\r\n--{boundary}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/json"}
    try:
        status, answer = ask("POST", "/report", body, headers)
        return json.loads(answer) if status == 201 else None
    except (OSError, http.client.HTTPException, json.JSONDecodeError):
        return None


def start(program, data, settings):
    process = subprocess.Popen([program, "serve", "--data", data, "--config", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit(f"crash: the centre ended with {process.returncode}")
        try:
            ask("GET", "/report", patience=2)
            return process
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
    raise SystemExit("crash: the centre did not start")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keshik", required=True)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    folder = options.folder or tempfile.mkdtemp(prefix="keshik-crash-reporting-")
    data = os.path.join(folder, "data")
    os.makedirs(data, exist_ok=True)
    settings = os.path.join(folder, "keshik.yaml")
    with open(settings, "w") as file:
        file.write(
            f'public: {{ listen: "127.0.0.1:{PORT}" }}\ndesk: {{ protection: "off" }}\nportal: {{ protection: "off" }}\n')
    receipts = []
    wrong = 0
    try:
        for kill in range(options.kills):
            process = start(options.keshik, data, settings)
            shown = []

            def report():
                content = os.urandom(chance.randrange(1, 600_000))
                receipt = submit(content)
                if receipt:
                    shown.append((receipt, hashlib.sha256(content).hexdigest()))

            end = time.monotonic() + chance.uniform(0.02, 1.2)
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                jobs = [pool.submit(report) for _ in range(12)]
                while time.monotonic() < end:
                    time.sleep(0.005)
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                for job in jobs:
                    job.cancel()
            receipts += shown
        process = start(options.keshik, data, settings)
        for receipt, digest in receipts:
            body = urllib.parse.urlencode({"words": receipt["words"]}).encode()
            status, page = ask("POST", "/report/mailbox", body, {"Content-Type": "application/x-www-form-urlencoded"})
            if status != 200 or receipt["number"] not in page.decode() or digest[:16] not in page.decode():
                wrong += 1
                print(f"crash: {receipt['number']}: its receipt was shown, and it is not there whole ({status})")
        left = os.listdir(os.path.join(data, "vault", "incoming"))
        process.terminate()
        process.wait()
        print(f"crash: {options.kills} kills, {len(receipts)} receipts shown, {wrong} of them not whole; {len(left)} pieces left behind; seed {options.seed}")
        if left:
            wrong += 1
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()

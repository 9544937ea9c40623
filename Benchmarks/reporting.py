#!/usr/bin/env python3
"""Many people report at once: so many simultaneous submissions of the public form, each with a file, against a running centre.

    Benchmarks/reporting.py https://127.0.0.1:8443 --count 500 --megabytes 10 --pid $(pgrep -x keshik)

Says how many receipts were shown, how long they took, and how much memory the centre held at most. A file is sent in pieces and is never whole in this program. The certificate
is not checked: this is for a centre on the same machine.
"""
import argparse
import asyncio
import os
import re
import ssl
import statistics
import time
from urllib.parse import urlsplit

PIECE = 65536


def resident(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


async def submit(url, number: int, size: int, context) -> tuple[float, bool, str]:
    started = time.monotonic()
    boundary = f"b{number:08d}"
    fields = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("text", f"load {number}: a fake page asked for my card"), ("happening", "phishing"))
    )
    head = (
        f'{fields}--{boundary}\r\nContent-Disposition: form-data; name="evidence"; filename="evidence-{number}.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    tail = f"\r\n--{boundary}--\r\n".encode()
    request = (
        f"POST /report HTTP/1.1\r\nHost: {url.netloc}\r\nAccept: application/json\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {len(head) + size + len(tail)}\r\n\r\n"
    ).encode()
    try:
        reader, writer = await asyncio.open_connection(url.hostname, url.port, ssl=context)
        writer.write(request + head)
        piece = os.urandom(PIECE)
        sent = 0
        while sent < size:
            writer.write(piece[: min(PIECE, size - sent)])
            sent += min(PIECE, size - sent)
            await writer.drain()
        writer.write(tail)
        await writer.drain()
        answer = await reader.read()
        writer.close()
    except OSError as error:
        return time.monotonic() - started, False, str(error)
    number_text = re.search(rb'"number":"([^"]+)"', answer)
    return time.monotonic() - started, number_text is not None, number_text.group(1).decode() if number_text else answer[:80].decode(errors="replace")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--pid", type=int, help="of the centre, to read its memory")
    options = parser.parse_args()
    url = urlsplit(options.address)
    context = None
    if url.scheme == "https":
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    peak = [0]
    ended = asyncio.Event()

    async def watch() -> None:
        while not ended.is_set():
            if options.pid:
                peak[0] = max(peak[0], resident(options.pid))
            await asyncio.sleep(0.05)

    before = resident(options.pid) if options.pid else 0
    watcher = asyncio.create_task(watch())
    started = time.monotonic()
    size = int(options.megabytes * 1_000_000)
    results = await asyncio.gather(*(submit(url, number, size, context) for number in range(options.count)))
    elapsed = time.monotonic() - started
    ended.set()
    await watcher
    times = sorted(result[0] for result in results)
    shown = [result[2] for result in results if result[1]]
    print(f"{options.count} submissions at once with {options.megabytes} MB each: {len(shown)} receipts, {len(set(shown))} different, in {elapsed:.1f} s")
    print(f"time to receipt: median {statistics.median(times):.1f} s, longest {times[-1]:.1f} s")
    if options.pid:
        print(f"resident memory: {before // 1024} MiB before, {peak[0] // 1024} MiB at most")
    for result in [result for result in results if not result[1]][:5]:
        print("no receipt:", result[2])


asyncio.run(main())

#!/usr/bin/env python3
"""What keshik.js adds to a page, tried in a real browser under the Content Security Policy that pages are served with.

Usage: script.py [--browser PROGRAM]. Ends with 1 if something does not work.
"""

import argparse
import http.server
import json
import os
import sys
import threading
from urllib.parse import parse_qs, urlsplit

import own_python

ASSETS = os.path.join(os.path.dirname(os.path.dirname(own_python.HERE)), "Sources", "Centre", "Resources", "Assets")
POLICY = ("default-src 'none'; script-src 'nonce-abc'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
          "form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
PAGE = """<!doctype html><html lang="en" data-face="desk"><head><meta charset="utf-8"><title>Parts</title>
<link rel="icon" href="/assets/favicon.svg"><link rel="stylesheet" href="/assets/keshik.css">
<script type="module" nonce="abc" src="/assets/keshik.js"></script></head>
<body data-icons="/assets/icons.svg" data-cancel="Cancel" data-confirm-label="Confirm" data-columns-label="Columns" data-copied="Copied">
<main class="main"><h1>Parts</h1><button type="button" data-theme-switch hidden>Theme</button><span class="live" data-live-state>Live</span>
<div id="live" data-live="/live"><p>before</p></div>
<form id="ask" method="post" action="/done" data-confirm="Really?"><input type="hidden" name="a" value="1"><button class="button">Accept</button></form>
<div class="complete"><input class="input" id="query" data-complete="/complete" aria-label="Query" value="severity = "></div>
<div class="table" id="t" data-columns="t"><div class="scroll"><table><thead><tr><th><input type="checkbox" data-check-all aria-label="All"></th>
<th>Name</th><th>Count</th></tr></thead><tbody>
<tr><td><input type="checkbox" aria-label="1"></td><td><a class="cover" href="/one">one</a></td><td>1</td></tr>
<tr><td><input type="checkbox" aria-label="2"></td><td><a class="cover" href="/two">two</a></td><td>2</td></tr></tbody></table></div>
<div class="table-bar"><span class="row actions"></span></div></div>
<button type="button" data-copy="192.0.2.1">Copy</button></main></body></html>"""


class Pages(http.server.BaseHTTPRequestHandler):
    """The page, the assets, and what the script asks for."""

    protocol_version = "HTTP/1.1"
    posted = []

    def answer(self, body, kind="text/html; charset=utf-8", status=200, headers=()):
        body = body if isinstance(body, bytes) else body.encode()
        self.send_response(status)
        for name, value in [("content-type", kind), ("content-length", str(len(body))), ("content-security-policy", POLICY), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        part = urlsplit(self.path)
        if part.path.startswith("/assets/"):
            name = os.path.basename(part.path)
            kind = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}[name.rpartition(".")[2]]
            with open(os.path.join(ASSETS, name), "rb") as file:
                self.answer(file.read(), kind)
        elif part.path == "/live":
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            self.wfile.write(b"event: message\ndata: <p>after</p>\ndata: <button data-copy=\"x\">new</button>\n\n")
        elif part.path == "/complete":
            query = parse_qs(part.query)
            self.answer(json.dumps([{"text": "critical", "hint": query["at"][0], "from": 11, "to": len(query["q"][0])}, {"text": "high"}]),
                        "application/json")
        else:
            self.answer(PAGE if part.path == "/" else f"<title>x</title><h1>{part.path}</h1>")

    def do_POST(self):
        Pages.posted.append(self.rfile.read(int(self.headers["content-length"])).decode())
        self.answer("", status=303, headers=[("location", "/")])

    def log_message(self, *_):
        pass


def walk(page, expect, address):
    """Everything in the order a person might do it; each step raises where it fails."""
    page.goto(address)
    expect(page.locator("#live p")).to_have_text("after")
    expect(page.locator("[data-live-state]")).to_have_attribute("data-state", "lost")

    # While a person is in the part that is live, nothing is taken from under their hands.
    page.locator("#live button").focus()
    page.locator("#live button").evaluate("e => e.dataset.same = 'yes'")
    page.wait_for_timeout(3500)
    expect(page.locator("#live button")).to_have_attribute("data-same", "yes")
    page.locator("#query").focus()
    expect(page.locator("#live button")).not_to_have_attribute("data-same", "yes")

    page.locator("#query").press("End")
    page.keyboard.type("c")
    option = page.locator("#query-options [role=option]").first
    expect(option).to_contain_text("12")
    expect(page.locator("#query")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#query")).to_have_attribute("aria-activedescendant", "query-options-0")
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value("severity = critical")
    expect(page.locator("#query-options")).to_be_hidden()

    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("dialog")).to_contain_text("Really?")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Pages.posted == [], "a cancelled form was sent"
    page.get_by_role("button", name="Accept").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Accept").click()
    assert Pages.posted == ["a=1"], f"the form was sent as {Pages.posted}"

    page.get_by_label("All").check()
    assert page.locator("tbody input:checked").count() == 2, "not all boxes are ticked"
    page.locator("a.cover").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.cover").nth(1)).to_be_focused()

    page.get_by_role("button", name="Columns").click()
    page.get_by_label("Count").uncheck()
    expect(page.locator("tbody td").nth(2)).to_be_hidden()
    box = page.locator("#t-columns").bounding_box()
    assert box and box["y"] >= 0 and box["y"] + box["height"] <= 720, f"the choice of columns is out of sight: {box}"
    page.reload()
    expect(page.locator("tbody td").nth(2)).to_be_hidden()

    switch = page.locator("[data-theme-switch]")
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    switch.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    switch.click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def main():
    parser = argparse.ArgumentParser(description="Tries keshik.js in a real browser.")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    options = parser.parse_args()
    own_python.require()
    from playwright.sync_api import expect, sync_playwright
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    errors = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.on("console", lambda message: message.type == "error" and errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        walk(page, expect, f"http://127.0.0.1:{server.server_port}/")
        browser.close()
    server.shutdown()
    if errors:
        sys.exit("\n".join(errors))
    print("live parts, completion, questions, columns, rows and colours work under the policy")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Looks at pages in a real browser, as people do: light and dark, on a phone and at a desk.

Reports what breaks WCAG 2.2 AA (axe-core), errors in the console, refusals of the Content Security Policy, missing files, pages that
are wider than a phone (320 and 390 px) and stores pictures. Ends with 1 if anything was found.

Usage: a11y.py [--out FOLDER] [--sign-in URL] [--cookie NAME=VALUE] [--wall] [--print] [--status N] [--browser PROGRAM] URL…
       a11y.py … @FILE     the addresses stand in a file, one a line

A sign-in link is opened first, in every window. Where a link works only once, --sign-in-each names a command that prints a new one. Needs Debian's chromium and python3-venv; the rest it installs into .build-browser/.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import own_python

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

# What a page tells of the policy's refusals, collected before its first script.
WATCH_POLICY = """
window.refusals = [];
document.addEventListener("securitypolicyviolation", e => refusals.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""

# Elements that stick out of the window, the innermost of each branch, but none within a box that scrolls by itself.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = e => { for (let p = e.parentElement; p; p = p.parentElement)
        if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(p).overflowX) && p !== document.body && p !== document.documentElement) return true; };
    const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > width + 1 && !scrolls(e));
    const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (typeof e.className === "string" && e.className
        ? "." + e.className.trim().replace(/\\s+/g, ".") : "");
    const found = wide.filter(e => !wide.some(o => o !== e && e.contains(o))).slice(0, 5).map(e => `${name(e)} (${Math.round(e.getBoundingClientRect().right)} px)`);
    return found.length ? found : [`the page is ${document.documentElement.scrollWidth} px wide`];
}"""


def arguments():
    parser = argparse.ArgumentParser(description="Looks at pages in a real browser.", fromfile_prefix_chars="@")
    parser.add_argument("urls", nargs="+", metavar="URL")
    parser.add_argument("--out", default=os.path.join(own_python.SCRATCH, "pages"), help="folder of pictures and report.json")
    parser.add_argument("--sign-in", action="append", default=[], metavar="URL", help="opened before the pages")
    parser.add_argument("--sign-in-each", metavar="COMMAND", help="prints a fresh sign-in link for every window")
    parser.add_argument("--cookie", action="append", default=[], metavar="NAME=VALUE", help="sent to the pages' hosts")
    parser.add_argument("--status", type=int, action="append", default=[], help="an error status that is meant to come (404)")
    parser.add_argument("--wall", action="store_true", help="also a picture 2560 px wide")
    parser.add_argument("--print", action="store_true", dest="paper", help="also a PDF")
    parser.add_argument("--no-pictures", action="store_true")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    return parser.parse_args()


class Inspection:
    """Opens the pages in one window of a certain size and colour and keeps what it finds."""

    def __init__(self, browser, axe_source, options, name, size, scheme, is_phone=False):
        self.options, self.name, self.found = options, name, []
        self.context = browser.new_context(
            viewport=size, color_scheme=scheme, reduced_motion="reduce", device_scale_factor=2 if is_phone else 1,
            is_mobile=is_phone, has_touch=is_phone, ignore_https_errors=True)
        self.context.add_init_script(WATCH_POLICY)
        self.axe_source = axe_source
        hosts = {f"{part.scheme}://{part.netloc}" for part in map(urlsplit, options.urls)}
        for cookie in options.cookie:
            key, _, value = cookie.partition("=")
            self.context.add_cookies([{"name": key, "value": value, "url": host, "secure": host.startswith("https")} for host in hosts])
        links = list(options.sign_in)
        if options.sign_in_each:
            links += subprocess.run(options.sign_in_each, shell=True, check=True, capture_output=True, text=True).stdout.split()
        for link in links:
            page = self.context.new_page()
            page.goto(link, wait_until="load")
            # A sign-in link asks for one press, so that mail scanners do not use it up.
            button = page.locator("main form[method=post] button")
            if button.count() == 1:
                button.click()
                page.wait_for_load_state("load")
            page.close()

    def note(self, url, kind, text):
        self.found.append({"url": url, "window": self.name, "kind": kind, "text": text})

    def open(self, url):
        page = self.context.new_page()
        # What fails to load is noted as such, below; the console says it again without saying what.
        page.on("console", lambda message: message.type == "error" and "Failed to load resource" not in message.text
                and self.note(url, "console", message.text))
        page.on("pageerror", lambda error: self.note(url, "script", str(error)))
        page.on("response", lambda answer: answer.status >= 400 and answer.url != url and self.note(
            url, "missing", f"{answer.status} {answer.url}"))
        # Pages with live parts never come to rest, so "load" it is.
        answer = page.goto(url, wait_until="load")
        if answer is None or answer.status >= 400 and answer.status not in self.options.status:
            self.note(url, "status", str(answer.status if answer else "no answer"))
        page.wait_for_timeout(150)
        return page

    def accessibility(self, page, url):
        page.evaluate(self.axe_source)
        result = page.evaluate(
            "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", TAGS)
        for violation in result["violations"]:
            for node in violation["nodes"][:6]:
                reason = "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])
                kind = "advice" if violation["tags"] and "best-practice" in violation["tags"] else "wcag"
                self.note(url, kind, f"{violation['id']}: {' '.join(map(str, node['target']))}: {reason}")

    def widths(self, page, url):
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": PHONE["height"]})
            for text in page.evaluate(TOO_WIDE):
                self.note(url, f"wider than {width} px", text)

    def close(self, page, url):
        for refusal in page.evaluate("() => window.refusals"):
            self.note(url, "policy", refusal)
        page.close()


def picture_name(url):
    part = urlsplit(url)
    return re.sub(r"[^a-z0-9]+", "-", (part.netloc.rpartition(":")[2] + part.path + "-" + part.query).lower()).strip("-") or "front"


def inspect(options, sync_playwright, axe_source):
    os.makedirs(options.out, exist_ok=True)
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.browser, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        windows = [("desk-light", DESK, "light", False), ("desk-dark", DESK, "dark", False), ("phone-light", PHONE, "light", True),
                   ("phone-dark", PHONE, "dark", True)]
        if options.wall:
            windows.append(("wall-light", {"width": 2560, "height": 1440}, "light", False))
        for name, size, scheme, is_phone in windows:
            inspection = Inspection(browser, axe_source, options, name, size, scheme, is_phone)
            for url in options.urls:
                page = inspection.open(url)
                if not options.no_pictures:
                    page.screenshot(path=os.path.join(options.out, f"{picture_name(url)}.{name}.png"), full_page=True)
                inspection.accessibility(page, url)
                if options.paper and name == "desk-light":
                    page.pdf(path=os.path.join(options.out, f"{picture_name(url)}.pdf"), format="A4", print_background=True)
                if name == "phone-light":
                    inspection.widths(page, url)
                inspection.close(page, url)
            inspection.context.close()
            found += inspection.found
        browser.close()
    return found


def main():
    options = arguments()
    own_python.require()
    import axe_playwright_python
    from playwright.sync_api import sync_playwright
    if not os.path.exists(options.browser):
        sys.exit(f"{options.browser} is not there; apt-get install --no-install-recommends chromium")
    with open(os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js"), encoding="utf-8") as file:
        axe_source = file.read()
    found = inspect(options, sync_playwright, axe_source)
    with open(os.path.join(options.out, "report.json"), "w", encoding="utf-8") as file:
        json.dump({"pages": options.urls, "found": found}, file, ensure_ascii=False, indent=1)
    said = {}
    for item in found:
        said.setdefault((item["url"], item["kind"], item["text"]), []).append(item["window"])
    for (url, kind, text), windows in said.items():
        print(f"{url}  [{', '.join(sorted(set(windows)))}]\n    {kind}: {text}")
    faults = sum(1 for _, kind, _ in said if kind != "advice")
    print(f"{len(options.urls)} pages, {faults} faults, {len(said) - faults} advices; pictures in {options.out}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

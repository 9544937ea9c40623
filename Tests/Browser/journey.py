#!/usr/bin/env python3
"""Walks through the centre in a real browser as people do: an analyst at the desk, an owner in the portal.

Starts a centre of its own with the sample nation in a temporary folder on free ports, follows the main paths, and stores a picture of
every step. Ends with 1 where a step fails, where the console shows an error or where the Content Security Policy refused something.

Usage: journey.py --keshik PROGRAM [--out FOLDER] [--browser PROGRAM] [--seconds N]
Needs Debian's chromium and python3-venv; without chromium it says so and ends with 0.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import own_python

# What a page tells of the policy's refusals, collected before its first script.
WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", e => console.error(`policy: ${e.effectiveDirective} refused ${e.blockedURI}`));
"""
# How many rows of the sample nation: enough for findings of owners, few enough to start at once.
SAMPLE_ROWS = 5000
ROLES = ("analyst", "administrator", "owner")


class Failure(Exception):
    """A step did not do what it should; its text says which and why."""


def arguments():
    parser = argparse.ArgumentParser(description="Walks through the centre in a real browser.")
    parser.add_argument("--keshik", required=True, metavar="PROGRAM")
    parser.add_argument("--out", default=os.path.join(own_python.SCRATCH, "journey"), help="folder of pictures")
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--seconds", type=int, default=180, help="gives up after so many")
    return parser.parse_args()


def free_ports(count):
    """Ports that nobody listens on; all are held until the last is known, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class RunningCentre:
    """A centre with the sample nation, and the sign-in links that it prints."""

    def __init__(self, program, folder):
        self.public, self.desk, self.portal = (f"127.0.0.1:{port}" for port in free_ports(3))
        self.log = os.path.join(folder, "serve.log")
        with open(self.log, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                [os.path.abspath(program), "serve", "--sample", "--sample-rows", str(SAMPLE_ROWS), "--data", os.path.join(folder, "data"),
                 "--public", self.public, "--desk", self.desk, "--portal", self.portal],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def links(self, deadline):
        """The sign-in links by role, as soon as they are printed."""
        while time.monotonic() < deadline:
            text = self.said()
            found = {role: re.search(rf"^ *{role} +(https://\S+)$", text, re.MULTILINE) for role in ROLES}
            if all(found.values()):
                return {role: match.group(1) for role, match in found.items()}
            if self.process.poll() is not None:
                raise Failure(f"the centre ended with {self.process.returncode} before it was ready:\n{text[-2000:]}")
            time.sleep(0.1)
        raise Failure(f"the centre was not ready in time:\n{self.said()[-2000:]}")

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Walk:
    """One person's window: opens pages, takes pictures, and notes what the browser complains of."""

    def __init__(self, browser, options, person, language, is_phone=False):
        self.options, self.person, self.complaints, self.steps = options, person, [], 0
        size = {"width": 390, "height": 844} if is_phone else {"width": 1280, "height": 900}
        self.context = browser.new_context(ignore_https_errors=True, viewport=size, is_mobile=is_phone, reduced_motion="reduce",
                                           locale=language)
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(WATCH_POLICY)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", lambda answer: answer.status >= 400 and self.complaints.append(f"{answer.status} of {answer.url}"))

    def expect(self, condition, text):
        if not condition:
            raise Failure(f"{text} (at {self.page.url})")

    def go(self, address):
        # Pages with live parts never come to rest, so "load" it is.
        self.page.goto(address, wait_until="load")

    def follow(self, locator, what):
        """Presses something that leads to another page."""
        self.expect(locator.count() > 0, f"there is no {what}")
        with self.page.expect_navigation(wait_until="load"):
            locator.first.click()

    def done(self, text):
        """A step is over: a picture, what the browser complained of, a line."""
        self.steps += 1
        name = f"{self.person}-{self.steps:02}-" + re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50]
        self.page.screenshot(path=os.path.join(self.options.out, name + ".png"))
        if self.complaints:
            raise Failure(f"{self.person}, {text}: the browser complains (at {self.page.url}): " + "; ".join(self.complaints))
        print(f"ok  {self.person}: {text}", flush=True)

    def sign_in(self, link):
        self.go(link)
        # A link may ask for one press, so that mail scanners do not use it up.
        button = self.page.locator("main form[action*='sign-in'] button")
        if button.count():
            self.follow(button, "button that signs in")
        self.expect("sign-in" not in self.page.url, "the sign-in link leads nowhere")

    def language(self, code):
        self.follow(self.page.locator(f".languages a[hreflang={code}]"), f"link to the language {code}")
        self.expect(self.page.locator("html").get_attribute("lang") == code, f"the page is not in the language {code}")

    def heading(self):
        return self.page.locator("main h1").inner_text().strip()

    def sign_out(self):
        self.page.locator("button[popovertarget=person]").click()
        self.follow(self.page.locator("form[action='/sign-out'] button"), "button that signs out")
        self.expect(self.page.locator("form[action='/sign-out']").count() == 0, "the page still shows somebody signed in")


def number(text):
    """The first number of a text, however its thousands are set apart."""
    match = re.search(r"\d[\d\s.,\u00a0\u202f]*", text)
    return int(re.sub(r"\D", "", match.group(0))) if match else None


def analyst(walk, centre, link):
    page, desk = walk.page, f"https://{centre.desk}"
    walk.sign_in(link)
    walk.language("en")
    walk.done("signs in by a link and reads English")

    walk.go(desk + "/")
    # The picture of the nation is made in the background; the page fills itself as soon as it is there.
    figure = page.locator(".figure a.cover[href^='/findings']").first
    figure.wait_for()
    open_findings = number(page.locator(".figure").first.locator(".value").inner_text())
    walk.expect(open_findings, "the overview counts no open findings")
    walk.done("sees the nation")

    walk.follow(figure, "number that leads to findings")
    finding = page.locator("main tbody a[href^='/findings/']")
    walk.expect(finding.count() > 0, f"the overview counts {open_findings} open findings, their page shows none")
    walk.done("follows a number to its findings")

    walk.follow(finding, "finding")
    address = page.url
    facts = page.locator("main .facts")
    walk.expect(facts.count() > 0, "a finding shows no facts")
    walk.done("opens a finding")

    form = page.locator("main form[action$='/decide']")
    walk.expect(form.count() == 1, "an analyst has no form to decide a finding")
    note = "Checked by hand: the device is a test bench"
    form.locator("[name=decision]").select_option("dispute")
    form.locator("[name=note]").fill(note)
    walk.follow(form.locator("button"), "button that decides")
    walk.expect(page.url.split("?")[0] == address.split("?")[0], "after deciding the finding is not shown again")
    walk.expect(note in page.locator("main .timeline").first.inner_text(), "the history does not tell what was decided")
    walk.done("decides, and finds it in the history")

    walk.go(desk + "/events")
    walk.expect(page.locator("main tbody tr").count() > 0, "the explorer shows no events")
    search = page.locator("main form input.input").first
    search.fill("tyep:scanner since:7d")
    walk.follow(page.locator("main .filter button, main form[role=search] button"), "button that asks")
    mistake = page.locator("main .problems[role=alert]")
    walk.expect(mistake.count() == 1, "a mistake in a question is not pointed at")
    walk.expect(mistake.locator("mark").inner_text().strip() != "", "the mistake itself is not marked")
    walk.done("asks with a mistake and sees where it is")

    suggestion = mistake.locator("a[href]")
    if suggestion.count():
        walk.follow(suggestion, "suggestion")
        walk.expect(page.locator("main .problems").count() == 0, "what was suggested is a mistake, too")
        walk.done("takes the suggestion")

    walk.go(desk + "/owners")
    search = page.locator("main input[type=search], main .filter input.input").first
    search.fill("water")
    search.press("Enter")
    page.wait_for_url(re.compile(r"\?.*water"))
    owner = page.locator("main tbody a[href^='/owners/']")
    walk.expect(owner.count() > 0, "no owner is found by a part of its name")
    walk.done("searches an owner")
    name = owner.first.inner_text().strip()
    walk.follow(owner, "owner")
    walk.expect(name in page.locator("main h1").inner_text(), f"the page of {name} is called otherwise")
    walk.done("opens an owner")

    for place in ("/feeds", "/notices", "/reports", "/cases", "/duty", "/advisories", "/referrals"):
        if page.locator(f"#nav a[href='{place}']").count():
            walk.follow(page.locator(f"#nav a[href='{place}']"), f"link to {place}")
            walk.expect(walk.heading() != "", f"{place} has no heading")
            walk.done(f"looks at {place[1:]}")

    # What the citizen reported becomes a case, and the case a draft for law enforcement.
    walk.go(desk + "/reports")
    walk.follow(page.locator("main tbody a[href^='/reports/']"), "report of the citizen")
    walk.done("reads the report")
    walk.follow(page.locator("main form[action$='/case'] button"), "button that opens a case")
    walk.done("opens a case")
    walk.go(desk + "/cases")
    walk.follow(page.locator("main tbody a[href^='/cases/']"), "case of the report")
    walk.done("reads the case")
    walk.follow(page.locator("main form[action='/referrals'] button"), "button that begins a referral")
    walk.expect("/referrals/" in page.url, "no referral was begun")
    walk.done("begins a referral")

    walk.go(desk + "/findings")
    english = walk.heading()
    headings = {english}
    for code in ("az", "ru"):
        walk.language(code)
        headings.add(walk.heading())
        walk.done(f"switches the language to {code}")
    walk.expect(len(headings) == 3, f"the heading is the same in several languages: {headings}")
    walk.language("en")
    walk.sign_out()
    walk.go(desk + "/findings")
    walk.expect("/sign-in" in page.url, "after signing out the desk still opens")
    walk.done("signs out, and the desk is closed")


def administrator(walk, centre, link):
    desk = f"https://{centre.desk}"
    walk.sign_in(link)
    walk.language("en")
    entries = [entry.get_attribute("href") for entry in walk.page.locator("#nav a").all()]
    walk.expect(len(entries) > 5, f"an administrator's navigation is short: {entries}")
    for entry in entries:
        walk.go(desk + entry)
        walk.expect(walk.page.locator("main h1").count() == 1, "a page has no heading, or several")
        walk.done(f"opens {entry}")


def citizen(walk, centre, link):
    """Somebody without an account, on a phone: reads a warning, reports, and comes back with the words of the receipt."""
    page, public = walk.page, f"https://{centre.public}"
    walk.go(public + "/")
    walk.language("en")
    walk.expect(walk.heading() != "", "the front page has no heading")
    walk.done("opens the front page")
    for place in ("/warnings", "/advisories", "/transparency", "/rfc2350"):
        walk.go(public + place)
        walk.expect(walk.heading() != "", f"{place} has no heading")
        walk.done(f"opens {place}")

    walk.go(public + "/report")
    page.locator("textarea[name=text]").fill("A message pretends to be my bank and asks for my password at http://bank.example/login")
    walk.done("begins a report")
    walk.follow(page.locator("main form button[type=submit], main form button:not([type])").last, "button that goes on")
    walk.expect(page.locator("main select[name=type]").count() + page.locator("main input[name=type]").count() > 0, "no type is proposed")
    walk.done("sees what the report may be")
    walk.follow(page.locator("main form button[type=submit], main form button:not([type])").last, "button that sends")
    walk.expect(page.locator("main .problems").count() == 0, "the report was refused")
    walk.done("holds a receipt")


def owner(walk, centre, link):
    page, portal = walk.page, f"https://{centre.portal}"
    walk.sign_in(link)
    walk.language("en")
    page.locator(".figure").first.wait_for()
    walk.done("signs in to the portal on a phone")

    walk.go(portal + "/findings")
    finding = page.locator("main tbody a[href^='/findings/']")
    if finding.count():
        walk.follow(finding, "own finding")
        walk.expect(page.locator("main .facts").count() > 0, "an own finding shows no facts")
        walk.done("opens an own finding and reads what to do")
    else:
        walk.expect(walk.heading() != "", "the own findings have no heading")
        walk.done("has no findings, and is told so")

    if page.locator("#nav a[href='/notices']").count():
        walk.go(portal + "/notices")
        notice = page.locator("main tbody a[href^='/notices/']")
        if notice.count():
            walk.follow(notice, "notice")
            walk.done("reads a notice")
            form = page.locator("#answer form")
            if form.count():
                form.locator("input[type=radio]").first.check()
                if form.locator("textarea").count():
                    form.locator("textarea").first.fill("We switched the service off this morning.")
                walk.follow(form.locator("button"), "button that answers")
                walk.expect(page.locator("main .problems").count() == 0, "the answer was refused")
                walk.done("answers the notice")
        else:
            walk.done("has no notices, and is told so")

    walk.go(portal + "/organisation")
    walk.expect(walk.heading() != "", "the own organisation has no name")
    walk.done("sees what is registered for the own organisation")
    walk.sign_out()
    walk.go(portal + "/findings")
    walk.expect("/sign-in" in page.url, "after signing out the portal still opens")
    walk.done("signs out, and the portal is closed")


def wander(options, centre, links):
    from playwright.sync_api import Error, sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=options.browser, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"])
        try:
            steps = 0
            for person, path, is_phone in (
                    ("citizen", citizen, True), ("analyst", analyst, False), ("owner", owner, True), ("administrator", administrator, False)):
                walk = Walk(browser, options, person, "en-GB", is_phone)
                try:
                    path(walk, centre, links.get(person))
                except Error as error:
                    walk.page.screenshot(path=os.path.join(options.out, f"{person}-failed.png"), full_page=True)
                    raise Failure(f"{person}, after step {walk.steps} (at {walk.page.url}): {error.message.splitlines()[0]}") from error
                except Failure as failure:
                    walk.page.screenshot(path=os.path.join(options.out, f"{person}-failed.png"), full_page=True)
                    raise Failure(f"{person}, after step {walk.steps}: {failure}") from failure
                steps += walk.steps
                walk.context.close()
            return steps
        finally:
            browser.close()


def give_up(signum, frame):
    raise Failure("the walk took too long")


def main():
    options = arguments()
    if not os.path.exists(options.browser):
        print(f"skipped: the walk through the pages needs {options.browser} (apt-get install --no-install-recommends chromium)")
        return
    if not os.access(options.keshik, os.X_OK):
        sys.exit(f"{options.keshik} is not there; build it first")
    try:
        own_python.require()
    except (subprocess.CalledProcessError, OSError) as problem:
        print(f"skipped: the walk through the pages needs Playwright, which could not be installed ({problem})")
        return
    started = time.monotonic()
    shutil.rmtree(options.out, ignore_errors=True)
    os.makedirs(options.out)
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(options.seconds)
    with tempfile.TemporaryDirectory(prefix="keshik-journey-") as folder:
        centre = RunningCentre(options.keshik, folder)
        try:
            steps = wander(options, centre, centre.links(started + 90))
        except Failure as failure:
            shutil.copy(centre.log, os.path.join(options.out, "serve.log"))
            print(f"FAILED  {failure}", file=sys.stderr)
            sys.exit(1)
        finally:
            signal.alarm(0)
            centre.end()
    print(f"{steps} steps without a fault in {time.monotonic() - started:.0f} s; pictures in {options.out}")


if __name__ == "__main__":
    main()

"""Tests CSAF documents with every test on, beside PyPI's csaf: CPU a document, time a document when warm, start and a large document.

Needs the documents in ../shared/data, which are no part of this project. Usage: csaf.py --keshik PROGRAM [--runs N]
"""

import argparse
import datetime
import glob
import json
import os

import measure

DATA = os.path.join(measure.ROOT, "..", "shared", "data")
SETS = {
    "2.0": ("v20", ["csaf/csaf_2.0/test/validator/data", "csaf-real"]),
    "2.1": ("v21", ["csaf/csaf_2.1/test/validator/data"]),
}


def documents(version, folders):
    """Files of these folders that are CSAF of this version."""
    found = []
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(DATA, folder, "**", "*.json"), recursive=True)):
            with open(path, encoding="utf-8") as file:
                try:
                    content = json.load(file)
                except ValueError:
                    continue
            if isinstance(content, dict) and (content.get("document") or {}).get("csaf_version") == version:
                found.append(os.path.abspath(path))
    return found


def large(path, size):
    """An advisory of about `size` bytes: one vendor, many versions, each affected by one of many vulnerabilities."""
    branches, vulnerabilities, bytes_so_far, number = [], [], 0, 0
    while bytes_so_far < size:
        ids = []
        for version in range(100):
            product = {"name": f"Example Product {number} 1.{version}", "product_id": f"CSAFPID-{number:05d}-{version:03d}",
                       "product_identification_helper": {"cpe": f"cpe:2.3:a:example:product_{number}:1.{version}:*:*:*:*:*:*:*"}}
            ids.append(product["product_id"])
            branches.append({"category": "product_name", "name": f"Product {number}", "branches": [
                {"category": "product_version", "name": f"1.{version}", "product": product}]})
        vulnerabilities.append({
            "cve": f"CVE-2024-{10000 + number}", "cwe": {"id": "CWE-787", "name": "Out-of-bounds Write"},
            "notes": [{"category": "description", "text": "The length of a request is not checked. " * 5}],
            "product_status": {"known_affected": ids},
            "remediations": [{"category": "vendor_fix", "details": "Install the latest version.", "product_ids": ids}],
            "scores": [{"cvss_v3": {"baseScore": 9.8, "baseSeverity": "CRITICAL", "version": "3.1",
                                    "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}, "products": ids}]})
        number += 1
        bytes_so_far = 36_000 * number
    date = "2024-01-24T10:00:00Z"
    document = {
        "document": {"category": "csaf_security_advisory", "csaf_version": "2.0", "lang": "en", "title": "Many products",
                     "distribution": {"tlp": {"label": "WHITE"}},
                     "publisher": {"category": "vendor", "name": "Example Company", "namespace": "https://example.com"},
                     "tracking": {"current_release_date": date, "id": "ESA-LARGE", "initial_release_date": date, "status": "final", "version": "1",
                                  "revision_history": [{"date": date, "number": "1", "summary": "First version."}]}},
        "product_tree": {"branches": [{"category": "vendor", "name": "Example Company", "branches": branches}]},
        "vulnerabilities": vulnerabilities}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return os.path.getsize(path)


def measure_csaf(options):
    peer = os.path.join(measure.environment("csaf"), "csaf")
    result = {}
    rows = []
    for version, (spec, folders) in SETS.items():
        files = documents(version, folders)
        if not files:
            raise SystemExit("the benchmark needs ../shared/data/csaf and ../shared/data/csaf-real")
        own, other = [], []
        for _ in range(options.runs):
            # Both in one process over all files; the start is in it.
            own.append(measure.run([options.keshik, "csaf", "validate", "--json", *files], allowed=(0, 2)).cpu)
            if os.path.exists(peer):
                other.append(measure.run(
                    [peer, "validate", "--spec-version", spec, "--preset", "full", "--no-network", *files], allowed=(0, 1, 2)).cpu)
        warm = measure.run([options.keshik, "csaf", "validate", "--json", "--measure", "20", *files]).output
        times = sorted(json.loads(line)["microseconds"] for line in warm.splitlines())
        entry = {"files": len(files), "keshik_cpu": own, "peer_cpu": other, "warm_median_us": times[len(times) // 2], "warm_max_us": times[-1],
                 "warm_p99_us": times[int(len(times) * 0.99)]}
        result[version] = entry
        ratio = measure.median(other) / measure.median(own) if other else None
        rows.append([
            f"CSAF {version}, {len(files)} documents", f"{1e3 * measure.median(own) / len(files):.3f}",
            f"{1e3 * measure.median(other) / len(files):.3f}" if other else "-", f"{ratio:.0f}" if ratio else "-",
            f"{entry['warm_median_us'] / 1e3:.3f}", f"{entry['warm_p99_us'] / 1e3:.3f}"])
    measure.table(["", "keshik, CPU ms a document", "PyPI csaf", "ratio", "warm, median ms", "99 %"], rows)

    sample = documents("2.0", ["csaf-real"])[0]
    start = [measure.run([options.keshik, "csaf", "validate", sample], allowed=(0, 2)) for _ in range(5 * options.runs)]
    path = os.path.join(measure.SCRATCH, "large.json")
    size = large(path, 10_000_000)
    big = [measure.run([options.keshik, "csaf", "validate", path], allowed=(0, 2)) for _ in range(options.runs)]
    result["start"] = {"file": os.path.basename(sample), "wall": [run.wall for run in start], "cpu": [run.cpu for run in start]}
    result["large"] = {"bytes": size, "wall": [run.wall for run in big], "cpu": [run.cpu for run in big], "peak_rss": [run.peak_rss for run in big]}
    measure.table(
        ["", "CPU ms", "wall ms", "peak MiB"],
        [[name, f"{1e3 * measure.median([run.cpu for run in runs]):.1f}", f"{1e3 * measure.median([run.wall for run in runs]):.1f}",
          f"{max(run.peak_rss for run in runs) / 2**20:.0f}"]
         for name, runs in (("one document, with the start", start), (f"{size / 1e6:.1f} MB", big))])
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keshik", required=True)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    arguments.keshik = os.path.abspath(arguments.keshik)
    os.makedirs(measure.SCRATCH, exist_ok=True)
    outcome = {"benchmark": "csaf", "when": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
               "machine": measure.machine()} | measure_csaf(arguments)
    measure.write_result("csaf", outcome)

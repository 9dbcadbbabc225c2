"""What Lighthouse says of the pages of a built site, as it sees them on a telephone and on a desk.

    python -m benchmarks.lighthouse SITE [--work DIR] [--runs 3] [--query forêt]

SITE is a folder that build.py wrote. Pages: home, the search page with results, the latest question with
an answer, a deputy. Prints medians of the runs as a table, then what takes points off. Installs
Lighthouse with npm in the folder of --work.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from benchmarks.host import hosted
from tests.chromium import find_chromium

#: The last line that runs on Node 18.16 and later.
VERSION: Final = "12.8.2"
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
FORMS: Final = {"telephone": [], "desk": ["--preset=desktop"]}
FLAGS: Final = "--headless=new --no-sandbox --disable-gpu --disable-quic --lang=fr"
#: An audit below this is told.
GOOD: Final = 0.9
ASKED: Final = 95


def main() -> int:
    """Ends with 1 where a page has less than what is asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site", type=Path)
    options.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "lighthouse")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--query", default="internet")
    given = options.parse_args()
    command = installed(given.work)
    low = False
    failing: dict[str, set[str]] = {}
    print("| page | seen from | performance | accessibility | best practices | SEO |")
    print("|---|---|---|---|---|---|")
    with hosted(given.site) as base:
        for name, path in pages_of(given.site, given.query).items():
            for form, flags in FORMS.items():
                reports = [report(command, base + path, flags) for _ in range(given.runs)]
                scores = {
                    category: round(statistics.median(score(each, category) for each in reports))
                    for category in CATEGORIES
                }
                low |= min(scores.values()) < ASKED
                for shown in costly(reports[0]):
                    failing.setdefault(shown, set()).add(f"{name} ({form})")
                figures = " | ".join(str(scores[category]) for category in CATEGORIES)
                print(f"| {name} | {form} | {figures} |", flush=True)
    for shown, where in failing.items():
        print(f"- {shown} [{', '.join(sorted(where))}]")
    return int(low)


def pages_of(site: Path, query: str) -> dict[str, str]:
    """Addresses from the root of the site."""
    questions = sorted(site.glob("q*/*.html"))
    answered = [path for path in questions if 'data-texte="reponse"' in path.read_text("utf-8")]
    deputies = [path for path in sorted(site.glob("deputes/*.html")) if path.name != "index.html"]
    return {
        "home": "index.html",
        "search with results": f"recherche.html?q={quote(query)}",
        "question": (answered or questions)[-1].relative_to(site).as_posix(),
        "deputy": deputies[0].relative_to(site).as_posix(),
    }


def installed(work: Path) -> Path:
    """Lighthouse in a folder, installed where it is not yet."""
    command = work / "node_modules/.bin/lighthouse"
    if not command.exists():
        if not shutil.which("npm"):
            raise SystemExit("no npm here; install Node.js 18 or later")
        work.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", f"lighthouse@{VERSION}"]
        subprocess.run([*npm, "--prefix", str(work)], cwd=work, check=True)
    return command


def report(command: Path, address: str, flags: list[str]) -> dict[str, Any]:
    """One run, as Lighthouse's JSON."""
    done = subprocess.run(
        [
            str(command),
            address,
            "--quiet",
            "--output=json",
            f"--chrome-flags={FLAGS}",
            f"--only-categories={','.join(CATEGORIES)}",
            *flags,
        ],
        env=os.environ | {"CHROME_PATH": find_chromium() or ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{address}: {done.stderr.strip()}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def score(of: dict[str, Any], category: str) -> float:
    """Of a category, out of a hundred."""
    found = of["categories"][category]["score"]
    if found is None:
        raise SystemExit(f"Lighthouse gives no score of {category}: {of.get('runtimeError')}")
    return 100 * float(found)


def costly(of: dict[str, Any]) -> Iterator[str]:
    """Audits that take points off, with what they found and the first places of it."""
    for category in CATEGORIES:
        for part in of["categories"][category]["auditRefs"]:
            audit = of["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < GOOD:
                items = (audit.get("details") or {}).get("items", [])
                places = [item["node"]["snippet"] for item in items if "node" in item]
                found = audit.get("displayValue") or audit["title"]
                yield f"{audit['id']}: {found} {' '.join(places[:2])}".strip()


if __name__ == "__main__":
    raise SystemExit(main())

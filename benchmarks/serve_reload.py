"""How long after a source was saved does the open page show it? `serve --watch`, in Chromium.

    python -m benchmarks.serve_reload --source /some/folder [--edits 5]

The sources are copied. Each edit changes the text of one question, whose page is open; the time runs from
the file's being written to its new words standing on the page.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from benchmarks.measure import ROOT, machine
from parser.read import read_question
from tests.chromium import ARGUMENTS, find_chromium

#: Seconds that somebody reads before the next edit: the index of the one before is made meanwhile.
READS: Final = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--edits", type=int, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        measure(options.source.resolve(), Path(work), options.edits)


def measure(source: Path, work: Path, edits: int) -> None:
    """Prints a line for each edit, and the median."""
    shutil.copytree(source, work / "sources")
    places = [f"--{name}={work / name}" for name in ("pages", "site", "cache")]
    command: list[str | Path] = [
        sys.executable,
        ROOT / "build.py",
        "serve",
        "--watch",
        "--port",
        "0",
    ]
    print(machine(), f"load {os.getloadavg()[0]:.0f}", flush=True)
    with (
        subprocess.Popen(
            [*command, "--source", work / "sources", *places],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as server,
        sync_playwright() as playwright,
    ):
        assert server.stdout
        base = next(line for line in server.stdout if line.startswith("http://")).split()[0]
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()), args=list(ARGUMENTS)
        )
        page = browser.new_page()
        took = []
        for number, path in enumerate(random.Random(1).sample(texts(work / "sources"), edits)):
            words = f"Relu {number} fois"
            page.goto(f"{base}{address_of(path)}")
            time.sleep(READS)
            text = path.read_text("utf-8").replace(" pour ", f" pour {words} ", 1)
            start = time.perf_counter()
            path.write_text(text, "utf-8")
            page.get_by_text(words).first.wait_for(timeout=60_000)
            took.append(time.perf_counter() - start)
            print(f"{took[-1]:.2f} s", flush=True)
        browser.close()
        server.terminate()
        server.stdout.read()
    print(f"median of {edits}: {statistics.median(took):.2f} s")


def texts(folder: Path) -> list[Path]:
    """The sources that one word can be added to."""
    return [path for path in sorted(folder.rglob("*.txt")) if " pour " in path.read_text("utf-8")]


def address_of(path: Path) -> str:
    """Of the page of a source."""
    reading = read_question(path.read_bytes(), source=path.name, path=path.name)
    assert reading.question
    return f"{reading.question.address}.html"


if __name__ == "__main__":
    main()

"""What does a build cost when little changed? Clean, nothing changed, 200 edits, theme changed.

    python -m benchmarks.incremental --source /some/folder

The sources are copied (as links) before they are edited. CPU time counts all processes; on a busy machine
it is the figure to compare.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.measure import ROOT, count_files, machine, run

#: Questions changed, and questions added.
EDITS: Final = 100
#: `Question écrite n° 1`, `Numéro de la question : 1`, `Question N° : 1`
NUMBER: Final = re.compile(r"((?:écrite n°|de la question :|Question N° :)\s*)\d+")
FIRST_ADDED: Final = 900_000
#: What a copy of the project needs to build: its theme is changed.
PROJECT: Final = (
    "build.py",
    "exports",
    "noindex.txt",
    "mkdocs.yml",
    "parser",
    "publisher",
    "fetching",
    "related",
    "search",
    "theme",
    "docs",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--work", type=Path, help="where to build; default: the temporary folder")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        measure(options.source.resolve(), Path(work))


def measure(source: Path, work: Path) -> None:
    """Builds below ``work``, one way after the other, and prints a line for each."""
    for name in PROJECT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, work / name)
        else:
            shutil.copyfile(ROOT / name, work / name)
    shutil.copytree(source, work / "sources", copy_function=os.link)
    print(machine())
    build("clean", work)
    build("nothing changed", work)
    edit(work / "sources")
    build(f"{EDITS} changed, {EDITS} added", work)
    with (work / "theme" / "partials" / "footer.html").open("a") as footer:
        footer.write("<!-- -->\n")
    build("theme changed", work)
    print(f"{count_files(work / 'site', '.html'):,} pages of HTML")


def build(name: str, work: Path) -> None:
    """One build, and its line."""
    took = run(
        [
            *(sys.executable, work / "build.py", "all", "--source", work / "sources"),
            *("--pages", work / "pages", "--site", work / "site", "--cache", work / "cache"),
        ]
    )
    print(f"{name:24} {took.seconds:7.1f} s {took.cpu:7.1f} s of CPU {took.peak:5} MiB")
    print(f"    {took.said}", flush=True)


def edit(sources: Path) -> None:
    """Changes some files, and adds as many with numbers of their own."""
    files = sorted(path for path in sources.rglob("*") if path.is_file())
    for number, path in enumerate(random.Random(1).sample(files, 2 * EDITS)):
        text = path.read_text("utf-8").replace(" pour ", " par ", 3)
        if number < EDITS:
            path.unlink()  # a link to a file of others, which must stay as it is
            path.write_text(text, "utf-8")
        else:
            added = NUMBER.sub(rf"\g<1>{FIRST_ADDED + number}", text)
            path.with_name(f"added-{path.name}").write_text(added, "utf-8")


if __name__ == "__main__":
    main()

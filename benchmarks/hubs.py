"""What do hubs cost, written for the first time and when nothing of them changed? How large is the largest?

    python -m benchmarks.hubs --records .cache/records.jsonl --work /some/folder

CPU time of one process; the facts of the questions are there, as a second build has them.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.measure import machine
from parser.corpus import read_records
from publisher.facts import Facts
from publisher.memory import Written
from publisher.pages import write_hubs
from publisher.writing import PageWriter

#: Pages named, the largest first.
LARGEST = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--work", type=Path, help="where to write; default: the temporary folder")
    options = parser.parse_args(arguments)
    facts, cards = {}, {}
    for question in read_records(options.records):
        path = f"{question.address}.md"
        facts[path], cards[path] = Facts.of(question)
    gc.freeze()
    gc.disable()  # as a build does
    print(machine())
    pages = Path(tempfile.mkdtemp(dir=options.work))
    known: Mapping[str, Written] = {}
    for name in ("first time", "nothing changed"):
        writer = PageWriter(pages, lambda: cards, known)
        start = time.process_time()
        write_hubs(facts, writer)
        print(f"{len(facts):,} questions, {name}: {time.process_time() - start:.1f} s of CPU")
        known = writer.written
    sizes = sorted(((p.stat().st_size, p) for p in pages.rglob("*.md")), reverse=True)
    print(f"{len(sizes):,} pages, {sum(size for size, _ in sizes) / 1e6:.0f} MB of Markdown")
    for size, page in sizes[:LARGEST]:
        print(f"    {size:,} bytes {page.relative_to(pages)}")
    shutil.rmtree(pages)


if __name__ == "__main__":
    main()

"""What feeds and exports cost: CPU seconds and bytes, in one process.

python -m benchmarks.take_away .cache/records.jsonl
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import process_time

from exports.tables import Part, formats, write_part
from parser.corpus import read_records
from publisher.facts import Facts
from publisher.pages import write_hubs
from publisher.writing import PageWriter


def main(records: Path) -> None:
    """Prints a line for each."""
    known = {f"{question.address}.md": Facts.of(question) for question in read_records(records)}
    questions = {path: facts for path, (facts, _) in known.items()}
    cards = {path: html for path, (_, html) in known.items()}
    print(f"{len(known):,} questions")
    with tempfile.TemporaryDirectory(dir=records.parent) as work:
        hubs = {}
        for name, site_url in (("hubs", None), ("hubs and feeds", "https://example.org/")):
            folder = Path(work) / name
            folder.mkdir()
            start = process_time()
            write_hubs(questions, PageWriter(folder, lambda: cards), site_url=site_url)
            hubs[name] = process_time() - start
            feeds = [path.stat().st_size for path in folder.rglob("*.atom")]
            print(f"{name}: {hubs[name]:.1f} s, {len(feeds):,} feeds, {sum(feeds) / 1e6:.1f} MB")
        part = Part(0, 0, len(known), "")
        for kind in formats():
            file = Path(work) / kind
            start = process_time()
            write_part(records, part, kind, file)
            print(f"{kind}: {process_time() - start:.1f} s, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

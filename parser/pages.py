"""Records → the Markdown pages of the questions, in a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from parser.page import to_page
from parser.question import Question, from_dict

#: Pages handed to a worker at once: some 0.2 s of work.
BATCH: Final = 200


def write_pages(
    records: Path,
    pages: Path,
    *,
    workers: int = 1,
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Writes `q14/14-55901QE.md` and so on from the lines that `read_sources` wrote.

    A page that already holds the same text is not written again. ``progress`` is called with the
    number of pages done.
    """
    done = 0
    batches = _batches(records)
    first = list(islice(batches, 2))
    if workers < 2 or len(first) < 2:
        for batch in (*first, *batches):
            done += _write_batch(pages, batch)
            progress(done)
        return
    with ProcessPoolExecutor(workers) as pool:
        for count in pool.map(partial(_write_batch, pages), (*first, *batches)):
            done += count
            progress(done)


def write_page(question: Question, pages: Path) -> None:
    """Writes the page of one question below ``pages``."""
    write_if_changed(pages / f"{question.address}.md", to_page(question).encode())


def write_if_changed(path: Path, content: bytes) -> None:
    """Writes a file aside and renames it, so that it is never seen half written."""
    try:
        if path.read_bytes() == content:
            return
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.new")
    aside.write_bytes(content)
    aside.replace(path)


def _batches(records: Path) -> Iterator[list[bytes]]:
    with records.open("rb") as lines:
        while batch := list(islice(lines, BATCH)):
            yield batch


def _write_batch(pages: Path, lines: list[bytes]) -> int:
    for line in lines:
        write_page(from_dict(json.loads(line)), pages)
    return len(lines)

"""Records → the Markdown pages of the questions, in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import orjson

from parser.page import to_page
from parser.processes import processes
from parser.question import Question, from_dict

#: Pages handed to a worker at once: some 0.2 s of work.
BATCH: Final = 200

T = TypeVar("T")
#: Where a line stands in the records, and its length.
Place = tuple[int, int]


def write_pages(
    records: Path,
    pages: Path,
    places: Sequence[Place],
    keep: Callable[[Question], T],
    *,
    workers: int = 1,
) -> Iterator[list[T]]:
    """Writes `q14/14-55901QE.md` and so on from some lines that `read_sources` wrote.

    A page that already holds the same text is not written again. Yields what ``keep`` makes of the
    questions, in their order, as batches of them are done; ``keep`` runs in the workers.
    """
    batches = [places[i : i + BATCH] for i in range(0, len(places), BATCH)]
    write = partial(_write_batch, records, pages, keep)
    if workers < 2 or len(batches) < 2:
        yield from map(write, batches)
        return
    with processes(workers) as pool:
        yield from pool.map(write, batches)


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
    # Hidden: a build that is killed now leaves nothing that MkDocs would publish.
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(content)
    aside.replace(path)


def _write_batch(
    records: Path, pages: Path, keep: Callable[[Question], T], places: Sequence[Place]
) -> list[T]:
    kept = []
    with records.open("rb") as lines:
        for start, length in places:
            lines.seek(start)
            question = from_dict(orjson.loads(lines.read(length)))
            write_page(question, pages)
            kept.append(keep(question))
    return kept

"""The pages of the questions, written where a record changed; their facts and cards, for the hubs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate
from pathlib import Path

from parser.corpus import Report
from parser.pages import write_pages
from parser.question import page_address
from publisher.facts import Facts
from publisher.memory import Look, Memory, written


def write_questions(
    records: Path,
    report: Report,
    pages: Path,
    memory: Memory,
    looks: Mapping[str, Look],
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, Facts]:
    """Writes the pages that are not as they should be; the facts of all questions by their paths.

    ``looks``: of the files that are in the pages folder.
    """
    paths = [f"{page_address(key)}.md" for key in report.keys]
    starts = accumulate(report.lengths, initial=0)
    places = dict(zip(paths, zip(starts, report.lengths, strict=False), strict=True))
    pages_before, facts_before = memory.pages, memory.facts
    wanted = []
    for path, digest in zip(paths, report.digests, strict=True):
        page, known = pages_before.get(path), facts_before.get(path)
        if not (
            page and known and page.digest == known[0] == digest and looks.get(path) == page.look
        ):
            wanted.append((path, digest))
    done = 0
    todo = iter(wanted)
    for batch in write_pages(
        records, pages, [places[path] for path, _ in wanted], Facts.of, workers=workers
    ):
        for (facts, card), (path, digest) in zip(batch, todo, strict=False):
            page = written(pages / path, digest)
            assert page
            memory.pages[path] = page
            memory.facts[path] = (digest, facts)
            memory.add_card(path, card)
        done += len(batch)
        progress(done, len(wanted))
    for path in memory.facts.keys() - set(paths):
        del memory.facts[path]
    return {path: memory.facts[path][1] for path in paths}

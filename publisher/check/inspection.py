"""The whole of a finished site: its pages, its index, its list for search engines."""

from __future__ import annotations

import os
import re
from array import array
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from parser.processes import processes
from parser.question import page_address
from publisher.check import pages
from publisher.check.fault import Fault
from publisher.check.page import read_page
from publisher.check.pages import HOME, LOST, Site
from publisher.check.semblables import check_shards
from publisher.check.sitemap import check_sitemap
from publisher.policy import content_security_policy
from search.check import IndexCheck, check_index

#: Files handed to a process at once.
_SLICE: Final = 200
#: `q14/14-55901QE.html`
QUESTION: Final = re.compile(r"q\d+/\d+-\d+[A-Z]+\.html")


@dataclass(slots=True)
class Inspection:
    """What a check has looked at so far; complete when `faults` has ended."""

    site: Path
    #: The index, within the site.
    index: str
    workers: int = 1
    pages: int = 0
    links: int = 0
    shards: int = 0
    #: Pages whose HTML was read by a parser.
    sample: int = 0
    scripts: set[str] = field(default_factory=set)

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that the pages need, and no more."""
        return content_security_policy(self.scripts)

    def faults(self) -> Iterator[Fault]:
        """Everything that is wrong, as it is found: page by page, then the site as a whole."""
        files = sorted(_files(self.site))
        numbers = {path: number for number, path in enumerate(files)}
        site = Site(self.site, numbers, _address(self.site))
        html = {path for path in files if path.endswith(".html")}
        self.pages = len(html)
        fragments: dict[str, dict[str, tuple[str, int]]] = {}
        ways: dict[int, array[int]] = {}
        hidden: set[str] = set()
        with processes(self.workers, pages.enter, site) as pool:
            index = pool.submit(check_index, self.site / self.index)
            read = [path for path in files if not path.endswith(".bin")]
            slices = [read[at : at + _SLICE] for at in range(0, len(read), _SLICE)]
            for seen in pool.map(pages.check_slice, slices):
                yield from seen.faults
                self.links += seen.links
                self.sample += seen.sample
                self.scripts |= seen.scripts
                hidden |= seen.hidden
                ways |= seen.ways
                for place, origin in seen.fragments.items():
                    fragments.setdefault(place.path, {}).setdefault(place.fragment, origin)
            for wrong in pool.map(pages.check_fragments, fragments, fragments.values()):
                yield from wrong
            yield from _orphans(files, numbers, ways)
            yield from check_shards(self.site, files, set(filter(QUESTION.fullmatch, html)))
            yield from check_sitemap(self.site, html - hidden, site.base)
            yield from self._index_faults(index.result(), html)

    def _index_faults(self, done: IndexCheck, html: set[str]) -> Iterator[Fault]:
        self.shards = done.files
        for path, found, expected in done.faults:
            yield Fault(f"{self.index}/{path}", 0, found, expected)
        for name in done.names:
            if name not in html:
                yield Fault(f"{self.index}/noms.json", 0, f'address "{name}"', "a page")
        if done.faults:
            return
        indexed = {f"{page_address(key)}.html" for key in done.questions}
        questions = set(filter(QUESTION.fullmatch, html))
        for path in sorted(indexed - html):
            yield Fault(path, 0, "a question that is indexed but has no page", "its page")
        for path in sorted(questions - indexed):
            yield Fault(path, 0, "a question that search does not find", "it in the index")


def _files(site: Path) -> Iterator[str]:
    for folder, _, names in os.walk(site):
        relative = os.path.relpath(folder, site)
        for name in names:
            yield name if relative == "." else f"{relative}/{name}"


def _address(site: Path) -> str | None:
    """The address of the site, as the canonical link of its home page gives it."""
    try:
        canonical = read_page((site / HOME).read_bytes()).canonical
    except FileNotFoundError:
        return None
    return canonical[0][0].removesuffix(HOME) if canonical else None


def _orphans(
    files: list[str], numbers: dict[str, int], ways: dict[int, array[int]]
) -> Iterable[Fault]:
    """Pages that no way of links leads to from home."""
    if HOME not in numbers:
        yield Fault(HOME, 0, "missing", "a page to begin with")
        return
    reached = {numbers[HOME]}
    waiting = deque(reached)
    while waiting:
        for target in ways.get(waiting.popleft(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    for number in sorted(ways.keys() - reached):
        if files[number] != LOST:
            yield Fault(files[number], 0, "no way of links from home", "one at least")

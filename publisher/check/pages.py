"""Pages and what they ask for, looked at in slices by several processes.

A slice gives back what only the whole site can tell: which pages its pages lead to, and which ids they name
in others. Memory holds the names of the files and the links between pages:
180 MB at 106,000 pages with copies.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from publisher.check import assets, markup
from publisher.check.addresses import Place, Wrong, resolve
from publisher.check.copies import faults_of_copies
from publisher.check.fault import Fault
from publisher.check.page import Page, line_of, read_page
from publisher.policy import script_hash

#: Where a reader comes in.
HOME: Final = "index.html"
#: Shown at any address that has no page: no page leads to it, and it has no address of its own.
LOST: Final = "404.html"


@dataclass(frozen=True, slots=True)
class Site:
    """What every slice needs to know: the files, numbered, and the address of the site, if it has one."""

    folder: Path
    files: dict[str, int]
    base: str | None


@dataclass(slots=True)
class Slice:
    """What was seen in some files."""

    faults: list[Fault] = field(default_factory=list)
    #: For each page, by number, the pages that a person gets to from it.
    ways: dict[int, array[int]] = field(default_factory=dict)
    #: Place led to → the first page and line that lead there.
    fragments: dict[Place, tuple[str, int]] = field(default_factory=dict)
    #: Pages that search engines are asked to leave out.
    hidden: set[str] = field(default_factory=set)
    #: Hashes of the scripts that stand in pages.
    scripts: set[str] = field(default_factory=set)
    links: int = 0
    sample: int = 0


_site: Site | None = None


def enter(site: Site) -> None:
    """Tells a process which site it is about."""
    global _site
    _site = site
    _resolved.cache_clear()


def check_slice(paths: list[str]) -> Slice:
    """Looks at some files of the site."""
    assert _site
    seen = Slice()
    for path in paths:
        if path.endswith(".html"):
            _check_page(seen, path, (_site.folder / path).read_bytes())
        elif path.endswith(assets.KINDS):
            data = (_site.folder / path).read_bytes()
            for address, offset in assets.asked_for(path, data):
                _follow(seen, path, address, partial(line_of, data, offset))
        elif path.endswith((".gz", ".br")) and path[:-3] not in _site.files:
            seen.faults.append(Fault(path, 0, "a copy of no file", f"{path[:-3]}, or no copy"))
        seen.faults += faults_of_copies(_site.folder, path, _site.files)
    return seen


def check_fragments(path: str, wanted: dict[str, tuple[str, int]]) -> list[Fault]:
    """The ids that other pages lead to; `wanted` tells from where."""
    assert _site
    ids = {name for name, _ in read_page((_site.folder / path).read_bytes()).ids}
    return [
        Fault(page, line, f'link to "#{name}" in {path}', "an id of that page")
        for name, (page, line) in wanted.items()
        if name not in ids
    ]


def _check_page(seen: Slice, path: str, data: bytes) -> None:
    assert _site
    page = read_page(data)
    seen.links += len(page.links)
    seen.scripts.update(map(script_hash, page.scripts))
    if page.hidden:
        seen.hidden.add(path)

    def fault(offset: int, found: str, expected: str) -> None:
        seen.faults.append(Fault(path, line_of(data, offset), found, expected))

    ids: set[str] = set()
    for name, offset in page.ids:
        if name in ids:
            fault(offset, f'id "{name}" again', "an id once in a page")
        ids.add(name)
    for name, offset in page.references:
        if name not in ids:
            fault(offset, f'reference to id "{name}"', "an id of this page")
    for what, offset in page.forbidden:
        fault(offset, what, "nothing that the policy of the site forbids")
    before = 0
    for level, offset in page.headings:
        if level > before + 1:
            after = f"after h{before}" if before else "first"
            fault(offset, f"h{level} {after}", f"h{before + 1}, which readers by ear go by")
        before = level
    _check_canonical(page, path, fault)
    ways: set[int] = set()
    for address, followed, offset in page.links:
        place = _follow(seen, path, address, partial(line_of, data, offset))
        if place is None:
            continue
        if followed:
            ways.add(_site.files[place.path])
        if place.fragment and place.fragment != "top":
            if place.path == path:
                if place.fragment not in ids:
                    fault(offset, f'link to "#{place.fragment}"', "an id of this page")
            elif place not in seen.fragments:
                seen.fragments[place] = (path, line_of(data, offset))
    seen.ways[_site.files[path]] = array("I", sorted(ways))
    if markup.available() and markup.in_sample(path):
        seen.sample += 1
        seen.faults += markup.faults_of(path, data)


def _check_canonical(page: Page, path: str, fault: Callable[[int, str, str], None]) -> None:
    assert _site
    if path == LOST or (not _site.base and not page.canonical):
        return
    own = f"{_site.base or ''}{quote(path)}"
    if not page.canonical:
        fault(0, "no canonical link", own)
    for address, offset in page.canonical:
        if address != own:
            fault(offset, f"canonical link {address}", own)


def _follow(seen: Slice, path: str, address: str, line: Callable[[], int]) -> Place | None:
    """The file that an address leads to; what is wrong with it becomes a fault."""
    assert _site
    # Two pages of one folder mean the same by one address, unless it is about the page itself.
    folder = path.rpartition("/")[0]
    own = address.startswith(("#", "?")) or not address
    place = _resolved(address, path if own else f"{folder}/." if folder else ".")
    if isinstance(place, Wrong):
        seen.faults.append(Fault(path, line(), place.found, place.expected))
        return None
    if place and place.path not in _site.files:
        seen.faults.append(Fault(path, line(), f'link to "{address}"', f"a file {place.path}"))
        return None
    return place


@lru_cache(maxsize=1 << 15)
def _resolved(address: str, page: str) -> Place | Wrong | None:
    assert _site
    return resolve(address, page, _site.base)

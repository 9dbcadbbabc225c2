"""Whether the list for search engines names every page of the site, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree

from publisher.check.fault import Fault
from publisher.sitemap import FULLEST, NOT_LISTED

_NAME: Final = "sitemap.xml"
_ROBOTS: Final = "robots.txt"


def check_sitemap(site: Path, pages: Set[str], base: str | None) -> Iterator[Fault]:
    """`base` is the address of the site; without one there is nothing to list."""
    if base is None:
        if (site / _NAME).exists():
            yield Fault(_NAME, 0, "a list of addresses", "none, since the pages have no address")
        return
    robots = (site / _ROBOTS).read_text("utf-8") if (site / _ROBOTS).exists() else ""
    if f"Sitemap: {base}{_NAME}" not in robots.splitlines():
        yield Fault(_ROBOTS, 0, "no such line", f"Sitemap: {base}{_NAME}")
    wanted = {base + quote(page): page for page in pages - NOT_LISTED}
    try:
        yield from _check_list(site, _NAME, wanted, base)
    except ElementTree.ParseError as error:
        yield Fault(_NAME, error.position[0], str(error), "XML")
        return
    except FileNotFoundError as error:
        yield Fault(Path(error.filename).name, 0, "missing", "a list of all pages")
        return
    for page in sorted(wanted.values()):
        yield Fault(_NAME, 0, f"{page} is not listed", "every page")


def _check_list(site: Path, name: str, wanted: dict[str, str], base: str) -> Iterator[Fault]:
    """Takes what is listed out of `wanted`."""
    listed = 0
    for _, element in ElementTree.iterparse(site / name):
        tag = element.tag.rpartition("}")[2]
        if tag in ("url", "sitemap"):
            listed += 1
            address = "".join(element.itertext()).strip()
            part = address.removeprefix(base)
            if tag == "sitemap" and "/" not in part and part != name:
                yield from _check_list(site, part, wanted, base)
            elif wanted.pop(address, None) is None:
                yield Fault(name, 0, address, "the address of a page, once")
            element.clear()
    if listed > FULLEST:
        yield Fault(name, 0, f"{listed:,} addresses", f"{FULLEST:,} at most")

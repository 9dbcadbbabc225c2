"""What a page of HTML says of itself to others: ids, links, headings, scripts.

A page is read by its tags alone, three times as fast as by a parser that makes a tree: what is no HTML at all
is found in a sample (`markup.py`). Offsets become line numbers only for what is told.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

#: A tag, whatever stands in its attributes; or a comment, whose tags do not count.
TAG: Final = re.compile(
    rb"<!--.*?-->|<([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>\"']+|\"[^\"]*\"|'[^']*')*)>", re.DOTALL
)
#: ` href="../index.html"`, ` hidden`: all of them in turn, since one may stand in the text of another.
ATTRIBUTE: Final = re.compile(
    rb"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)
LINKS: Final = frozenset({"href", "src", "action", "poster"})
#: Attributes that name ids of the same page, several with spaces between.
REFERENCES: Final = frozenset(
    {"for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"}
)
#: Elements whose content is no HTML.
RAW: Final = frozenset({"script", "style"})
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Types of scripts that a browser runs; others are data.
RUN: Final = frozenset({"", "module", "text/javascript", "application/javascript", "importmap"})


@dataclass(slots=True)
class Page:
    """Each with its offset in the page."""

    ids: list[tuple[str, int]] = field(default_factory=list)
    #: Address, and whether a person follows it (`a`, `form`) rather than the browser.
    links: list[tuple[str, bool, int]] = field(default_factory=list)
    references: list[tuple[str, int]] = field(default_factory=list)
    #: Levels, 1 to 6.
    headings: list[tuple[int, int]] = field(default_factory=list)
    canonical: list[tuple[str, int]] = field(default_factory=list)
    #: Whether search engines are asked to leave it out.
    hidden: bool = False
    #: Scripts that stand in the page itself.
    scripts: list[bytes] = field(default_factory=list)
    #: What the policy of the site forbids in any page: `onclick`, `style`.
    forbidden: list[tuple[str, int]] = field(default_factory=list)


def read_page(data: bytes) -> Page:
    """Reads a page by its tags."""
    page = Page()
    until = 0
    for match in TAG.finditer(data):
        start = match.start()
        if start < until or match[1] is None:
            continue
        name, kept = _attributes(match[0])
        for attribute, value in kept:
            if attribute == "id":
                page.ids.append((value, start))
            elif attribute in LINKS:
                page.links.append((value, name in ("a", "area", "form"), start))
            elif attribute in REFERENCES:
                page.references.extend((one, start) for one in value.split())
            elif attribute == "noindex":
                page.hidden = True
            elif attribute == "canonical":
                page.canonical.append((value, start))
            elif attribute == "srcset":
                page.links.extend((part.split()[0], False, start) for part in value.split(","))
            else:
                page.forbidden.append((attribute, start))
        if name in HEADINGS:
            page.headings.append((int(name[1]), start))
        elif name in RAW:
            until = data.find(f"</{name}".encode(), match.end())
            until = len(data) if until < 0 else until
            given = dict(kept)
            if name == "style":
                page.forbidden.append(("<style>", start))
            elif "src" not in given and _type(match[0]) in RUN:
                page.scripts.append(data[match.end() : until])
    return page


def line_of(data: bytes, offset: int) -> int:
    """Counted from 1."""
    return data.count(b"\n", 0, offset) + 1


@lru_cache(maxsize=1 << 15)
def _attributes(tag: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The element and what of it counts. Most tags of a page stand on thousands of others too."""
    given = dict(_all(tag))
    element = next(iter(given))
    kept = []
    for name, value in given.items():
        if name == "href" and element == "link" and given.get("rel") == "canonical":
            kept.append(("canonical", value))
        elif name == "content" and given.get("name") == "robots" and "noindex" in value:
            kept.append(("noindex", ""))
        elif name in LINKS or name in REFERENCES or name in ("id", "srcset"):
            kept.append((name, value))
        elif name == "style" or name.startswith("on"):
            kept.append((f"{name}=", value))
    return element, tuple(kept)


def _type(tag: bytes) -> str:
    return dict(_all(tag)).get("type", "").lower()


def _all(tag: bytes) -> Iterator[tuple[str, str]]:
    """The element's own name first, then each attribute once, as browsers take it."""
    seen = set()
    for name, *values in ATTRIBUTE.findall(tag):
        key = name.decode("utf-8", "replace").lower()
        if key not in seen:
            seen.add(key)
            yield key, html.unescape(b"".join(values).decode("utf-8", "replace")).strip()

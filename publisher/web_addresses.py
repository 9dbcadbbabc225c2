"""Addresses of the web as a text has them typed: `https://…`, `www.example.fr`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from publisher.legal_texts import Link, places

_LETTER: Final = r"(?:[\w.~:/?#\[\]@!$'()*+,;=%-]|&amp;|&#(?:38|126|95|42|91|93|124);)"
# In HTML: `https://www.example.fr/page?a=1&amp;b=2`, `www.example.fr`
_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,6}"
    r"(?-i:[a-z]{2,18}|[A-Z]{2,18})\b)"
    rf"(?P<port>:\d{{2,5}})?(?P<path>[/?#]{_LETTER}{{0,500}})?",
    re.ASCII | re.IGNORECASE,
)
#: What begins an address, as it is quickly found.
_BEGINNINGS: Final = ("http", "www.")
# `.`, `, `, `&amp;`: at the end they are the sentence's, not the address's
_TRAILING: Final = re.compile(r"(?:&#?\w+;|[.,;:!?'*\[\]])+$")
_BEFORE: Final = re.compile(r"[\w@./:&=-]$")


def web_addresses(html: str) -> Iterator[Link]:
    """Each address in the HTML of a text; none that goes on in a way that no address does."""
    for beginning in _BEGINNINGS:
        for at in places(html, beginning):
            if link := _address(html, at):
                yield link


def _address(html: str, start: int) -> Link | None:
    found = _ADDRESS.match(html, start)
    if not found or _BEFORE.search(html[max(0, start - 1) : start]):
        return None
    if found["host"].lower().startswith("www.") and found["host"].count(".") < 2:
        return None  # `www.exemple`
    written = _trimmed(found[0])
    following = html[start + len(written) : start + len(written) + 1]
    if following.isalnum() or following in ("_", "@", "%"):
        return None
    address = written if found["scheme"] else f"http://{written}"
    return Link(start, start + len(written), address)


def _trimmed(address: str) -> str:
    """Without what belongs to the sentence: its punctuation, a parenthesis that it opened."""
    while True:
        shorter = _TRAILING.sub("", address)
        if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter

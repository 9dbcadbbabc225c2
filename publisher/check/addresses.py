"""Where an address written in a page leads, within the site."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

#: `https:`, `mailto:`
SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
#: Addresses that lead away, or hold what they lead to.
AWAY: Final = ("http", "https", "mailto", "tel", "data")


@dataclass(frozen=True, slots=True)
class Wrong:
    """Said of an address: what it is, and what was expected."""

    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Place:
    """A file of the site, and the id in it that is led to, if one is."""

    path: str
    fragment: str = ""


def resolve(address: str, page: str, base: str | None) -> Place | Wrong | None:
    """The place that an address on a page of the site leads to; None for another site.

    `base` is the address of the site itself, where it has one.
    """
    try:
        parts = urlsplit(address)
    except ValueError as error:
        return Wrong(f'"{address}": {error}', "an address")
    if base and address.startswith(base):
        path, folder = parts.path[len(urlsplit(base).path) :], ""
    elif parts.scheme or parts.netloc:
        if parts.scheme not in ("", *AWAY) or (
            parts.scheme.startswith("http") and not parts.netloc
        ):
            return Wrong(f'"{address}"', f"a link to a page, {', '.join(AWAY[:4])}")
        return None
    elif parts.path.startswith("/"):
        root = urlsplit(base).path if base else None
        if root is None or not parts.path.startswith(root):
            return Wrong(f'"{address}"', f"an address below {root or 'this page'}")
        path, folder = parts.path[len(root) :], ""
    elif not parts.path:
        return Place(page, unquote(parts.fragment))
    else:
        path, folder = parts.path, posixpath.dirname(page)
    target = posixpath.normpath(posixpath.join(folder, unquote(path)))
    if target.startswith(".."):
        return Wrong(f'"{address}" leads out of the site', "a file of it")
    if path.endswith("/") or target == ".":
        target = posixpath.normpath(posixpath.join(target, "index.html"))
    return Place(target, unquote(parts.fragment))

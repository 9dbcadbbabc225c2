"""What search engines ask for: the list of all pages, `sitemap.xml` and its parts, and `robots.txt`."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urljoin
from xml.sax.saxutils import escape

#: Addresses in one file at most, by the protocol of sitemaps.org.
FULLEST: Final = 50_000
_NAMESPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: `q14/14-1QE.html`: nothing to be quoted, and no parent or scheme to be resolved.
_PLAIN: Final = re.compile(r"(?:[a-z0-9][A-Za-z0-9-]*/)*[A-Za-z0-9][A-Za-z0-9-]*\.[a-z]+")
#: A page that search engines must not show.
NOT_LISTED: Final = frozenset({"404.html"})


def write_sitemap(
    site: Path, site_url: str, more: Iterable[str] = (), without: Container[str] = ()
) -> None:
    """List every HTML page below `site`, sorted, without dates: the same site, the same file.

    ``more``: addresses of pages that are to stand there and may not do so yet; ``without``: of those that
    search engines are asked to leave out.
    """
    root = _root(site_url)
    addresses = sorted(page for page in {*_addresses(site), *more} if page not in without)
    if len(addresses) <= FULLEST:
        _write(site / "sitemap.xml", "urlset", "url", root, addresses)
        return
    parts = []
    for start in range(0, len(addresses), FULLEST):
        name = f"sitemap-{start // FULLEST + 1:03}.xml"
        _write(site / name, "urlset", "url", root, addresses[start : start + FULLEST])
        parts.append(name)
    _write(site / "sitemap.xml", "sitemapindex", "sitemap", root, parts)


def write_robots(site: Path, site_url: str | None) -> None:
    """Everything may be read; where the list stands needs an address of the site."""
    listed = f"Sitemap: {urljoin(_root(site_url), 'sitemap.xml')}\n" if site_url else ""
    (site / "robots.txt").write_text(f"User-agent: *\nDisallow:\n{listed}", "utf-8")


def _root(site_url: str) -> str:
    return site_url.rstrip("/") + "/"


def _addresses(site: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(site):
        folders[:] = [name for name in folders if not name.startswith(".")]
        relative = Path(folder).relative_to(site)
        for name in names:
            if name.endswith(".html") and name not in NOT_LISTED:
                yield (relative / name).as_posix()


def _joined(root: str, start: str, address: str) -> str:
    if _PLAIN.fullmatch(address):
        return start + address
    return escape(urljoin(root, quote(address)))


def _write(path: Path, kind: str, item: str, root: str, addresses: list[str]) -> None:
    # Nearly all addresses join as they are: a third of the time.
    start = escape(urljoin(root, "x")).removesuffix("x")
    lines = "".join(
        f"<{item}><loc>{_joined(root, start, address)}</loc></{item}>\n" for address in addresses
    )
    path.write_text(f"{_HEAD}<{kind} {_NAMESPACE}>\n{lines}</{kind}>\n", "utf-8")

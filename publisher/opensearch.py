"""`recherche.xml`, by which browsers offer the site's search in their address bar (OpenSearch 1.1)."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

NAME: Final = "recherche.xml"
TYPE: Final = "application/opensearchdescription+xml"
#: Characters of a short name, by the specification.
SHORT: Final = 16


def write_opensearch(site: Path, site_url: str, name: str, description: str, icon: str) -> None:
    """Describes the search of a site; ``icon``: the address of its image within the site."""
    root = f"{site_url.rstrip('/')}/"
    search = quoteattr(f"{root}recherche.html?q={{searchTerms}}")
    own = quoteattr(f"{root}{NAME}")
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(_short(name))}</ShortName>\n"
        f"<LongName>{escape(name[:48])}</LongName>\n"
        f"<Description>{escape(description[:1024])}</Description>\n"
        f'<Image width="16" height="16" type="image/svg+xml">{escape(root + icon)}</Image>\n'
        f'<Url type="text/html" method="get" template={search}/>\n'
        f'<Url type="{TYPE}" rel="self" template={own}/>\n'
        "<Language>fr</Language>\n<InputEncoding>UTF-8</InputEncoding>\n"
        "<OutputEncoding>UTF-8</OutputEncoding>\n</OpenSearchDescription>\n"
    )
    (site / NAME).write_text(text, "utf-8")


def _short(name: str) -> str:
    """The whole words of a name that a short one has room for."""
    if len(name) <= SHORT:
        return name
    return name[: SHORT + 1].rpartition(" ")[0] or name[:SHORT]

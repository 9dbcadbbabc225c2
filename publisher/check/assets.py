"""What styles and scripts of the site ask for by an address written in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: url(../vendor/font.woff2)
STYLE: Final = re.compile(rb"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)")
#: from "./forms.js"   import("./names.js")   new URL("./worker.js", import.meta.url)
SCRIPT: Final = re.compile(
    rb"(?:\bfrom\s*|\bimport\s*\(?\s*|new URL\(\s*)[\"'](\.{1,2}/[^\"'$]+)[\"']"
)
KINDS: Final = (".css", ".js")


def asked_for(path: str, data: bytes) -> Iterator[tuple[str, int]]:
    """Addresses, with their offsets."""
    for match in (STYLE if path.endswith(".css") else SCRIPT).finditer(data):
        yield match[1].decode("utf-8", "replace"), match.start(1)

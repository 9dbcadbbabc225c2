"""The encoding that the HTML of a page declares for itself."""

from __future__ import annotations

import re
from typing import Final

#: A declaration stands near the top; saved pages put a comment of their own before it.
_TOP: Final = 4096
# `<meta charset="iso-8859-1">`, `<meta http-equiv=… content="text/html; charset=windows-1252">`,
# `<?xml version="1.0" encoding="ISO-8859-1"?>`
_DECLARED: Final = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|<\?xml\b[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
#: As browsers take them: what calls itself ISO 8859-1 or ASCII is Windows-1252.
_WINDOWS: Final = "iso-8859-1 iso8859-1 latin1 latin-1 windows-1252 cp1252 x-cp1252 ascii us-ascii"
CHARSETS: Final = dict.fromkeys(_WINDOWS.split(), "cp1252") | {
    "iso-8859-15": "iso8859-15",
    "latin9": "iso8859-15",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}


def declared(content: bytes) -> str | None:
    """What an HTML document says of its encoding, in lower case; None where it says nothing."""
    found = _DECLARED.search(_COMMENT.sub(b"", content[:_TOP]))
    if not found:
        return None
    return (found[1] or found[2]).decode("ascii", "replace").lower()


def decoded(content: bytes, charset: str) -> str:
    """The text of bytes that are no UTF-8. Raises LookupError for a charset of which we know nothing.

    The five bytes that Windows-1252 leaves open become the controls that browsers make of them.
    """
    codec = CHARSETS[charset]
    if codec != "cp1252":
        return content.decode(codec)
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return "".join(
            bytes([byte]).decode("cp1252" if byte not in _OPEN else "latin-1") for byte in content
        )


_OPEN: Final = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})

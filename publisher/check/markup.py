"""Whether pages are valid HTML, by a parser that knows the standard's errors and their places.

tinyhtml5 rather than justhtml, twice as fast, which is silent on two attributes of one name or an element
never closed; and rather than `tidy`, a program for the system to install. What no parser sees (an element
where the standard wants another) is left to the checkers of the W3C.
"""

from __future__ import annotations

import importlib.util
import zlib

from publisher.check.fault import Fault
from publisher.check.page import line_of

#: One page in so many; besides, all that stand at the root, and the first of every folder.
SAMPLE = 100
#: Faults told of one page: the first often brings the others with it.
TOLD = 3


def available() -> bool:
    """Whether the parser is installed."""
    return importlib.util.find_spec("tinyhtml5") is not None


def in_sample(path: str) -> bool:
    """The same pages at each run."""
    return (
        "/" not in path or path.endswith("/index.html") or zlib.crc32(path.encode()) % SAMPLE == 0
    )


def faults_of(path: str, data: bytes) -> list[Fault]:
    """What the standard calls a parse error."""
    from tinyhtml5.parser import HTMLParser

    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = line_of(data, error.start)
        return [Fault(path, line, "bytes that are not UTF-8", "UTF-8")]
    parser = HTMLParser()
    parser.parse(text)
    return [
        Fault(path, line, _in_words(code, about), "valid HTML")
        for (line, _), code, about in parser.errors[:TOLD]
    ]


def _in_words(code: str, about: dict[str, object]) -> str:
    details = ", ".join(str(value) for value in about.values())
    return f"{code} ({details})" if details else code

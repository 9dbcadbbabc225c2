"""One file of many objects, the XIV legislature's or any other: read as a stream, one object at a time.

JSON `{"questionsEcrites": {"question": [{"uid": …}, …]}}`, whatever stands above the list; XML with the
questions below the root. Where the objects stand is told by the first `uid`. Memory holds one of them.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any, Final, Literal, NamedTuple, Protocol
from xml.etree import ElementTree

import ijson

from parser.document import MAX_BYTES
from parser.findings import SourceError
from parser.tree import DECLARATION, MAX_DEPTH, local_name, values_of

#: Bytes of a file that tell what it is, and that are read at once.
HEAD: Final = 1 << 16
#: Bytes without an object that ends: no question comes near it.
MAX_OBJECT: Final = 2 * MAX_BYTES
#: What stands in the place of an object of too many levels.
TOO_DEEP: Final = {"too deep": "x"}
#: The entries of a list, in a path.
_ITEM: Final = "item"
_OPENINGS: Final = {"start_map": "", "start_array": _ITEM}
_ENDS: Final = frozenset(("end_map", "end_array"))
#: The objects of open data, by name.
NAMES: Final = ("question", "acteur", "mandat", "organe", "deport", "pays")
# `{"question": {`: one question, the usual file
_ONE: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:question|acteur|mandat|organe)"\s*:\s*\{')
# `{"acteur": {`, `<?xml …?><organe xmlns=…>`
_DEPUTIES: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?(?:\s*\{\s*"(?:acteur|mandat|organe|deport|pays|export)"'
    rb"|(?:\s+|<\?.*?\?>|<!--.*?-->)*<(?:acteur|mandat|organe|deport|pays|export)\b)",
    re.DOTALL,
)
# `<questionsEcrites`, `<an:question`
_ROOT: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s>/]")
_MARK: Final = codecs.BOM_UTF8
# What stands before the root: `<?xml …?>`, `<!-- … -->`
_PROLOG: Final = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
# `<?xml version="1.0" encoding="…"?>`
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")


class Bytes(Protocol):
    """Anything that can be read from."""

    def read(self, size: int, /) -> bytes:
        """Some bytes, none at the end."""


class Bulk(NamedTuple):
    """Where the objects stand: ``path`` as `questionsEcrites`, `question`, `item`; none for XML."""

    format: Literal["json", "xml"]
    path: tuple[str, ...]
    #: What each object is: one of NAMES.
    name: str


def bulk_of(head: bytes) -> Bulk | None:
    """What a file that begins so holds many of; None for one question, or anything else."""
    first = head.removeprefix(_MARK).lstrip()[:1]
    if first in (b"{", b"[") and not _ONE.match(head):
        return _json_bulk(head)
    if first == b"<":
        root = _ROOT.match(head, _PROLOG.match(head.removeprefix(_MARK)).end())  # type: ignore[union-attr]
        if root and root[1].decode().lower() not in NAMES:
            for name in NAMES:
                if re.search(rf"<(?:\w+:)?{name}[\s>]".encode(), head[root.end() :]):
                    return Bulk("xml", (), name)
    return None


def is_of_deputies(head: bytes) -> bool:
    """Whether a document that begins so is one of the archives of deputies."""
    bulk = bulk_of(head)
    return bulk.name != "question" if bulk else bool(_DEPUTIES.match(head))


def _json_bulk(head: bytes) -> Bulk | None:
    path: list[str] = []
    try:
        for event, value in ijson.basic_parse(io.BytesIO(head.removeprefix(_MARK)), use_float=True):
            if event == "map_key":
                if value == "uid":
                    return _found(path[:-1])
                path[-1] = value
            elif event in _OPENINGS:
                path.append(_OPENINGS[event])
                if len(path) > MAX_DEPTH:
                    return None
            elif event in _ENDS:
                path.pop()
    except (ijson.JSONError, UnicodeDecodeError):  # the head ends in mid-object, or is no JSON
        pass
    return None


def _found(path: list[str]) -> Bulk | None:
    """What stands at a path where an object with an `uid` does; None for that object alone."""
    names = [name for name in path if name != _ITEM]
    if len(path) == 1 and names:
        return None
    if names and names[-1] in NAMES:
        return Bulk("json", tuple(path), names[-1])
    return Bulk("json", tuple(path), "question") if path[-1:] == [_ITEM] else None


def objects(file: Bytes, bulk: Bulk) -> Iterator[dict[str, Any]]:
    """The objects in their order, as trees of values.

    Raises SourceError where the file breaks off or is broken: what came before has been given.
    """
    bounded = _Bounded(file)
    for tree in _json(bounded, bulk) if bulk.format == "json" else _xml(bounded, bulk.name):
        bounded.since = 0
        yield tree


def _json(file: Bytes, bulk: Bulk) -> Iterator[dict[str, Any]]:
    number = 0
    try:
        for value in _values_at(bulk.path, file):
            number += 1
            yield value if isinstance(value, dict) else {"": value}
    except ijson.IncompleteJSONError:
        raise _broken("the JSON breaks off", number, bulk.name) from None
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise _broken(f"broken JSON: {str(error)[:60]!r}", number, bulk.name) from None


def _values_at(wanted: tuple[str, ...], file: Bytes) -> Iterator[Any]:
    """The values at one path; TOO_DEEP for one of too many levels.

    `ijson.items` would hold the path of every level: levels without end fill the memory.
    """
    path: list[str] = []
    #: The containers of the value that is being read, the outermost first.
    within: list[Any] = []
    key = ""
    #: Levels that are open beyond those that are followed.
    lost, deep = 0, False
    for event, value in ijson.basic_parse(file, buf_size=HEAD, use_float=True):
        opens = event in _OPENINGS
        if lost:
            lost += opens - (event in _ENDS)
        elif within:
            if event == "map_key":
                key = value
            elif event in _ENDS:
                done = within.pop()
                if not within:
                    yield TOO_DEEP if deep else done
                    deep = False
            else:
                if opens:
                    value = {} if event == "start_map" else []
                holder = within[-1]
                if holder.__class__ is dict:
                    holder[key] = value
                else:
                    holder.append(value)
                if opens and len(within) < MAX_DEPTH:
                    within.append(value)
                elif opens:
                    lost, deep = 1, True
        elif event == "map_key":
            path[-1] = value
        elif event in _ENDS:
            path.pop()
        elif opens and len(path) == len(wanted) and tuple(path) == wanted:
            within.append({} if event == "start_map" else [])
        elif opens and len(path) < MAX_DEPTH:
            path.append(_OPENINGS[event])
        elif opens:
            lost = 1
        elif tuple(path) == wanted:
            yield value


def _xml(file: Bytes, name: str) -> Iterator[dict[str, Any]]:
    number = 0
    parser: Any = ElementTree.XMLPullParser(("start", "end"))
    path: list[ElementTree.Element] = []
    try:
        for text in _texts(file):
            parser.feed(text)
            for event, element in _events(parser):
                if event == "start":
                    path.append(element)
                    if len(path) > MAX_DEPTH:
                        raise _broken("XML nested beyond reason", number, name)
                    continue
                path.pop()
                if local_name(element) == name and not any(local_name(e) == name for e in path):
                    number += 1
                    values = values_of(element, 0)
                    yield values if isinstance(values, dict) else {"": values}
                    if path:
                        path[-1].clear()
        parser.close()
    except ElementTree.ParseError as error:
        raise _broken(f"broken XML: {error.msg}", number, name) from None
    except UnicodeDecodeError as error:
        raise _broken(
            f"byte 0x{error.object[error.start]:02X} is not UTF-8", number, name
        ) from None


def _events(parser: Any) -> Iterator[tuple[str, ElementTree.Element]]:
    yield from parser.read_events()


def _texts(file: Bytes) -> Iterator[str]:
    """The characters of an XML file without its declaration, which speaks of bytes.

    Raises SourceError for a document type: official files have none, and entities grow without bound.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    head = b""
    while len(head) < HEAD and (data := file.read(HEAD)):
        head += data
    text = _XML_DECLARATION.sub("", decoder.decode(head), count=1)
    before = ""
    while True:
        # Wherever it stands: past the root it is no XML anyway.
        if DECLARATION.search(before + text):
            raise SourceError("XML that declares a document type", "expected none: refused")
        yield text
        data = file.read(HEAD)
        if not data:
            yield decoder.decode(b"", final=True)
            return
        before, text = text[-16:], decoder.decode(data)


def _broken(found: str, number: int, name: str) -> SourceError:
    return SourceError(
        f"{found} after {number:,} {name}s", "those before are read: fetch the file again"
    )


class _Bounded:
    """A file that stops being read where no object comes to its end."""

    def __init__(self, file: Bytes) -> None:
        self._file = file
        self.since = 0

    def read(self, size: int = HEAD) -> bytes:
        data = self._file.read(size)
        self.since += len(data)
        if self.since > MAX_OBJECT:
            raise SourceError(
                f"{MAX_OBJECT:,} bytes without the end of an object", "expected one question"
            )
        return data

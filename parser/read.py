"""One source file → its question, told apart by content, never by name or extension.

Only a document that does not hold its number takes it from its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

from parser import labels
from parser.acteurs import KEPT, OTHERS, Person, Seat, read_amo
from parser.bulk import TOO_DEEP
from parser.document import Document, read_document, read_json_text
from parser.findings import Finding, SourceError
from parser.layouts.bare_text import parse_bare_text
from parser.layouts.current_page import is_current_page, parse_current_page
from parser.layouts.full_table import is_full_table, parse_full_table
from parser.layouts.nosdeputes import is_nosdeputes, parse_nosdeputes
from parser.layouts.opendata import parse_opendata
from parser.layouts.sheet import parse_sheet
from parser.layouts.table_head import NUMBER, parse_table_head
from parser.layouts.tagged import is_tagged, parse_tagged
from parser.layouts.vue_xml import parse_vue_xml
from parser.question import Question
from parser.saved_page import Page, is_html, read_page, with_reference
from parser.strangers import require_assemblee, require_no_error, require_written_page
from parser.tree import read_json, read_xml

# `<?xml …?><question xmlns=…>`, `<QUESTION TYPE="QE">`
_XML: Final = re.compile(r"<\?xml\b|<(?:\w+:)?question\b", re.IGNORECASE)
#: The layout of the archives of deputies, and the names of what they hold.
DEPUTIES: Final = "acteurs"
_DEPUTIES: Final = frozenset((*KEPT, *OTHERS))


class Reading(NamedTuple):
    """What became of one document: the question unless it was refused or ignored, and what to say."""

    question: Question | None
    findings: tuple[Finding, ...]
    #: The name of the module of `parser/layouts` that read it; None where none was found.
    layout: str | None = None
    #: What a document of an archive of deputies says of them.
    people: tuple[Person | Seat, ...] = ()


#: Reads a document in one layout; the name is that of its module.
Layout = Callable[[Document, str], Question | list[Person | Seat]]


def read_question(content: bytes, *, source: str, path: str) -> Reading:
    """Reads the bytes of one document. Never raises on what they hold.

    ``source`` goes into the record (the path within its `--source`), ``path`` into messages.
    """
    return _reading(lambda: _find(content, path), source, path)


def read_tree(tree: dict[str, Any], kind: str, *, source: str, path: str) -> Reading:
    """As `read_question`, for one object of a file of many: a tree of values, a ``kind`` of `bulk.NAMES`."""
    if tree == TOO_DEEP:
        refusal = Finding(
            path, 0, "refused", "nested beyond reason", "expected a written question", "format"
        )
        return Reading(None, (refusal,))
    parse = partial(_opendata, tree) if kind == "question" else partial(_deputies, kind, tree)
    layout = "opendata" if kind == "question" else DEPUTIES
    return _reading(lambda: (Document(path, []), layout, parse), source, path)


def _reading(find: Callable[[], tuple[Document, str, Layout]], source: str, path: str) -> Reading:
    layout = None
    try:
        document, layout, parse = find()
        read = parse(document, source)
    except SourceError as error:
        refusal = Finding(path, error.line, error.severity, error.found, error.expected, error.kind)
        return Reading(None, (refusal,), layout)
    except RecursionError:
        refusal = Finding(
            path, 0, "refused", "nested beyond reason", "expected a written question", "format"
        )
        return Reading(None, (refusal,), layout)
    except (
        Exception
    ) as error:  # a fault of this parser must not keep the other files from being read
        found = f"{type(error).__name__}: {error}"[:200]
        fault = Finding(path, 0, "refused", found, "a fault of the parser: tell us", "faute")
        return Reading(None, (fault,), layout)
    findings = tuple(document.findings)
    if isinstance(read, Question):
        return Reading(read, findings, layout)
    return Reading(None, findings, layout, tuple(read))


def _find(content: bytes, path: str) -> tuple[Document, str, Layout]:
    found = read_json_text(content)
    if found:
        return (Document(path, [], clean_values=found.clean), *_json(found.json))
    return _laid_out(read_document(content, path))


def _laid_out(document: Document) -> tuple[Document, str, Layout]:
    """The document, the name of its layout, and what reads it. Raises SourceError where none does."""
    if is_html(document):
        page = read_page(document)
        return page, f"{_name(parse := _layout(page))}_html", partial(_placed, parse)
    official = _official(document)
    if official:
        return (document, *official)
    parse = _layout(document)
    return document, _name(parse), parse


def _name(layout: Layout) -> str:
    return layout.__module__.rpartition(".")[2]


def _placed(parse: Layout, document: Document, source: str) -> Question:
    """Reads a saved page: an error tells the line of its HTML, the author has its reference."""
    assert isinstance(document, Page)
    try:
        question = parse(document, source)
        assert isinstance(question, Question)
        return with_reference(question, document)
    except SourceError as error:
        error.line = document.place(error.line)
        raise


def _official(document: Document) -> tuple[str, Layout] | None:
    """What reads an official file, JSON or XML; None for any other document."""
    first = next(line for line in document.lines if line.strip()).lstrip()
    if first[0] in "{[":  # behind marks that no reader sees
        return _json("\n".join(document.lines))
    if _XML.match(first):
        name, values = read_xml("\n".join(document.lines))
        if name == "question":
            return "opendata", partial(_opendata, values)
        if name == "QUESTION":
            return "vue_xml", lambda document, source: parse_vue_xml(document, values, source)
        if name in _DEPUTIES:
            return DEPUTIES, partial(_deputies, name, values)
        raise SourceError(f"XML of <{name[:40]}>", "expected one <question>")
    return None


def _json(text: str | bytes) -> tuple[str, Layout]:
    tree = read_json(text)
    for name, values in tree.items() if isinstance(tree, dict) else ():
        if name == "question" and isinstance(values, dict):
            return "opendata", partial(_opendata, values)
        if name in _DEPUTIES and isinstance(values, dict):
            return DEPUTIES, partial(_deputies, name, values)
    raise _other_json(tree)


def _opendata(tree: dict[str, Any], document: Document, source: str) -> Question:
    return parse_opendata(document, tree, source)


def _deputies(
    name: str, values: dict[str, Any], document: Document, _source: str
) -> list[Person | Seat]:
    return read_amo(document, name, values)


def _other_json(tree: object) -> SourceError:
    """JSON of another shape, by what it holds."""
    if isinstance(tree, dict):
        return SourceError(f'JSON of "{", ".join(list(tree)[:3])}"'[:80], 'expected "question"')
    return SourceError("JSON that is no object", 'expected {"question": {…}}')


def _layout(document: Document) -> Layout:
    """The parser of the document's layout. Raises SourceError where none is known."""
    lines = document.filled()
    if not lines:
        raise SourceError("a page without text", "expected a written question", kind="illisible")
    words = [line for _, line in lines]
    require_written_page(words)
    sheet = any(map(labels.numbered_heading, words))
    headings = {key for _, key in document.headings()}
    if sheet and (
        "texte_question" in headings
        or ("donnees_cles" in headings and not is_current_page(document))
    ):
        return parse_sheet
    if is_full_table(document):
        return parse_full_table
    if "donnees_cles" not in headings and any(map(NUMBER.match, words)):
        return parse_table_head
    if is_tagged(document):
        return parse_tagged
    if is_current_page(document):
        return parse_current_page
    require_assemblee(words)
    if sheet or "donnees_cles" in headings:
        return parse_sheet
    if "texte_question" in headings:
        return parse_bare_text
    if is_nosdeputes(document):
        return parse_nosdeputes
    require_no_error(words)
    index, first = lines[0]
    raise SourceError(
        f'no known layout, it begins with "{first[:60]}"',
        'expected a line "Question écrite n° N" or "Question N° : N"',
        index + 1,
    )

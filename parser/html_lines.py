"""The HTML of a saved page → its lines, as a text of the same page would have them.

A block element, a cell of a table and a `<br>` end a line; so does an element that opens with a label
(`<span>Réponse publiée le …</span>` beside another). The frame of the site (navigation, footer, scripts)
is left out by name. What markup tells besides is kept with each line: the elements that hold it, and
whether it is in a container of the texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from parser import labels
from parser.document import composed
from parser.findings import SourceError
from parser.html_text import BLOCKS, EMPHASIS_TAGS, UNSEEN, Paragraphs
from parser.markup import plain

#: Classes of the containers that hold a text of a question and nothing else, by period of the site.
TEXT_CLASSES: Final = frozenset({"reponse_contenu", "contenutexte", "_pa-small"})
#: Headings that part a page.
TEXT_HEADINGS: Final = frozenset({"texte_question", "texte_reponse", "donnees_cles", "dates_cles"})
#: Elements of the site around a question, and parts of their classes and ids that say the same.
_FRAME_TAGS: Final = frozenset(
    "nav footer aside button select textarea iframe object svg canvas dialog video audio".split()
)
_FRAME_ROLES: Final = frozenset("navigation banner contentinfo search dialog menu alert".split())
_FRAME_WORDS: Final = frozenset(
    "breadcrumb breadcrumbs ariane menu nav navbar navigation footer share sharing partage partager"
    " social cookie cookies skip pagination tarteaucitron".split()
)
_WORDS: Final = re.compile(r"[a-z]+")
# What no frame of the site holds, whatever it is called: `<body class="menu-open">`
_OF_A_QUESTION: Final = re.compile(
    r"texte de la (?:question|r[ée]ponse)|question\s+n\s*[°ºo]|question [ée]crite\s+n|type de question"
    r"|question (?:publi[ée]e|retir[ée]e)|question de\s*:|minist[èe]re (?:interrog|attrib|r[ée]pondant)",
    re.IGNORECASE,
)
_CELLS: Final = frozenset({"td", "th"})
_LINES: Final = BLOCKS | _CELLS | frozenset(
    "table tr tbody thead tfoot caption main header form fieldset figure figcaption address pre hr body"
    " html label legend hgroup details summary".split()
)  # fmt: skip
#: Stands where an element begins or ends within a line; sources hold no controls.
_EDGE: Final = "\x04"
# Labels and phrases that open a line of a page
_OPENING: Final = re.compile(
    r"(?:question|r[ée]ponse) publi[ée]e le\b|question de\s*:|dates?\s*:|date de cl[oô]ture\s*:"
    r"|signalement\s*:|question signal[ée]e au gouvernement",
    re.IGNORECASE,
)
# Blanks that are one within a line; a no-break space stays
_BLANKS: Final = re.compile(r"[ \t\r\n\f\v]+")
#: More than any label or phrase.
_LOOK: Final = 200
#: A table with fewer cells that hold something only places them.
_CELLS_OF_DATA: Final = 2
#: No page of a question comes near it; the seconds that more would take are not spent.
MAX_LINES: Final = 20_000


class Line(NamedTuple):
    """One line of a page."""

    #: Its words, a blank between them; empty for a cell, paragraph or container of a text without any.
    text: str
    #: The same as marked text, or a table.
    marked: str
    #: Of the source, from 0.
    number: int
    #: The numbers of the elements that hold it, outermost first.
    path: tuple[int, ...]
    #: Whether it goes on where the line before ends: only a `<br>` or the edge of an element is between.
    soft: bool = False
    #: Whether it is in a container of the texts.
    body: bool = False


class PageLines(NamedTuple):
    """The lines of a page and the tag of each element, by its number."""

    lines: list[Line]
    tags: list[str]


def opens_line(text: str) -> bool:
    """Whether a text begins with a label or a phrase that opens a line of a page."""
    return bool(labels.leading_label(text) or _OPENING.match(text))


def page_lines(root: Any) -> PageLines:
    """The lines below the root element of a page, in their order."""
    walk = _Walk()
    walk.element(root)
    walk.end_line(soft=False)
    return PageLines(walk.lines, walk.tags)


class _Walk:
    """Goes through the elements; the words since the last line ended are in ``open``."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tags: list[str] = []
        self.path: list[int] = []
        self.open = _Open()
        self.number = 0
        self.soft = False

    def element(self, element: Any) -> None:
        """One element and all in it, but for the words behind it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in UNSEEN or _is_frame(element):
            return
        if tag == "br":
            self.end_line(soft=True)
            return
        block = tag in _LINES
        if block:
            self.end_line(soft=False)
        self.path.append(len(self.tags))
        self.tags.append(tag)
        if tag == "table" and _is_data(element):
            self._whole(element, body=False)
        elif _is_body(element):
            self.end_line(soft=False)
            self._whole(element, body=True)
        else:
            self._parts(element, tag, block)
        self.path.pop()

    def _parts(self, element: Any, tag: str, block: bool) -> None:
        before = len(self.lines)
        if not block:
            self.open.begin(tag, element.attrib)
        self._words(element.text, element)
        for child in element:
            self.element(child)
            self._words(child.tail, child)
        if block:
            self.end_line(soft=False)
        else:
            self.open.finish(tag)
        if (tag in _CELLS or tag == "p") and len(self.lines) == before:
            self.lines.append(Line("", "", _line_of(element), tuple(self.path)))

    def _words(self, words: str | None, beside: Any) -> None:
        if not words:
            return
        if not self.open.words:
            blank = len(words) - len(words.lstrip())
            self.number = _line_of(beside) + words.count("\n", 0, blank)
        self.open.data(words)

    def _whole(self, element: Any, *, body: bool) -> None:
        """A container of a text, or a table of data: its paragraphs are lines."""
        number, path = _line_of(element), tuple(self.path)
        found = paragraphs_of(element)
        if not found and body:
            self.lines.append(Line("", "", number, path, body=True))
        for paragraph in found:
            text = " ".join(plain(paragraph).split())
            self.lines.append(Line(text, paragraph, number, path, body=body))

    def end_line(self, *, soft: bool) -> None:
        """What is open becomes lines, one for each label that an element in it opens with."""
        marked, words = self.open.take()
        path, before = tuple(self.path), len(self.lines)
        for text, kept in _at_labels(words, marked):
            if text and text != "|":
                self.lines.append(Line(text, kept, self.number, path, soft=self.soft))
                self.soft = True
        self.soft = soft and len(self.lines) > before
        if len(self.lines) > MAX_LINES:
            raise SourceError(f"HTML of more than {MAX_LINES:,} lines", "expected one question")


class _Open(Paragraphs):
    """The words of the line that is open, as they stand and as marked text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element within the line begins."""
        self._edge(tag)
        self.start(tag, attributes)

    def finish(self, tag: str) -> None:
        """It ends."""
        self.end(tag)
        self._edge(tag)

    def data(self, data: str) -> None:
        """Words."""
        super().data(data)
        self.words.append(composed(data))

    def take(self) -> tuple[str, str]:
        """The line as marked text and as it stands, with the same edges in both."""
        self._end()
        marked = self.paragraphs.pop() if self.paragraphs else ""
        words, self.words = "".join(self.words), []
        return marked, words

    def _edge(self, tag: str) -> None:
        if self.words and tag not in EMPHASIS_TAGS:  # these stand within words: `p<em>ar</em>t`
            self.parts.append(_EDGE)
            self.words.append(_EDGE)


def paragraphs_of(element: Any) -> tuple[str, ...]:
    """The paragraphs of marked text in an element."""
    reader = Paragraphs()
    _feed(element, reader.start, reader.data, reader.end)
    return reader.close()


def _feed(
    element: Any,
    start: Callable[[str, Mapping[str, str]], None],
    data: Callable[[str], None],
    end: Callable[[str], None],
) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        return
    start(tag, element.attrib)
    if element.text:
        data(element.text)
    for child in element:
        _feed(child, start, data, end)
        if child.tail:
            data(child.tail)
    end(tag)


def _at_labels(words: str, marked: str) -> Iterator[tuple[str, str]]:
    """The line and its marked text, cut at the same edges: where a label opens, about a heading."""
    ends = [found.start() for found in re.finditer(_EDGE, words)]
    cuts, cut = [], 0
    for count, (start, end) in enumerate(pairwise([-1, *ends, len(words)])):
        piece = words[start + 1 : end]
        if not piece.strip():
            continue
        rest = words[start + 1 : start + 1 + 2 * _LOOK].replace(_EDGE, "")[:_LOOK].lstrip()
        heading = labels.heading(piece.strip()) in TEXT_HEADINGS
        if heading or cut or opens_line(rest):
            cuts.append(count)
        cut = heading
    if not cuts:
        yield _tidy(words), _tidy(marked)
        return
    shown, kept = words.split(_EDGE), marked.split(_EDGE)
    for start, end in pairwise([0, *(count for count in cuts if count), len(shown)]):
        yield _tidy("".join(shown[start:end])), _tidy("".join(kept[start:end]))


def _tidy(text: str) -> str:
    return _BLANKS.sub(" ", text.replace(_EDGE, "")).strip()


def _line_of(element: Any) -> int:
    return max(0, (element.sourceline or 1) - 1)


def _is_frame(element: Any) -> bool:
    """Navigation, buttons and the like, unless a question stands in it."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    named = (
        element.tag in _FRAME_TAGS
        or element.get("role") in _FRAME_ROLES
        or element.get("hidden") is not None
        or (names != " " and not _FRAME_WORDS.isdisjoint(_WORDS.findall(names)))
    )
    return named and not _OF_A_QUESTION.search("".join(element.itertext()))


def _is_body(element: Any) -> bool:
    """A container of a text that holds no heading of its own."""
    names = element.get("class")
    if not names or TEXT_CLASSES.isdisjoint(names.split()):
        return False
    return not any(
        labels.heading(" ".join(words.split())) in TEXT_HEADINGS
        for words in element.itertext()
        if len(words) < 80
    )


def _is_data(table: Any) -> bool:
    """A table that is part of a text: of several cells, none of them a label of a page."""
    filled = sum(1 for cell in table.iter(*_CELLS) if "".join(cell.itertext()).strip())
    return filled >= _CELLS_OF_DATA and not any(
        _of_a_head(" ".join(words.split())) for words in table.itertext() if len(words) < 2 * _LOOK
    )


def _of_a_head(words: str) -> bool:
    return bool(
        opens_line(words)
        or labels.heading(words) in TEXT_HEADINGS
        or labels.kind(words)
        or _OF_A_QUESTION.match(words)
    )

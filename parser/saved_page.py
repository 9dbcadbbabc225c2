"""A page saved from the site, as HTML → a document whose lines the layouts of text read.

The lines of the page are cut down to the question: what stands before its first label and behind its last
is the frame of the site. A text is what its heading's own container holds, or a container that says by its
class that it is one. What stands between known parts and is none of them is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final

from parser import labels
from parser.document import Document
from parser.findings import Kind, Severity, SourceError
from parser.html_lines import TEXT_HEADINGS, Line, PageLines, opens_line, page_lines
from parser.html_text import read_html
from parser.layouts.current_page import ASKED_BY, CLOSED, HEADING, PLACE, PUBLISHED, SHORT_PLACE
from parser.layouts.table_head import AUTHOR, AUTHOR_ALONE, NUMBER
from parser.names import same_words
from parser.official_name import require_written
from parser.question import Question, Tableau
from parser.strangers import require_assemblee, require_no_error
from parser.values import parse_author, parse_legislature

# `<!DOCTYPE html …`, `<html>`, `<!-- saved from … --><html>`, `<table>`: what opens an HTML document
_HTML: Final = re.compile(
    r"(?>\s*(?:<\?xml\b[^>]{0,200}>|<!--(?:(?!-->).)*-->))*\s*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|base|main|article|section|div|table|center"
    r"|h[1-6]|p|font|span|b)\b",
    re.IGNORECASE | re.DOTALL,
)
# `<!-- saved from url=(0051)https://questions.assemblee-nationale.fr/q14/14-1QE.htm -->`
_SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<address>\S{1,500})\s*-->")
_URL: Final = re.compile(r"https?://[^\s\"'<>]{1,500}")
#: Longer names of questions have no meaning: what follows is a query, or a part of the page.
_QUERY: Final = re.compile(r"[?#].*", re.DOTALL)
# `Question N° :`, `Question écrite n°`, the number in the next cell
_NUMBER_APART: Final = re.compile(r"Question (?:[ée]crite )?n\s*[°ºo]\s*:?", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d[\d\s]{0,9}:?")
# `de`, `de M.`, the name in the next cell
_AUTHOR_APART: Final = re.compile(r"de(?: (?:M\.?|Mme|Mlle))?", re.IGNORECASE)
# `( Socialiste - Vienne )`
_BRACKET: Final = re.compile(r"\(.{0,400}\)")
_TITLES: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
#: A longer line is a text, or several dates behind the label that opens it.
_LONGEST: Final = 800
#: Containers that hold more than a text and its heading.
_LOOSE: Final = frozenset({"html", "body", "main", "form"})


# `/deputes/fiche/OMC_PA1008`, `https://www.assemblee-nationale.fr/dyn/deputes/PA794762`
_DEPUTY: Final = re.compile(r"\b(?:OMC_)?(PA\d{1,9})/?$")


@dataclass(slots=True)
class Page(Document):
    """The lines of a page that are its question's; ``shown`` holds what markup told of each."""

    #: Each line is an element, and holds its value whole.
    wraps: ClassVar[bool] = False

    shown: list[Line] = field(default_factory=list)
    #: Names that are links to the pages of deputies, and the references in their addresses.
    deputies: tuple[tuple[str, str], ...] = ()

    def report(
        self, severity: Severity, line: int, found: str, expected: str = "", kind: Kind = "valeur"
    ) -> None:
        """As for any document; the line is that of the HTML."""
        super(Page, self).report(severity, self.place(line), found, expected, kind)

    def place(self, line: int) -> int:
        """The line of the HTML, from 1, where a line of these, from 1, stands; 0 for the whole."""
        return self.shown[line - 1].number + 1 if 0 < line <= len(self.shown) else 0

    def paragraphs(
        self, start: int, end: int | None = None, *, blocks: bool = False, bars: bool = False
    ) -> tuple[str, ...]:
        """The lines of a text, up to ``end``, as paragraphs of marked text: their elements say where
        one ends."""
        found: list[str] = []
        for line in self.shown[start:end]:
            goes_on = line.soft and found and not isinstance(found[-1], Tableau)
            if not line.marked:
                continue
            if goes_on and not isinstance(line.marked, Tableau):
                found[-1] = f"{found[-1]} {line.marked}"
            else:
                found.append(line.marked)
        return tuple(found)


def is_html(document: Document) -> bool:
    """Whether a document is HTML: it opens as such."""
    filled = document.filled()
    if not filled or not filled[0][1].startswith("<"):
        return False
    return bool(_HTML.match("\n".join(document.lines[:40])[:8000]))


def read_page(document: Document) -> Page:
    """Raises SourceError for a saved error, NotOursError for a page of the Sénat or of an oral question."""
    text = "\n".join(document.lines)
    root = read_html(text)
    if root is None:
        raise SourceError("<html> without an element", "expected a page of the site")
    title = " ".join("".join(root.xpath("string(//title)")).split())
    page = page_lines(root)
    lines = page.lines
    words = [line.text for line in lines if line.text]
    require_no_error([title, *words])
    addresses = tuple(_addresses(root, text))
    require_assemblee((), (title, *addresses))
    for address in addresses:
        require_written(address)
    if not words:
        raise SourceError("<html> without words", "expected a page of the site")
    kept = _of_the_question(PageLines(_joined(lines), page.tags), document)
    texts = [line.text for line in kept]
    return Page(document.path, texts, document.findings, addresses, kept, tuple(_deputies(root)))


def with_reference(question: Question, page: Page) -> Question:
    """The record with the reference of its author, where the author's name is a link to a deputy's page."""
    if question.auteur is None or question.auteur_source or question.acteur_ref:
        return question
    found = {ref for name, ref in page.deputies if same_words(name, question.auteur)}
    return replace(question, acteur_ref=found.pop()) if len(found) == 1 else question


def _deputies(root: Any) -> Iterable[tuple[str, str]]:
    for link in root.xpath("//a[contains(@href, 'PA')]"):
        found = _DEPUTY.search(_QUERY.sub("", link.get("href").strip()))
        words = " ".join("".join(link.itertext()).split())
        if not found or not 0 < len(words) < 200:
            continue
        try:
            yield parse_author(words.partition(" (")[0]).auteur, found[1]
        except ValueError:
            continue


def _addresses(root: Any, text: str) -> Iterable[str]:
    """What a page says of its own address."""
    found = [
        *root.xpath("//link[@rel='canonical']/@href"),
        *root.xpath("//meta[@property='og:url' or @name='og:url']/@content"),
        *(saved["address"] for saved in _SAVED_FROM.finditer(text[:8000])),
    ]
    for address in found:
        bare = _QUERY.sub("", address.strip())
        if bare:
            yield bare


def _joined(lines: list[Line]) -> list[Line]:
    """Labels and values that stand in elements of their own, on one line."""
    found: list[Line] = []
    for line in lines:
        if found and line.text and _belongs(found[-1].text, line.text):
            before = found.pop()
            joined = f"{before.text} {line.text}"
            found.append(before._replace(text=joined, marked=f"{before.marked} {line.marked}"))
        else:
            found.append(line)
    return found


def _belongs(before: str, text: str) -> bool:
    """Whether a line is the rest of the one before: the value behind a label, the group of an author."""
    if len(before) > 300 or len(text) > 400:
        return False
    if _NUMBER_APART.fullmatch(before):
        return bool(_DIGITS.fullmatch(text))
    if _AUTHOR_APART.fullmatch(before):
        return True
    if _BRACKET.fullmatch(text):
        found = AUTHOR.fullmatch(before)
        return bool(found and found["bracket"] is None)
    label = labels.leading_label(before)
    return not (label is None or label.value or opens_line(text) or _is_known(text))


def _is_known(text: str) -> bool:
    """Whether a line is a part of a page by itself."""
    if opens_line(text):
        return True
    return len(text) < _LONGEST and bool(
        labels.heading(text) in TEXT_HEADINGS
        or labels.whole_label(text)
        or labels.kind(text)
        or HEADING.fullmatch(text)
        or NUMBER.match(text)
        or ASKED_BY.fullmatch(text)
        or PUBLISHED.fullmatch(text)
        or CLOSED.fullmatch(text)
        or AUTHOR.fullmatch(text)
        or AUTHOR_ALONE.fullmatch(text)
    )


def _of_the_question(page: PageLines, document: Document) -> list[Line]:
    """The lines of the question, without the frame of the site."""
    lines = [line for line in page.lines if line.body or labels.frame(line.text) != "site"]
    asked = next((i for i, line in enumerate(lines) if ASKED_BY.fullmatch(line.text)), None)
    marks = [None if line.body else labels.heading(line.text) for line in lines]
    first = marks.index("texte_question") if "texte_question" in marks else None
    if first is not None:
        headings = [first]
        if "texte_reponse" in marks[first:]:
            headings.append(marks.index("texte_reponse", first))
        return _parted(PageLines(lines, page.tags), headings, document)
    if asked is not None:
        return _current(PageLines(lines, page.tags), asked, document)
    words = [line.text for line in lines if line.text]
    require_assemblee(words, anywhere=True)
    return [line for line in lines if line.text]


def _parted(page: PageLines, headings: list[int], document: Document) -> list[Line]:
    """The head and the texts of a page with headings."""
    lines = page.lines
    first = headings[0]
    start = next((i for i in range(first) if _is_known(lines[i].text)), first)
    found = [line for line in lines[:start] if _is_legislature(line.text)][-1:]
    found += [line for line in lines[start:first] if line.text]
    dated = any(label.key == "reponse_publiee" for line in found for label in _dates(line))
    texts: list[Line] = []
    last = first
    for place, heading in enumerate(headings):
        end = headings[place + 1] if place + 1 < len(headings) else len(lines)
        text, loose = _text(page, heading, end)
        is_answer = labels.heading(lines[heading].text) == "texte_reponse"
        if is_answer and loose and text and not dated and any(_dates(line) for line in found):
            document.report(
                "doubtful",
                lines[heading].number + 1,
                f'words under "{labels.spelling("texte_reponse")}", but no answer is announced:'
                f' "{text[0].text[:60]}"',
                "left out",
                "texte",
            )
            text = []
        texts += [lines[heading], *text]
        last = max(last, heading, *(lines.index(line) for line in text[-1:]))
    # the older pages tell a withdrawal once more, behind the texts
    known = {line.text for line in found}
    late = [line for line in lines[last + 1 :] if _dates(line) and line.text not in known]
    facts = _facts_behind(lines, last)
    return [*found, *(late if not facts else []), *texts, *facts]


def _dates(line: Line) -> list[labels.Labelled]:
    if line.body or len(line.text) > 2000:
        return []
    return [label for label in labels.split_labels(line.text) if label.key in labels.DATES]


def _facts_behind(lines: list[Line], last: int) -> list[Line]:
    """The facts of a sheet, which stand behind the texts under their heading."""
    start = next(
        (i for i in range(last + 1, len(lines)) if labels.heading(lines[i].text) == "donnees_cles"),
        None,
    )
    if start is None:
        return []
    known = [i for i in range(start, len(lines)) if _is_known(lines[i].text)]
    return [line for line in lines[start : known[-1] + 1] if line.text]


def _text(page: PageLines, heading: int, end: int) -> tuple[list[Line], bool]:
    """The lines under a heading, and whether their container may hold other things too."""
    lines, path = page.lines, page.lines[heading].path
    for depth in range(len(path), 0, -1):
        holder = path[:depth]
        inside = [line for line in lines[heading + 1 : end] if line.path[:depth] == holder]
        if not inside:
            continue
        bodies = [line for line in inside if line.body]
        if bodies:
            return [line for line in bodies if line.text], False
        in_row = not inside[0].text and inside[0].path[:-1] == path[: len(inside[0].path) - 1]
        if in_row:  # the cell beside the heading is empty
            return [], False
        filled = [line for line in inside if line.text]
        if not filled:  # what follows further on is not under this heading
            return [], False
        tag = page.tags[path[depth - 1]]
        if tag not in _LOOSE:
            return filled, False
        return _first_part(filled, depth, page.tags), True
    return [], False


def _first_part(lines: list[Line], depth: int, tags: list[str]) -> list[Line]:
    """Paragraphs up to another container: what follows a text in the body of a page may be its frame."""
    found: list[Line] = []
    for line in lines:
        holder = line.path[depth : depth + 1]
        container = tags[holder[0]] if holder else ""
        if found and container in ("div", "section", "address", "form", "center"):
            before = found[-1].path[depth : depth + 1]
            if holder != before:
                break
        found.append(line)
    return found


def _current(page: PageLines, asked: int, document: Document) -> list[Line]:
    """The current page: its heading, who asks, the texts, the facts."""
    lines = page.lines
    facts = next((i for i in range(asked + 1, len(lines)) if _opens_facts(lines[i])), len(lines))
    lines[asked : asked + 2] = _place_apart(lines, asked, facts)
    facts = next((i for i in range(asked + 1, len(lines)) if _opens_facts(lines[i])), len(lines))
    found = [*_opening(page, asked), lines[asked]]
    texts = [line for line in lines[asked + 1 : facts] if line.text]
    bodies = any(line.body for line in texts)
    named = lines[asked].text.rstrip().endswith(":")
    placed = False
    for line in texts:
        if named:
            named = False
        elif (
            not bodies
            or line.body
            or PUBLISHED.fullmatch(line.text)
            or (not placed and _is_place(line.text))
        ):
            placed = True
        else:
            _unknown(document, line)
            continue
        found.append(line)
    known = [i for i in range(facts, len(lines)) if _is_known(lines[i].text)]
    if known:
        found += [line for line in lines[facts : _closed(lines, known[-1]) + 1] if line.text]
    return found


def _place_apart(lines: list[Line], asked: int, facts: int) -> Iterable[Line]:
    """Who asks, the place on a line of its own: the facts tell where the name ends."""
    author = ""
    for line in lines[facts : facts + 3]:
        label = labels.leading_label(line.text)
        if label and label.key == "auteur":
            author = label.value.partition(" (")[0].strip()
    for line in lines[asked : asked + 2]:
        before, name, place = line.text.partition(author) if author else ("", "", "")
        place = place.strip()
        alone = not before or ASKED_BY.fullmatch(before.strip())
        if name and alone and _is_place(place):
            yield line._replace(text=f"{before}{name}")
            yield line._replace(text=place, soft=True)
        else:
            yield line


def _is_place(text: str) -> bool:
    return bool(PLACE.fullmatch(text) or SHORT_PLACE.fullmatch(text))


def _opens_facts(line: Line) -> bool:
    label = labels.leading_label(line.text)
    return not line.body and (
        labels.heading(line.text) == "donnees_cles" or bool(label and label.key == "auteur")
    )


def _opening(page: PageLines, asked: int) -> list[Line]:
    """From the heading with the number; where there is none, the title is the last heading element."""
    lines = page.lines
    numbered = [i for i in range(asked) if HEADING.fullmatch(lines[i].text)]
    if numbered:
        return [line for line in lines[numbered[-1] : asked] if line.text]
    titled = [line for line in lines[:asked] if any(page.tags[e] in _TITLES for e in line.path)]
    legislature = [line for line in lines[:asked] if _is_legislature(line.text)]
    return [*titled[-1:], *legislature[-1:]]


def _closed(lines: list[Line], last: int) -> int:
    """The index of the last line of the facts: a closing has its day and its reason on their own."""
    if not CLOSED.match(lines[last].text):
        return last
    for line in lines[last + 1 : last + 3]:
        held = lines[last].path
        if not line.soft and line.path[:-1] != held[:-1] and line.path[: len(held)] != held:
            break
        last += 1
    return last


def _is_legislature(text: str) -> bool:
    try:
        return len(text) < 40 and parse_legislature(text) is not None
    except ValueError:
        return False


def _unknown(document: Document, line: Line) -> None:
    document.report(
        "doubtful", line.number + 1, f'unknown line "{line.text[:80]}"', "left out", "inconnu"
    )

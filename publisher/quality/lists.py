"""Lists that any number of entries may stand in: pages of a bounded size, each with its data as JSON."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any, Final, Generic, TypeVar

from parser.question import Key, page_address
from publisher.french import NO_BREAK, capitalised, counted, legislature, number
from publisher.quality.account import Entry
from publisher.quality.messages import OTHERWISE, Piece, Told, expected_in_french, found_in_french
from publisher.quality.words import GRAVITIES, KINDS
from publisher.rendering import text
from publisher.writing import PageWriter

VERSION: Final = 1
FOLDER: Final = "qualite"
#: Findings on a page: a hundred of the longest make less than 150 kB.
FINDINGS: Final = 100
#: Questions on a page, of which a list says no more than their number.
QUESTIONS: Final = 1000
#: Bytes of HTML that a value of a source may take.
LONGEST: Final = 300
#: Bytes that are left to the values of a message, however long its words.
SHORTEST: Final = 90
#: HTML of what is no word of the report, by its kind.
_AS_IT_IS: Final = {
    "value": "{}",
    "code": "<code>{}</code>",
    "english": '<span lang="en">{}</span>',
}
_CODE: Final = re.compile("`([^`]+)`")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class List(Generic[T]):
    """What a list is called, how much it holds, and how one entry is written."""

    #: Of its first page, within the folder, without extension.
    name: str
    title: str
    #: HTML below the title.
    head: str
    #: Entries in all, and on one page.
    length: int
    each: int
    #: HTML and JSON of an entry.
    html: Callable[[T], str]
    data: Callable[[T], dict[str, Any]]
    #: Before the entry of this index stands this heading, with this id.
    headings: dict[int, tuple[str, str]] | None = None

    @property
    def parts(self) -> int:
        """Pages."""
        return max(1, -(-self.length // self.each))

    def address(self, part: int = 1, extension: str = "html") -> str:
        """Of a part, from the root of the site."""
        return f"{FOLDER}/{self._file(part)}.{extension}"

    def place(self, index: int, anchor: str) -> str:
        """Of the entry that a heading stands before."""
        return f"{self.address(index // self.each + 1)}#{anchor}"

    def _file(self, part: int) -> str:
        return self.name if part == 1 else f"{self.name}-{part}"

    def write(self, writer: PageWriter, entries: Iterable[T]) -> None:
        """Every page, and its JSON beside it."""
        waiting = iter(entries)
        for part in range(1, self.parts + 1):
            start = (part - 1) * self.each
            shown = list(islice(waiting, self.each))
            body = self._head(part, start, len(shown)) + self._body(shown, start)
            body += self._ways(part) + self._foot(part)
            title = self.title if part == 1 else f"{self.title}, partie {part}"
            content = body.encode("utf-8", "xmlcharrefreplace")
            writer.page(f"{FOLDER}/{self._file(part)}.md", title, [content])
            data = {
                "version": VERSION,
                "liste": self.name,
                "partie": part,
                "parties": self.parts,
                "entrees": [self.data(entry) for entry in shown],
            }
            writer.file(self.address(part, "json"), as_json(data))

    def _head(self, part: int, start: int, shown: int) -> str:
        what = f"{number(start + 1)} à {number(start + shown)} sur {number(self.length)}"
        where = f'<p class="note">{what}</p>\n' if self.parts > 1 else ""
        return (
            '<p class="fil"><a href="../qualite.html">Qualité des sources</a></p>\n'
            f"<h1>{text(self.title)}</h1>\n{self.head if part == 1 else ''}{where}"
        )

    def _foot(self, part: int) -> str:
        data = self.address(part, "json").rpartition("/")[2]
        return f'<p class="note"><a href="{data}">Cette liste en JSON</a></p>\n'

    def _body(self, shown: list[T], start: int) -> str:
        parts = []
        is_open = False
        for index, entry in enumerate(shown, start):
            heading = (self.headings or {}).get(index)
            if heading:
                closed = "</ul>\n" if is_open else ""
                parts.append(f'{closed}<h2 id="{heading[0]}">{heading[1]}</h2>\n')
                is_open = False
            if not is_open:
                parts.append(f'<ul class="{"constats" if self.each == FINDINGS else "numeros"}">\n')
                is_open = True
            parts.append(f"<li>{self.html(entry)}</li>\n")
        return "".join(parts) + ("</ul>\n" if is_open else "")

    def _ways(self, part: int) -> str:
        """To the first and last parts and those about this one."""
        if self.parts == 1:
            return ""
        near = {1, self.parts, *range(part - 2, part + 3)}
        links = [
            f'<li><span aria-current="page">{number(other)}</span></li>'
            if other == part
            else f'<li><a href="{self._file(other)}.html">{number(other)}</a></li>'
            for other in sorted(near)
            if 1 <= other <= self.parts
        ]
        return f'<nav class="parties" aria-label="Parties"><ul>{"".join(links)}</ul></nav>\n'


def finding_html(entry: Entry) -> str:
    """Where, what it is about, what was found and what was expected. Texts of sources are escaped."""
    line = f", ligne{NO_BREAK}{number(entry.line)}" if entry.line else ""
    page = f" · {question_link(entry.key)}" if entry.key else ""
    found = _message(found_in_french(entry.found), entry.found)
    expected = ""
    if entry.expected:
        name, told = expected_in_french(entry.expected) or (OTHERWISE, None)
        expected = f"<p><b>{name}&nbsp;:</b> {_message(told, entry.expected)}</p>"
    return (
        f"<p><code>{cut(entry.source)}</code>{line}{page}</p>"
        f"<p><b>Trouvé&nbsp;:</b> {found}</p>{expected}"
    )


def finding_of_place_html(entry: Entry) -> str:
    """The same, with its kind."""
    where, _, rest = finding_html(entry).partition("</p>")
    return f'{where}</p><p class="nature">{text(KINDS[entry.kind].name)}</p>{rest}'


def finding_data(entry: Entry) -> dict[str, Any]:
    """As QUALITE.md describes it."""
    values = {
        "source": shortened(entry.source),
        "ligne": entry.line or None,
        "gravite": GRAVITIES[entry.severity].address,
        "nature": entry.kind,
        "trouve": shortened(entry.found),
        "attendu": shortened(entry.expected) or None,
        "question": f"{page_address(entry.key)}.html" if entry.key else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def question_link(key: Key) -> str:
    """To the page of a question, from a list."""
    of, _, numero = key
    shown = f"question {numero}, {legislature(of)}"
    return f'<a href="../{page_address(key)}.html">{text(shown)}</a>'


def number_link(key: Key) -> str:
    """The same, as short as can be."""
    legislature, _, numero = key
    return f'<a href="../{page_address(key)}.html">{legislature}-{numero}</a>'


def question_data(key: Key) -> dict[str, Any]:
    """As QUALITE.md describes it."""
    return {"question": f"{page_address(key)}.html"}


def cut(value: str) -> str:
    """A text of a source as HTML, at most LONGEST bytes of it."""
    return escape(shortened(value))


def _message(told: Told | None, message: str) -> str:
    """A message in French as HTML; without any, in English. Values are cut, the words about them never."""
    told = told or (Piece(message, "english"),)
    room = LONGEST - sum(_size(piece.text) for piece in told if piece.kind == "words")
    values = [shortened(piece.text) for piece in told if piece.kind != "words"]
    shown = iter(_sharing(values, max(room, SHORTEST)))
    parts = (
        _CODE.sub(r"<code>\1</code>", text(piece.text))
        if piece.kind == "words"
        else _AS_IT_IS[piece.kind].format(escape(next(shown)))
        for piece in told
    )
    return "".join(parts)


def _sharing(values: list[str], room: int) -> list[str]:
    """The values, cut so that their HTML takes ``room`` bytes in all: the longest are cut first."""
    cut = values.copy()
    by_size = sorted(range(len(values)), key=lambda index: _size(values[index]))
    for place, index in enumerate(by_size):
        cut[index] = shortened(values[index], room // (len(values) - place))
        room -= _size(cut[index])
    return cut


def shortened(value: str, longest: int = LONGEST) -> str:
    """A text of a source on one line, cut where its HTML would take more than ``longest`` bytes."""
    # its first LONGEST characters are as much as can be shown, and a source may hold a million
    flat = " ".join(value[: 4 * LONGEST].split())[: LONGEST + 1]
    if _size(flat) <= longest:
        return flat
    room = longest - _size("…")
    fits = bisect_right(range(len(flat) + 1), room, key=lambda length: _size(flat[:length])) - 1
    return f"{flat[:fits]}…"


def _size(value: str) -> int:
    return len(escape(value).encode("utf-8", "replace"))


def as_json(data: dict[str, Any]) -> bytes:
    """Readable, and the same for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def frequent_html(frequent: Iterable[tuple[str, int]]) -> str:
    """What was found most often, before the list itself."""
    items = "".join(
        f"<li>{_message(_opening(found_in_french(found)), found)} "
        f'<span class="compte">{counted(times, "fois", "fois")}</span></li>'
        for found, times in frequent
    )
    frequents = f'<h2>Les plus fréquents</h2>\n<ul class="frequents">{items}</ul>\n<h2>Tous</h2>\n'
    return frequents if items else ""


def _opening(told: Told | None) -> Told | None:
    """A message that opens a line: with a capital, unless it begins with a value."""
    if not told or told[0].kind != "words":
        return told
    return (told[0]._replace(text=capitalised(told[0].text)), *told[1:])

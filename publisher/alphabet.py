"""A list from A to Z: on one page, each letter on pages of its own where names are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from publisher.french import counted
from publisher.rendering import text
from publisher.writing import PageWriter

#: Names on one page: some 120 kB of HTML.
MOST_NAMES: Final = 1_000


class Entry(NamedTuple):
    """A name of the list."""

    #: What sorts it, without accents; the first decides the letter.
    place: tuple[str, ...]
    #: Plain.
    name: str
    #: Its HTML, given the way to the folder of the list.
    item: Callable[[str], str]


class Alphabet(NamedTuple):
    """The list for its page, and the letters that it has."""

    html: str
    letters: Sequence[str]


def alphabet(
    writer: PageWriter, folder: str, title: str, words: tuple[str, str], entries: Iterable[Entry]
) -> Alphabet:
    """Writes the pages of letters, if there are any.

    ``title``: of the list; ``words``: what one of its names is, and what stands beside each; plain.
    """
    ordered = sorted(entries, key=lambda entry: entry.place)
    apart = len(ordered) > MOST_NAMES
    letters: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in ordered:
        letter = entry.place[0][:1].upper()
        letters[letter if letter.isascii() and letter.isalpha() else "#"].append(entry)
    way = "lettres/{}.html" if apart else "#{}"
    jumps = "".join(
        f'<li><a href="{way.format(letter_anchor(letter))}">{letter}</a></li>'
        for letter in sorted(letters)
    )
    html = f'<nav class="lettres" aria-label="Lettres"><ul>{jumps}</ul></nav>\n'
    for letter, of_letter in sorted(letters.items()):
        listed = (
            _pages(writer, folder, title, words, letter, of_letter) if apart else _list(of_letter)
        )
        html += f'<h2 id="{letter_anchor(letter)}">{letter}</h2>\n{listed}'
    return Alphabet(html, sorted(letters))


def _list(entries: Sequence[Entry], way: str = "") -> str:
    return f'<ul class="index">{"".join(entry.item(way) for entry in entries)}</ul>\n'


def _pages(
    writer: PageWriter,
    folder: str,
    kind: str,
    words: tuple[str, str],
    letter: str,
    entries: Sequence[Entry],
) -> str:
    """The pages of a letter, one unless it has too many names; the ways to them, as HTML."""
    one, told = words
    parts = [entries[at : at + MOST_NAMES] for at in range(0, len(entries), MOST_NAMES)]
    ways = ""
    for number, part in enumerate(parts, 1):
        name, title = f"lettres/{letter_anchor(letter)}", f"{kind}, {letter}"
        said = f'{counted(len(part), one)}<span class="hors-vue"> en {letter}</span>'
        if len(parts) > 1:
            between = f", de {part[0].name} à {part[-1].name}"
            title += between
            said += text(between)
        if number > 1:
            name += f"-{number}"
        head = (
            f'<p class="fil"><a href="../index.html">{kind}</a></p>\n<h1>{text(title)}</h1>\n'
            f'<p class="chapeau">{counted(len(part), one)}, {told}.</p>\n'
        )
        body = [head.encode(), _list(part, "../").encode()]
        writer.page(f"{folder}/{name}.md", title, body)
        ways += f'<p><a href="{name}.html">{said}</a></p>\n'
    return ways


def letter_anchor(letter: str) -> str:
    """Where a letter stands in the list."""
    return f"lettre-{letter.lower()}" if letter.isalpha() else "lettre-autre"

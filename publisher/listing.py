"""The questions of a hub: the latest on its page, the others by year, then by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import Final

from publisher.cards import Card, card_list
from publisher.french import counted, month, number
from publisher.rendering import text
from publisher.writing import PageWriter

#: Questions on the page of a hub: what a reader scrolls through before wanting a year.
LATEST: Final = 50
#: Questions on one page at most.
FULLEST: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands: the hub's address without extension, its name, and what it lists."""

    address: str
    label: str
    #: Begins the names of the list's own pages, where a hub has several: `posees-`.
    prefix: str = ""
    #: `Questions posées à ce ministère`
    what: str = "Questions"

    @property
    def folder(self) -> str:
        """The name of the folder with the list's pages, seen from the hub's own page."""
        return self.address.rpartition("/")[2]


def newest_first(cards: Sequence[Card]) -> list[Card]:
    """The order of every list."""
    return sorted(cards, key=attrgetter("order"), reverse=True)


def listing(writer: PageWriter, place: Place, cards: Sequence[Card]) -> bytes:
    """The list for the page of the hub; the pages by year it leads to are written."""
    ordered = newest_first(cards)
    if len(ordered) <= LATEST:
        return card_list(ordered, "../")
    links = []
    for year, group in groupby(ordered, key=lambda card: card.date.year if card.date else None):
        of_year = list(group)
        name = f"{place.prefix}{year or 'sans-date'}"
        title = str(year) if year else "Sans date"
        _period(writer, place, name, title, of_year)
        links.append((f"{place.folder}/{name}.html", title, len(of_year)))
    return _latest(ordered, place, "par année") + _contents(links, place, "par année")


def year_listing(writer: PageWriter, place: Place, cards: Sequence[Card]) -> bytes:
    """As `listing`, for the questions of one year: by month."""
    ordered = newest_first(cards)
    if len(ordered) <= LATEST:
        return card_list(ordered, "../")
    links = _months(writer, place, "", ordered, f"{place.folder}/")
    return _latest(ordered, place, "par mois") + _contents(links, place, "par mois")


Link = tuple[str, str, int]


def _latest(ordered: Sequence[Card], place: Place, way: str) -> bytes:
    head = (
        f'<p class="note">Les {LATEST} plus récentes sur {number(len(ordered))}. '
        f'<a href="#{place.prefix}toutes">Toutes, {way}</a></p>\n'
    )
    return head.encode() + card_list(ordered[:LATEST], "../")


def _period(writer: PageWriter, place: Place, name: str, title: str, cards: Sequence[Card]) -> None:
    """The page of a year or a month; a fuller one leads to months, or to numbered parts."""
    if len(cards) <= FULLEST:
        _write(writer, place, name, title, card_list(cards, "../../"), len(cards))
        return
    first = cards[0].date
    if first is not None and title == str(first.year):
        links = _months(writer, place, f"{name}-", cards, "")
    else:
        links = _parts(writer, place, name, title, cards)
    _write(writer, place, name, title, _contents(links), len(cards))


def _months(
    writer: PageWriter, place: Place, prefix: str, cards: Sequence[Card], folder: str
) -> list[Link]:
    links = []
    for (year, of_year), group in groupby(cards, key=_month_of):
        of_month = list(group)
        name = f"{prefix}{of_year:02}"
        title = month(year, of_year)
        _period(writer, place, name, title, of_month)
        links.append((f"{folder}{name}.html", title, len(of_month)))
    return links


def _parts(
    writer: PageWriter, place: Place, name: str, title: str, cards: Sequence[Card]
) -> list[Link]:
    links = []
    for index, start in enumerate(range(0, len(cards), FULLEST), 1):
        part = cards[start : start + FULLEST]
        of_part = f"{title}, partie {index}"
        _write(writer, place, f"{name}-{index}", of_part, card_list(part, "../../"), len(part))
        links.append((f"{name}-{index}.html", of_part, len(part)))
    return links


def _month_of(card: Card) -> tuple[int, int]:
    assert card.date is not None
    return card.date.year, card.date.month


def _write(
    writer: PageWriter, place: Place, name: str, title: str, content: bytes, count: int
) -> None:
    label, what = text(place.label), escape(place.what)
    head = (
        f'<p class="fil"><a href="../{place.folder}.html">{label}</a></p>\n'
        f"<h1>{label}, {escape(title)}</h1>\n"
        f'<p class="chapeau">{what}&nbsp;: {number(count)}.</p>\n'
        f'<h2 class="hors-vue">{what}</h2>\n'
    )
    writer.page(f"{place.address}/{name}.md", f"{place.label}, {title}", head.encode() + content)


def _contents(links: Sequence[Link], place: Place | None = None, way: str = "") -> bytes:
    items = "".join(
        f'<li><a href="{href}">{escape(title)}</a> <span class="compte">{number(count)}</span></li>'
        for href, title, count in links
    )
    head = f'<h3 id="{place.prefix}toutes">Toutes, {way}</h3>\n' if place else ""
    return f'{head}<ul class="periodes">{items}</ul>\n'.encode()


def total(cards: Sequence[Card]) -> str:
    """12 345 questions"""
    return counted(len(cards), "question")

"""The questions of a hub: the latest on its page, the others by year, month, day of the Journal officiel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import attrgetter
from typing import Final

from publisher.cards import Body, Card, CardList
from publisher.french import NO_BREAK, capitalised, counted, long_date, month, number
from publisher.rendering import text
from publisher.writing import PageWriter

#: Questions on the page of a hub: what a reader scrolls through before wanting a year.
LATEST: Final = 50
#: Questions on one page at most: some 90 kB of HTML, 125 where all have long titles.
FULLEST: Final = 150


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

    def name_of(self, title: str) -> str:
        """Of the page of a period: `Justice, mai 2013`; of a year's months, `Mai 2013` says it all."""
        of_years = self.address.startswith("annees/")
        return capitalised(title) if of_years else f"{self.label}, {title}"


def newest_first(cards: Sequence[Card]) -> list[Card]:
    """The order of every list."""
    return sorted(cards, key=attrgetter("at"))


#: Where a list of a period stands, its title, how many questions.
Link = tuple[str, str, int]
#: The pages that a period stands in, the widest first: name and title.
Within = tuple[tuple[str, str], ...]


def listing(writer: PageWriter, place: Place, cards: Sequence[Card]) -> Body:
    """The list for the page of the hub; the pages by year it leads to are written."""
    return listing_and_years(writer, place, cards)[0]


def listing_and_years(
    writer: PageWriter, place: Place, cards: Sequence[Card]
) -> tuple[Body, list[Link]]:
    """As `listing`, with where the pages by year stand, if there are any."""
    ordered = newest_first(cards)
    if len(ordered) <= LATEST:
        return [CardList(ordered, "../")], []
    links = by_year(writer, place, ordered)
    return [*_latest(ordered, place, "par année"), _contents(links, place, "par année")], links


def by_year(writer: PageWriter, place: Place, ordered: Sequence[Card]) -> list[Link]:
    """Writes the pages by year, newest first, and tells where they stand, seen from the hub's page."""
    links = []
    for year, group in groupby(ordered, key=attrgetter("year")):
        of_year = list(group)
        name = f"{place.prefix}{year or 'sans-date'}"
        title = str(year) if year else "Sans date"
        _period(writer, place, name, title, of_year)
        links.append((f"{place.folder}/{name}.html", title, len(of_year)))
    return links


def joint_listing(
    place: Place, cards: Sequence[Card], parts: Sequence[tuple[str, Sequence[Link]]]
) -> Body:
    """As `listing`, of lists that have pages of their own.

    Each part has a title and the pages it leads to: by year, or one, named "", that holds it all.
    """
    ordered = newest_first(cards)
    if len(ordered) <= LATEST:
        return [CardList(ordered, "../")]
    way = "par titre et par année"
    body = list(_latest(ordered, place, way))
    body.append(f'<h3 id="{place.prefix}toutes">Toutes, {way}</h3>\n'.encode())
    for title, links in parts:
        href, name, count = links[0]
        if name:
            body += [f"<h4>{text(title)}</h4>\n".encode(), _contents(links)]
        else:
            link = f'<a href="{href}">{text(title)}</a> <span class="compte">{number(count)}</span>'
            body.append(f"<h4>{link}</h4>\n".encode())
    return body


def year_listing(writer: PageWriter, place: Place, cards: Sequence[Card]) -> Body:
    """As `listing`, for the questions of one year: by month."""
    ordered = newest_first(cards)
    if len(ordered) <= LATEST:
        return [CardList(ordered, "../")]
    links = _months(writer, place, "", ordered, f"{place.folder}/")
    return [*_latest(ordered, place, "par mois"), _contents(links, place, "par mois")]


def _latest(ordered: Sequence[Card], place: Place, way: str) -> Body:
    head = (
        f'<p class="note">Les {LATEST}&nbsp;plus récentes sur {number(len(ordered))}. '
        f'<a href="#{place.prefix}toutes">Toutes, {way}</a></p>\n'
    )
    return [head.encode(), CardList(ordered[:LATEST], "../")]


def _period(
    writer: PageWriter,
    place: Place,
    name: str,
    title: str,
    cards: Sequence[Card],
    within: Within = (),
) -> None:
    """The page of a year, a month or a day; a fuller one leads to months, days, or parts."""
    if len(cards) <= FULLEST:
        _write(writer, place, name, title, CardList(cards, "../../"), len(cards), within)
        return
    inner = (*within, (name, title))
    first, last = cards[0].date, cards[-1].date
    if first is None or last is None or first == last:
        links = _parts(writer, place, name, title, cards, inner)
    elif (first.year, first.month) != (last.year, last.month):
        links = _months(writer, place, f"{name}-", cards, "", inner)
    else:
        links = _days(writer, place, f"{name}-", cards, inner)
    _write(writer, place, name, title, _contents(links), len(cards), within)


def _months(
    writer: PageWriter,
    place: Place,
    prefix: str,
    cards: Sequence[Card],
    folder: str,
    within: Within = (),
) -> list[Link]:
    links = []
    for (year, of_year), group in groupby(cards, key=attrgetter("month")):
        of_month = list(group)
        name = f"{prefix}{of_year:02}"
        title = month(year, of_year)
        _period(writer, place, name, title, of_month, within)
        links.append((f"{folder}{name}.html", title, len(of_month)))
    return links


def _days(
    writer: PageWriter, place: Place, prefix: str, cards: Sequence[Card], within: Within
) -> list[Link]:
    links = []
    for day, group in groupby(cards, key=attrgetter("date")):
        of_day = list(group)
        name = f"{prefix}{day.day:02}"
        title = long_date(day)
        _period(writer, place, name, title, of_day, within)
        links.append((f"{name}.html", title, len(of_day)))
    return links


def _parts(
    writer: PageWriter,
    place: Place,
    name: str,
    title: str,
    cards: Sequence[Card],
    within: Within,
) -> list[Link]:
    """Counted from the oldest, so that a question more changes the last part alone."""
    links = []
    for index, end in enumerate(range(len(cards), 0, -FULLEST), 1):
        part = cards[max(0, end - FULLEST) : end]
        of_part = f"{title}, n°{NO_BREAK}{part[-1].order[2]} à {part[0].order[2]}"
        content = CardList(part, "../../")
        _write(writer, place, f"{name}-{index}", of_part, content, len(part), within)
        links.append((f"{name}-{index}.html", of_part, len(part)))
    return links[::-1]


def _write(
    writer: PageWriter,
    place: Place,
    name: str,
    title: str,
    content: bytes | CardList,
    count: int,
    within: Within,
) -> None:
    label, what = text(place.label), escape(place.what)
    way = [f'<a href="../{place.folder}.html">{label}</a>']
    way += [f'<a href="{outer}.html">{escape(shown)}</a>' for outer, shown in within]
    full = place.name_of(title)
    head = (
        f'<p class="fil">{" › ".join(way)}</p>\n<h1>{text(full)}</h1>\n'
        f'<p class="chapeau">{what}&nbsp;: {number(count)}.</p>\n'
        f'<h2 class="hors-vue">{what}</h2>\n'
    )
    writer.page(f"{place.address}/{name}.md", full, [head.encode(), content])


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

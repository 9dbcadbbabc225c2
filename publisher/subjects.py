"""Rubriques and years: their numbers, and their lists."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from publisher import figures
from publisher.addresses import Addresses
from publisher.alphabet import MOST_NAMES, Entry, alphabet
from publisher.cards import Card
from publisher.feeds import Feeds, link
from publisher.figures import Row
from publisher.french import MONTHS, capitalised, counted, number
from publisher.hubs import Hub, Hubs
from publisher.listing import Place, listing, year_listing
from publisher.rendering import text
from publisher.searches import Search, period
from publisher.sections import (
    DELAYS,
    QUESTIONS,
    Section,
    Tables,
    by_year,
    contents,
    search_within,
    tables,
)
from publisher.selection import Selection
from publisher.writing import PageWriter

#: What the lists tell of each value.
_WITH_COUNT: Final = "avec le nombre de questions"


def write_rubriques(
    writer: PageWriter, hubs: Hubs, addresses: Addresses, of: Tables, feeds: Feeds
) -> None:
    """A page for each rubrique, and their list."""
    rubriques = hubs.sorted()
    columns = of.groupings.columns
    for hub in rubriques:
        address = addresses.of("rubriques", hub.key)
        label = capitalised(hub.label)
        asked = Selection.found_by(columns, [card.at for card in hub.cards], "rubrique")
        sections = [by_year(asked), *of.of(asked, "ministeres", "deputes", "groupes")]
        feed = feeds.write(address, f"Questions écrites : {label}", hub.cards, hub.cards)
        head = _head("rubriques", "Rubriques", label, asked, sections, feed)
        body = [head, *listing(writer, Place(address, label), hub.cards)]
        description = f"Questions écrites de la rubrique {label}."
        writer.page(f"{address}.md", label, body, description=description, fil=feed)
    entries = []
    for hub in rubriques:
        address, label = addresses.of("rubriques", hub.key), capitalised(hub.label)
        entries.append(Entry((hub.key,), label, partial(_item, address, label, hub)))
    if len(entries) > MOST_NAMES:
        listed = alphabet(writer, "rubriques", "Rubriques", ("rubrique", _WITH_COUNT), entries).html
    else:
        listed = _list([entry.item("") for entry in entries])
    _index(writer, "rubriques", "Rubriques", counted(len(rubriques), "rubrique"), listed)


def write_years(writer: PageWriter, hubs: Hubs, of: Tables, undated: Sequence[Card] = ()) -> None:
    """A page for each year of question, and their list, newest first.

    Questions without a date have a page too: those without a name nor a rubrique stand on no other.
    """
    years = hubs.sorted()[::-1]
    columns = of.groupings.columns
    every = Selection.all(columns)
    for hub in years:
        asked = every.where(columns.year == int(hub.key), annee=(hub.key,))
        sections = [
            _months(asked, int(hub.key)),
            *of.of(asked, "ministeres", "rubriques", "groupes"),
        ]
        body = [
            _head("annees", "Années", hub.label, asked, sections),
            *year_listing(writer, Place(f"annees/{hub.key}", hub.label), hub.cards),
        ]
        writer.page(
            f"annees/{hub.key}.md",
            hub.label,
            body,
            description=f"Questions écrites publiées en {hub.label}.",
        )
    items = [_item(f"annees/{hub.key}", hub.label, hub) for hub in years]
    if undated:
        hub = Hub("sans-date", Counter(["Sans date"]), list(undated))
        place = Place(f"annees/{hub.key}", hub.label)
        asked = Selection(columns, every.at[columns.day == 0])
        body = [
            _head("annees", "Années", hub.label, asked, []),
            *listing(writer, place, hub.cards),
        ]
        writer.page(f"{place.address}.md", hub.label, body, description="Questions sans date.")
        items.append(_item(place.address, hub.label, hub))
    _index(writer, "annees", "Années", counted(len(years), "année"), _list(items))


def _months(asked: Selection, year: int) -> Section:
    """The questions of each month."""

    def search(of: int) -> Search:
        last = monthrange(year, of)[1]
        return period(f"{year}-{of:02}-01", f"{year}-{of:02}-{last}")

    rows = [
        Row(capitalised(MONTHS[of - 1]), part)
        for of, part in asked.split(asked.columns.month, search)
    ]
    columns = [figures.counts(), figures.answer_rates(), figures.medians(), figures.within_terms()]
    html = figures.table(DELAYS, "Mois", columns, rows) if len(rows) > 1 else ""
    return Section("par-mois", "Par mois", html)


def _head(
    folder: str,
    kind: str,
    label: str,
    asked: Selection,
    sections: Sequence[Section],
    feed: str | None = None,
) -> bytes:
    return (
        f'<p class="fil"><a href="index.html">{kind}</a></p>\n<h1>{text(label)}</h1>\n{link(feed)}'
        f"{figures.in_short(asked)}{contents(sections, (QUESTIONS, 'Questions'))}"
        f'{tables(sections)}<h2 id="{QUESTIONS}">Questions</h2>\n{search_within(asked)}'
    ).encode()


def _item(address: str, label: str, hub: Hub, way: str = "") -> str:
    return (
        f'<li><a href="{way}{address.rpartition("/")[2]}.html">{text(label)}</a> '
        f'<span class="compte">{number(len(hub.cards))}</span></li>'
    )


def _list(items: Sequence[str]) -> str:
    return f'<ul class="index">{"".join(items)}</ul>\n'


def _index(writer: PageWriter, folder: str, title: str, count: str, listed: str) -> None:
    body = f'<h1>{title}</h1>\n<p class="chapeau">{count}, {_WITH_COUNT}.</p>\n{listed}'
    writer.page(f"{folder}/index.md", title, [body.encode()])

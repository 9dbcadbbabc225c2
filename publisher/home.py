"""The home page: how many questions, from when to when, and the ways in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from publisher.addresses import Addresses
from publisher.cards import Card, card_list
from publisher.french import NO_BREAK, counted, long_date, number, spaced
from publisher.hubs import Hub
from publisher.writing import PageWriter

#: Questions shown, and values of each kind shown.
LATEST = 5
FIRST = 8


@dataclass(slots=True)
class Extent:
    """How many questions, and the dates between which they were published."""

    questions: int = 0
    first: date | None = None
    last: date | None = None
    #: The latest date of the Journal officiel that any record names: "today" in the whole site.
    au: date | None = None

    def add(self, asked: date | None, days: Sequence[date | None]) -> None:
        """One more question, asked on this day, naming these days of the Journal officiel."""
        self.questions += 1
        if asked:
            self.first = min(self.first or asked, asked)
            self.last = max(self.last or asked, asked)
        for day in (asked, *days):
            if day:
                self.au = max(self.au or day, day)


def write_home(
    writer: PageWriter,
    extent: Extent,
    latest: Sequence[Card],
    deputies: int,
    kinds: Sequence[tuple[str, str, Sequence[Hub]]],
    addresses: Addresses,
) -> None:
    """`kinds`: folder, title and hubs of each kind that is shown by its fullest values."""
    counts = f"<strong>{counted(extent.questions, 'question écrite', 'questions écrites')}</strong>"
    if extent.first and extent.last:
        counts += f" du {_no_break(long_date(extent.first))} au {_no_break(long_date(extent.last))}"
    until = f", sources jusqu’au JO du {_no_break(long_date(extent.au))}" if extent.au else ""
    ways = [
        f'<li><a href="deputes/index.html">Députés</a> <span class="compte">'
        f"{number(deputies)}</span></li>"
    ]
    blocks = []
    for folder, title, hubs in kinds:
        ways.append(
            f'<li><a href="{folder}/index.html">{title}</a> <span class="compte">'
            f"{number(len(hubs))}</span></li>"
        )
        blocks.append(_block(folder, title, hubs, addresses))
    body = (
        f'<p class="etendue">{counts}{until}.</p>\n'
        f'<nav class="entrees" aria-label="Parcourir"><ul role="list">{"".join(ways)}</ul></nav>\n'
        f'<div class="rayons">{"".join(blocks)}</div>\n<h2>Dernières questions</h2>\n'
    ).encode()
    body += card_list(latest[:LATEST], "")
    writer.page("index.md", "Accueil", body, template="home.html")


def _block(folder: str, title: str, hubs: Sequence[Hub], addresses: Addresses) -> str:
    """The fullest values; years, which a reader looks for by date, newest first."""
    if folder == "annees":
        shown = sorted(hubs, key=lambda hub: hub.key, reverse=True)[:FIRST]
    else:
        shown = sorted(hubs, key=lambda hub: (-len(hub.cards), hub.key))[:FIRST]
    items = "".join(
        f'<li><a href="{folder}/{hub.key}.html">{hub.label}</a>'
        if folder == "annees"
        else f'<li><a href="{addresses.of(folder, hub.key)}.html">'  # type: ignore[arg-type]
        f"{escape(spaced(hub.label[:1].upper() + hub.label[1:]))}</a>"
        for hub in shown
    )
    rest = len(hubs) - len(shown)
    more = (
        f'<p><a href="{folder}/index.html">Tout voir ({number(len(hubs))})</a></p>' if rest else ""
    )
    return f'<section><h2>{title}</h2><ul role="list">{items}</ul>{more}</section>'


def _no_break(text: str) -> str:
    return text.replace(" ", NO_BREAK)

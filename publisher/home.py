"""The home page: how many questions, from when to when, and the ways in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from publisher.addresses import Addresses, Kind
from publisher.alphabet import letter_anchor
from publisher.cards import UNDATED, Body, Card, CardList
from publisher.facts import Facts
from publisher.feeds import link
from publisher.french import capitalised, counted, long_date, number
from publisher.hubs import Hub
from publisher.rendering import text
from publisher.writing import PageWriter

#: Questions shown, and values of each kind shown.
LATEST: Final = 5
FIRST: Final = 8


#: The ways in that have no list here.
_MORE: Final = (
    '<ul class="autres-rayons"><li><a href="departements/index.html">Départements</a></li>'
    '<li><a href="groupes/index.html">Groupes politiques</a></li>'
    '<li><a href="legislatures/index.html">Législatures</a></li>'
    '<li><a href="semaines/index.html">Semaines du JO</a></li>'
    '<li><a href="statistiques.html">Statistiques</a></li></ul>\n'
)


@dataclass(slots=True)
class Extent:
    """How many questions, and the dates between which they were published."""

    questions: int = 0
    first: date | None = None
    last: date | None = None
    #: The latest date of the Journal officiel that any record names: "today" in the whole site.
    au: date | None = None

    @classmethod
    def of(cls, questions: Collection[Facts], au: date | None) -> Extent:
        """Of these questions; ``au`` stands in for the latest date that they name."""
        asked = [facts.day for facts in questions if facts.day]
        last = max((facts.last_day for facts in questions), default=UNDATED)
        return cls(
            len(questions),
            date.fromordinal(min(asked)) if asked else None,
            date.fromordinal(max(asked)) if asked else None,
            au or (date.fromordinal(last) if last else None),
        )


def write_home(
    writer: PageWriter,
    extent: Extent,
    latest: Sequence[Card],
    letters: Sequence[str],
    deputies: int,
    kinds: Sequence[tuple[Kind, str, Sequence[Hub]]],
    addresses: Addresses,
    feed: str | None = None,
) -> None:
    """`letters`: of the list of deputies; `kinds`: folder, title and hubs of each other kind."""
    counts = f"<strong>{counted(extent.questions, 'question écrite', 'questions écrites')}</strong>"
    if extent.first and extent.last:
        counts += f" du {text(long_date(extent.first))} au {text(long_date(extent.last))}"
    until = f", sources jusqu’au JO du {text(long_date(extent.au))}" if extent.au else ""
    quality = '<a href="qualite.html">Qualité des sources</a>'
    blocks = [_letters(letters, deputies), *(_block(*kind, addresses) for kind in kinds)]
    body = (
        f'<p class="etendue">{counts}{until}. {quality}</p>\n'
        f'<div class="rayons">{"".join(blocks)}</div>\n{_MORE}<h2>Dernières questions</h2>\n'
        f"{link(feed, '')}"
    )
    content: Body = [body.encode(), CardList(latest[:LATEST], "")]
    writer.page("index.md", "Accueil", content, template="home.html", fil=feed)


def _letters(letters: Sequence[str], deputies: int) -> str:
    items = "".join(
        f'<li><a href="deputes/index.html#{letter_anchor(letter)}">{letter}</a></li>'
        for letter in letters
    )
    return (
        f'<section class="lettres">{_title("deputes", "Députés", deputies)}'
        f"<ul>{items}</ul></section>"
    )


def _block(folder: Kind, title: str, hubs: Sequence[Hub], addresses: Addresses) -> str:
    """The fullest values; years, which a reader looks for by date, newest first."""
    if folder == "annees":
        shown = sorted(hubs, key=lambda hub: hub.key, reverse=True)[:FIRST]
    else:
        shown = sorted(hubs, key=lambda hub: (-len(hub.cards), hub.key))[:FIRST]
    items = "".join(
        f'<li><a href="{addresses.of(folder, hub.key)}.html">'
        f"{text(capitalised(hub.label))}</a></li>"
        for hub in shown
    )
    return f"<section>{_title(folder, title, len(hubs))}<ul>{items}</ul></section>"


def _title(folder: Kind, title: str, count: int) -> str:
    return (
        f'<h2><a href="{folder}/index.html">{title}</a> '
        f'<span class="compte">{number(count)}</span></h2>'
    )

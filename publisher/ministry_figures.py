"""What a ministry was asked, was in charge of, passed on and received, how long its answers took, in numbers.

Rates and delays are of the questions that it is in charge of in the end, whoever was asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Final

import numpy as np

from publisher import figures
from publisher.cards import UNDATED, Card
from publisher.french import NO_BREAK, counted, long_date, number
from publisher.groupings import Grouping
from publisher.legislature_pages import linked_year
from publisher.ministries import ANSWERED, ASKED, IN_CHARGE, Ministry, Title
from publisher.portfolios import portfolio_of
from publisher.rendering import text
from publisher.sections import FEWEST, Section, Tables, by_year, most
from publisher.selection import Selection
from publisher.states import ENDED
from publisher.values import value_key

#: Questions that have waited longest.
LONGEST: Final = 10


class MinistryFigures:
    """Of all ministries and of their titles. ``cards``: all, newest first; ``au``: today."""

    def __init__(
        self, ministries: Sequence[Ministry], of: Tables, cards: Sequence[Card], au: date | None
    ) -> None:
        self._of, self._cards, self._au = of, cards, au
        self._numbers = {ministry.key: at for at, ministry in enumerate(ministries, 1)}
        #: By key of a ministry, how many questions it was in charge of for a time only.
        self._passing = _passing(ministries, of)

    def of_ministry(self, ministry: Ministry) -> tuple[str, list[Section]]:
        """Its numbers in short, as HTML, and its tables: under all its titles."""
        own = self._numbers[ministry.key]
        groupings = self._of.groupings
        cards = [self._at(ministry.cards(ASKED)), self._charged(ministry.titles)]
        asked, charged = (
            self._found(at, grouping, own)
            for at, grouping in zip(cards, (groupings.asked, groupings.in_charge), strict=True)
        )
        return self._told(own, asked, charged, self._passing[ministry.key])

    def of_title(self, ministry: Ministry, title: Title) -> tuple[str, list[Section]]:
        """As `of_ministry`, of one of its titles."""
        columns = self._of.groupings.columns
        asked = Selection.found_by(columns, self._at(title.of_role[ASKED]), "ministere_interroge")
        charged = Selection.found_by(columns, self._charged([title]), "ministere_attributaire")
        alone = self._passing[ministry.key] if len(ministry.titles) == 1 else 0
        return self._told(self._numbers[ministry.key], asked, charged, alone)

    def _found(self, at: list[int], grouping: Grouping, number: int) -> Selection:
        whole = len(at) == int((grouping.numbers == number).sum())
        search = grouping.searches(number) if whole else None
        return Selection(self._of.groupings.columns, np.array(sorted(at), np.int64), search)

    def _charged(self, titles: Sequence[Title]) -> list[int]:
        return [
            card.at
            for title in titles
            for role in (ANSWERED, IN_CHARGE)
            for card in title.of_role[role]
        ]

    def _at(self, cards: Sequence[Card]) -> list[int]:
        return [card.at for card in cards]

    def _told(
        self, own: int, asked: Selection, charged: Selection, passing: int
    ) -> tuple[str, list[Section]]:
        groupings = self._of.groupings
        short = figures.of_ministry(asked, charged)
        if passing:
            many = passing > 1
            short += (
                f'<p class="note">{counted(passing, "question")} de plus '
                f"{'lui ont été attribuées' if many else 'lui a été attribuée'} un temps, avant de l’être à "
                f"un autre ministère&#8239;; aucune recherche ne {'les' if many else 'la'} liste.</p>\n"
            )
        sections = [
            by_year(charged, linked_year, ninths=True, title="Questions attribuées, par année"),
            self._waiting(charged),
            _others("transmises", "Transmises à", asked, groupings.in_charge, own),
            _others("recues", "Reçues de", charged, groupings.asked, own),
            *self._of.of(asked, "rubriques", "deputes", "groupes"),
        ]
        return short, sections

    def _waiting(self, charged: Selection) -> Section:
        """Those that have waited longest for an answer, in legislatures that have not ended."""
        au = self._au
        pending = charged.pending()
        columns = charged.columns
        living = [
            legislature
            for legislature in np.unique(columns.legislature[pending.at]).tolist()
            if au and not (legislature in ENDED and ENDED[legislature] <= au)
        ]
        now = au.toordinal() if au else UNDATED
        waiting = pending.where(
            np.isin(columns.legislature, living) & (columns.day > UNDATED) & (columns.day <= now),
            legislature=[str(legislature) for legislature in living],
        )
        anchor, title = "attente", "Les plus longues attentes"
        if not au or not len(waiting) or len(charged) < FEWEST:
            return Section(anchor, title, "")
        items = []
        for at in waiting.at[::-1][:LONGEST].tolist():
            facts = columns.questions[at]
            path = self._cards[at].path.removesuffix(".md")
            days = counted(au.toordinal() - facts.day, "jour")
            items.append(
                f'<li><a href="../{escape(path)}.html">{text(facts.intitule)}</a> '
                f'<span class="compte">n°&nbsp;{facts.numero}, posée le '
                f"{text(long_date(date.fromordinal(facts.day)))}, {days}</span></li>\n"
            )
        # a search cannot ask for questions with a day, nor for those of before
        others = len(pending.where(np.isin(columns.legislature, living))) - len(waiting)
        address = waiting.address("../") if not others else None
        shown = number(len(waiting))
        if address:
            shown = f'<a href="{escape(address)}&amp;tri=ancien">{shown}</a>'
        many = "question attend" if len(waiting) == 1 else "questions attendent"
        more = f'<p class="note">Au JO du {text(long_date(au))}, {shown}{NO_BREAK}{many} une réponse.</p>\n'
        return Section(anchor, title, f'{more}<ol class="attentes">\n{"".join(items)}</ol>\n')


def _others(anchor: str, title: str, questions: Selection, grouping: Grouping, own: int) -> Section:
    """The other ministries that some questions were passed on to, or come from."""
    others = ("autre ministère", "autres ministères")
    html = most("Ministère", questions, grouping.without(own), others, [figures.counts()], fewest=1)
    return Section(anchor, title, html)


def _passing(ministries: Sequence[Ministry], of: Tables) -> Counter[str]:
    known = {title.key: ministry.key for ministry in ministries for title in ministry.titles}
    names = {ministry.name: ministry.key for ministry in ministries}

    def key(title: str | None) -> str | None:
        if title is None:
            return None
        return known.get(value_key(title)) or names.get(portfolio_of(title) or "")

    counts: Counter[str] = Counter()
    for facts in of.groupings.columns.questions:
        if facts.between:
            ends = {key(facts.ministere_interroge), key(facts.ministere_attributaire)}
            counts.update(
                found for found in {key(title) for title in facts.between} - ends if found
            )
    return counts

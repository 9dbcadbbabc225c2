"""Ministries: under which titles, what each was asked, what it answered, what it is still to answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from publisher.addresses import Addresses, slug
from publisher.cards import UNDATED, Card
from publisher.facts import Facts
from publisher.french import capitalised
from publisher.hubs import Hub, most_used
from publisher.portfolios import portfolio_of
from publisher.values import value_key

#: What a ministry's page tells apart, each the beginning of the names of its lists' pages.
ASKED: Final = "posees"
ANSWERED: Final = "reponses"
IN_CHARGE: Final = "a-repondre"
ROLES: Final = (ASKED, ANSWERED, IN_CHARGE)


@dataclass(slots=True)
class Title:
    """The questions of one title, as the sources write it."""

    key: str
    spellings: Counter[str] = field(default_factory=Counter)
    of_role: dict[str, list[Card]] = field(default_factory=lambda: {role: [] for role in ROLES})
    #: Ordinals of the first and the last day of the Journal officiel that has it, or UNDATED.
    first: int = UNDATED
    last: int = UNDATED

    @property
    def label(self) -> str:
        """The spelling used most."""
        return most_used(self.spellings)

    @property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day of the Journal officiel that has it, asked or answering."""
        if not self.first:
            return None
        return date.fromordinal(self.first), date.fromordinal(self.last)

    def add(self, role: str, spelling: str, cards: Sequence[Card], days: Set[int]) -> None:
        """More questions, in this role; ``days``: of the Journal officiel that says so."""
        self.spellings[spelling] += len(cards)
        self.of_role[role].extend(cards)
        if known := days - {UNDATED}:
            self.first = min(self.first or min(known), *known)
            self.last = max(self.last, *known)


@dataclass(frozen=True, slots=True)
class Ministry:
    """One portfolio under all its titles, the newest first; or a title that stands by itself."""

    name: str
    titles: Sequence[Title]

    @property
    def hub(self) -> Hub:
        """All its questions, each once."""
        cards = {
            card.at: card for title in self.titles for of in title.of_role.values() for card in of
        }
        return Hub(self.key, Counter([self.name]), list(cards.values()))

    @property
    def key(self) -> str:
        """What the address of its page is made of."""
        return value_key(self.name)

    def page(self, addresses: Addresses) -> str:
        """Where its page stands, from the root of the site, without extension."""
        if len(self.titles) == 1:
            return addresses.of("ministeres", self.titles[0].key)
        return f"ministeres/{slug(self.key)}"

    def cards(self, role: str) -> list[Card]:
        """The questions of a role, under all titles."""
        return [card for title in self.titles for card in title.of_role[role]]


class Ministries:
    """All ministries of the records."""

    def __init__(self) -> None:
        #: By role and spelling of the title, the cards and their days.
        self._said: defaultdict[tuple[str, str | None], tuple[list[Card], set[int]]]
        self._said = defaultdict(lambda: ([], set()))

    def add(self, question: Facts, card: Card) -> None:
        """Put a question under the ministry asked and under the one that answers it."""
        cards, days = self._said[ASKED, question.ministere_interroge]
        cards.append(card)
        days.add(question.day)
        role = ANSWERED if question.etat.startswith("repondue") else IN_CHARGE
        cards, days = self._said[role, question.ministere_attributaire]
        cards.append(card)
        days.add(question.answer_day if role == ANSWERED else UNDATED)

    def _titles(self) -> dict[str, Title]:
        titles: dict[str, Title] = {}
        for (role, spelling), said in self._said.items():
            if spelling is not None:
                key = value_key(spelling)
                titles.setdefault(key, Title(key)).add(role, spelling, *said)
        return titles

    def sorted(self) -> list[Ministry]:
        """In the order of the alphabet; see `portfolios.portfolio_of`."""
        groups: defaultdict[str, list[Title]] = defaultdict(list)
        alone = []
        for _, title in sorted(self._titles().items()):
            portfolio = portfolio_of(title.label)
            if portfolio is None:
                alone.append(Ministry(capitalised(title.label), [title]))
            else:
                groups[portfolio].append(title)
        for name, titles in groups.items():
            newest = sorted(titles, key=lambda title: (-title.last, title.key))
            alone.append(
                Ministry(name if len(titles) > 1 else capitalised(titles[0].label), newest)
            )
        return sorted(alone, key=lambda ministry: ministry.key)

"""What questions are grouped by in tables: persons, ministries, values; each with its page and its search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import Final

import numpy as np

from publisher.addresses import Addresses, Kind, key_of
from publisher.columns import Array, Columns
from publisher.deputies import Deputy, Named
from publisher.figures import Row
from publisher.french import capitalised
from publisher.ministries import Ministry
from publisher.rendering import text
from publisher.searches import Search
from publisher.selection import Selection

#: The facets of the two ministries of a question.
ASKED: Final = "ministere_interroge"
IN_CHARGE: Final = "ministere_attributaire"
#: The filters that find all titles of a portfolio.
_PORTFOLIO: Final = {ASKED: "portefeuille_interroge", IN_CHARGE: "portefeuille_attributaire"}


@dataclass(frozen=True, slots=True)
class Grouping:
    """A number for each question (0: in no group), and what each number stands for."""

    numbers: Array
    #: By number; plain text.
    labels: Sequence[str]
    #: By number, from the root of the site, without extension.
    pages: Sequence[str]
    searches: Callable[[int], Search | None]

    def rows(
        self, questions: Selection, root: str = "../", most: int | None = None
    ) -> Iterator[Row]:
        """The groups that some questions are of, those of most first; ``most``: so many at most."""
        for number, of in questions.grouped(self.numbers, self.searches, most):
            yield Row(self.link(number, root), of)

    def without(self, number: int) -> Grouping:
        """The same, but for one group: its questions are in none."""
        return replace(self, numbers=np.where(self.numbers == number, 0, self.numbers))

    def names(self, questions: Selection, root: str = "../") -> list[str]:
        """The names of the groups that some questions are of, most first, leading to their pages; HTML."""
        counts = np.bincount(self.numbers[questions.at], minlength=len(self.labels))
        counts[0] = 0
        most = np.argsort(-counts, kind="stable")
        return [self.link(number, root) for number in most[: int((counts > 0).sum())].tolist()]

    def link(self, number: int, root: str = "../") -> str:
        """The name of a group, leading to its page; HTML."""
        return _link(f"{root}{self.pages[number]}.html", self.labels[number])


@lru_cache(16_384)  # each is a row of many tables
def _link(href: str, label: str) -> str:
    return f'<a href="{escape(href)}">{text(label)}</a>'


class Groupings:
    """All of them, over all questions. Settles the addresses of groups and départements."""

    def __init__(
        self,
        columns: Columns,
        named: Named,
        ministries: Sequence[Ministry],
        addresses: Addresses,
    ) -> None:
        self.columns = columns
        #: In the order of `named.everyone`.
        self.of_people: list[Selection] = []
        self.people = self._people(named)
        self.asked = self._portfolios(ASKED, ministries, addresses)
        self.in_charge = self._portfolios(IN_CHARGE, ministries, addresses)
        self.rubriques = self._rubriques(addresses)
        self.groupes = self._spelled("groupe", "groupes", addresses)
        self.departements = self._spelled("departement", "departements", addresses)

    def _people(self, named: Named) -> Grouping:
        numbers = np.zeros(len(self.columns), np.int32)
        searches: list[Search | None] = [None]
        for number, person in enumerate(named.everyone, 1):
            questions = self._of(person)
            numbers[questions.at] = number
            searches.append(questions.search)
            self.of_people.append(questions)
        labels = ["", *(person.label for person in named.everyone)]
        pages = ["", *(named.address(person) for person in named.everyone)]
        return Grouping(numbers, labels, pages, searches.__getitem__)

    def _of(self, person: Deputy) -> Selection:
        at = [card.at for card in person.cards]
        by_name = Selection.found_by(self.columns, at, "auteur")
        if by_name.search is not None:
            return by_name
        return Selection.found_by(self.columns, at, "auteur", "departement")

    def _portfolios(
        self, facet: str, ministries: Sequence[Ministry], addresses: Addresses
    ) -> Grouping:
        of = self.columns.facets[facet]
        group = np.zeros(len(of.labels), np.int32)
        for number, ministry in enumerate(ministries, 1):
            for title in ministry.titles:
                for spelling in title.spellings:  # of which the search may take some for others
                    group[of.number(spelling)] = number
        group[0] = 0
        values: list[tuple[str, ...]] = [()] * (len(ministries) + 1)
        for title_number, number in enumerate(group.tolist()):
            values[number] += (of.labels[title_number],)
        return Grouping(
            group[of.column],
            ["", *(ministry.name for ministry in ministries)],
            ["", *(ministry.page(addresses) for ministry in ministries)],
            lambda number: (
                {_PORTFOLIO[facet]: (ministries[number - 1].name,)}
                if len(ministries[number - 1].titles) > 1
                else {facet: values[number]}
            ),
        )

    def _rubriques(self, addresses: Addresses) -> Grouping:
        of = self.columns.facets["rubrique"]
        return Grouping(
            of.column,
            [capitalised(label) for label in of.labels],
            [addresses.of_value("rubriques", label) if label else "" for label in of.labels],
            lambda number: {"rubrique": (of.labels[number],)},
        )

    def _spelled(self, facet: str, kind: Kind, addresses: Addresses) -> Grouping:
        """Spellings of one value are one group; it stands at what they have in common."""
        of = self.columns.facets[facet]
        spellings: dict[str, list[int]] = {}
        for number, label in enumerate(of.labels[1:], 1):
            spellings.setdefault(key_of(kind, label), []).append(number)
        keys = sorted(spellings)
        addresses.settle(kind, keys)
        group = np.zeros(len(of.labels), np.int32)
        labels: list[str] = [""]
        values: list[tuple[str, ...]] = [()]
        pages = ["", *(addresses.of(kind, key) for key in keys)]
        for number, key in enumerate(keys, 1):
            group[spellings[key]] = number
            most = max(spellings[key], key=lambda one: int(of.totals[one]))
            labels.append(capitalised(of.labels[most]))
            values.append(tuple(of.labels[one] for one in spellings[key]))
        # where the search takes two values for one that have nothing else in common
        written = {getattr(facts, facet) for facts in self.columns.questions} - {None}
        for value in sorted(written):
            if (key := key_of(kind, value)) not in spellings:
                page = pages[group[of.number(value)]]
                addresses.except_for(kind, key, page.removeprefix(f"{kind}/"))
        return Grouping(group[of.column], labels, pages, lambda number: {facet: values[number]})

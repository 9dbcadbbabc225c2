"""One legislature while its records go by: slices handed out, facts of documents kept small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parser.question import Question
from search.indexer.facets import FACETS, Facet, Values
from search.indexer.slices import SLICE, Texts, texts

EPOCH: Final = date(1970, 1, 1).toordinal()


def days(day: date | None) -> int:
    """Days since 1 January 1970; 0 for no date."""
    return day.toordinal() - EPOCH if day else 0


@dataclass(slots=True)
class Legislature:
    """The facts of its documents, in the order in which they came."""

    number: int
    pending: list[Texts] = field(default_factory=list)
    order_keys: list[tuple[int, str, int]] = field(default_factory=list)
    cards: list[bytes] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    pages: list[tuple[int, int]] = field(default_factory=list)
    values: dict[str, Values] = field(default_factory=lambda: {n: Values() for n in FACETS})

    def add(self, question: Question) -> list[Texts] | None:
        """Takes a record; gives a whole slice of texts when one is full."""
        self.order_keys.append((days(question.date_question), question.type, question.numero))
        for name, values in self.values.items():
            values.add(getattr(question, name))
        self.answered.append(days(question.date_reponse))
        self.pages.append((question.page_question or 0, question.page_reponse or 0))
        analyse = question.analyse or question.tete_analyse or ""
        titre = question.titre or question.tete_analyse or analyse or question.rubrique or ""
        self.cards.append("\t".join((titre, "" if analyse == titre else analyse)).encode())
        self.pending.append(texts(question))
        if len(self.pending) < SLICE:
            return None
        return self.rest()

    def rest(self) -> list[Texts]:
        """The texts not yet handed out."""
        full, self.pending = self.pending, []
        return full

    def order(self) -> npt.NDArray[np.int64]:
        """The documents by date of question, type and number: document n is order[n]."""
        keys = self.order_keys
        return np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)

    def facets(self, order: npt.NDArray[np.int64]) -> Iterator[Facet]:
        """Every facet over the documents in `order`."""
        for name, values in self.values.items():
            yield values.facet(name, order)

    def card(self, at: int, facets: dict[str, Facet], document: int) -> list[Any]:
        """The card of the record that came as number `at` and is `document` in order."""
        day, kind, numero = self.order_keys[at]
        titre, analyse = self.cards[at].decode().split("\t")
        number = {name: int(facet.column[document]) for name, facet in facets.items()}
        asked, charged = number["ministere_interroge"], number["ministere_attributaire"]
        answered = self.answered[at]
        return [
            numero, kind if kind != "QE" else 0, titre, number["auteur"], number["groupe"],
            number["rubrique"], asked, number["etat"], answered - day if answered else "",
            0 if _same(facets, asked, charged) else charged, analyse,
        ]  # fmt: skip


def _same(facets: dict[str, Facet], asked: int, charged: int) -> bool:
    """Whether the ministry in charge is the one asked, so that the card need not say it."""
    if not asked or not charged:
        return asked == charged
    return (
        facets["ministere_interroge"].values[asked - 1]
        == facets["ministere_attributaire"].values[charged - 1]
    )

"""What the hubs need of a question beside its card: a few values, kept from one build to the next."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from parser.question import Question
from publisher.cards import UNDATED, card_html, heading
from publisher.references import questions_named
from publisher.values import value_key


class Facts(NamedTuple):
    """A question as its hubs know it. The values are those of the record."""

    legislature: int
    numero: int
    etat: str
    auteur: str | None
    prenom: str | None
    nom: str | None
    civilite: str | None
    auteur_source: str | None
    acteur_ref: str | None
    groupe: str | None
    departement: str | None
    circonscription: str | None
    circonscription_numero: int | None
    ministere_interroge: str | None
    ministere_attributaire: str | None
    rubrique: str | None
    #: Rubrique, titre and analyse, each said once.
    intitule: str
    #: The questions that its texts name, by `Named.key`, parted by commas; `r` begins those of the answer.
    renvois: str
    #: Ordinal of the date of the question, or UNDATED.
    day: int
    #: Ordinal of the date of the answer, or UNDATED.
    answer_day: int
    #: The latest day of the Journal officiel that the record names, or UNDATED.
    last_day: int
    #: Who was in charge between the ministry asked and the one in charge at the end, if anyone was.
    between: Sequence[str]
    #: Digest of the card: lists are written anew where it changed.
    card: bytes

    @classmethod
    def of(cls, question: Question) -> tuple[Facts, bytes]:
        """The facts of a record, and its card (see `cards.card_html`)."""
        html = card_html(question)
        same = {name: getattr(question, name) for name in _SAME}
        asked, answered = question.date_question, question.date_reponse
        days = [day.toordinal() for day in _days(question) if day]
        facts = cls(
            **same,
            intitule=heading(question),
            renvois=_renvois(question),
            day=asked.toordinal() if asked else UNDATED,
            answer_day=answered.toordinal() if answered else UNDATED,
            last_day=max(days, default=UNDATED),
            between=_between(question),
            card=hashlib.blake2b(html, digest_size=8).digest(),
        )
        return facts, html


_SAME = Facts._fields[: Facts._fields.index("intitule")]


def _renvois(question: Question) -> str:
    asked, answered = questions_named(question)
    keys = [named.key for named in asked] + [f"r{named.key}" for named in answered]
    return ",".join(dict.fromkeys(keys))


def _between(question: Question) -> list[str]:
    """A list, as it comes back from the memory of a build; no ministry twice in a row."""
    ends = [question.ministere_interroge, question.ministere_attributaire]
    chain = [ends[0], *(a.ministere for a in question.attributions if a.ministere), ends[1]]
    steps = [
        ministry
        for before, ministry in zip([None, *chain], chain, strict=False)
        if ministry and (before is None or value_key(ministry) != value_key(before))
    ]
    return steps[1:-1] if all(ends) else []


def _days(question: Question) -> list[date | None]:
    """Every day of the Journal officiel that a record names."""
    return [
        question.date_question,
        question.date_reponse,
        question.date_cloture,
        question.signalement,
        *question.renouvellements,
        *question.errata,
        *(attribution.date for attribution in question.attributions),
    ]

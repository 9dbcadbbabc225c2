"""The record of one written question: what every other part of the project reads.

One French word, without accents, for a thing everywhere: the attribute here is the key in the front
matter, the facet, the parameter of an address and the column of an export. `FRONT_MATTER.md`
describes each one. An absent value is ``None`` here and an absent key in a page; never ``""``.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final, Literal

Etat = Literal["repondue", "repondue_sans_texte", "en_attente", "retiree", "close", "inconnu"]

#: The key of a question: numbers restart with each legislature.
Key = tuple[int, str, int]


class Tableau(str):
    """A table of official data: HTML of `table`, `tr`, `th`, `td`, `colspan`, `rowspan`, on one line.

    The only HTML in a record: `parser/html_text.py` makes it, with every text in it escaped.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """The ministry a question was passed to, from this day on."""

    date: date
    ministere: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A written question and its answer, as published; see FRONT_MATTER.md for each field.

    ``question`` and ``reponse`` are paragraphs of marked text: ``*x*`` is emphasis, ``\\*`` a typed
    asterisk, ``[text](https://…)`` a link, everything else is literal. No paragraph is empty. A table
    of official data is a paragraph of its own, a `Tableau`.
    """

    id: str
    legislature: int
    type: str
    numero: int
    etat: Etat
    source: str
    url_officielle: str
    titre: str | None = None
    rubrique: str | None = None
    tete_analyse: str | None = None
    analyse: str | None = None
    auteur: str | None = None
    auteur_source: Literal["texte"] | None = None
    prenom: str | None = None
    nom: str | None = None
    civilite: str | None = None
    acteur_ref: str | None = None
    mandat_ref: str | None = None
    groupe: str | None = None
    groupe_sigle: str | None = None
    groupe_date: Literal["export", "question"] | None = None
    departement: str | None = None
    circonscription: str | None = None
    circonscription_numero: int | None = None
    ministere_interroge: str | None = None
    ministere_attributaire: str | None = None
    date_question: date | None = None
    page_question: int | None = None
    date_reponse: date | None = None
    page_reponse: int | None = None
    date_cloture: date | None = None
    code_cloture: str | None = None
    motif_cloture: str | None = None
    attributions: tuple[Attribution, ...] = ()
    renouvellements: tuple[date, ...] = ()
    signalement: date | None = None
    errata: tuple[date, ...] = ()
    question: tuple[str, ...] = ()
    reponse: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Legislature, type, number: no two questions share it."""
        return (self.legislature, self.type, self.numero)

    @property
    def address(self) -> str:
        """Of its page in the site, without extension: as the official one, and it never changes."""
        return page_address(self.key)


TEXTS: Final = ("question", "reponse")
FIELDS: Final = tuple(field.name for field in dataclasses.fields(Question))
_ALL: Final = attrgetter(*FIELDS)
#: In the order of the front matter; the texts stand in the page itself.
FACTS: Final = tuple(name for name in FIELDS if name not in TEXTS)


def official_id(legislature: int, kind: str, numero: int) -> str:
    """The Assemblée's own identifier, `QANR5L14QE55901` (R5: the Fifth Republic)."""
    return f"QANR5L{legislature}{kind}{numero}"


def page_address(key: Key) -> str:
    """`q14/14-55901QE`: where the page of a question stands, without extension."""
    legislature, kind, numero = key
    return f"q{legislature}/{legislature}-{numero}{kind}"


def official_address(legislature: int, kind: str, numero: int) -> str:
    """Where the Assemblée publishes the question."""
    return (
        f"https://questions.assemblee-nationale.fr/q{legislature}/{legislature}-{numero}{kind}.htm"
    )


def to_dict(question: Question) -> dict[str, Any]:
    """The record as plain values in the order of its fields, absent ones left out.

    Dates stay `date`; the lists of dated things are lists of `{date: …}`, as in the front matter.
    """
    values: dict[str, Any] = {
        name: value
        for name, value in zip(FIELDS, _ALL(question), strict=True)
        if value is not None and value != ()
    }
    if question.attributions:
        values["attributions"] = [
            {"date": a.date} | ({"ministere": a.ministere} if a.ministere else {})
            for a in question.attributions
        ]
    for name in ("renouvellements", "errata"):
        if name in values:
            values[name] = [{"date": day} for day in values[name]]
    if question.signalement:
        values["signalement"] = {"date": question.signalement}
    for name in TEXTS:
        if name in values:
            values[name] = [
                {"tableau": str(p)} if p.__class__ is Tableau else p for p in values[name]
            ]
    return values


def from_dict(values: dict[str, Any]) -> Question:
    """The record of what `to_dict` gave; dates may be ISO strings (as in JSON).

    Raises TypeError on a key that is no field, ValueError on a date that is none.
    """
    fields = dict(values)
    for name in ("date_question", "date_reponse", "date_cloture"):
        if name in fields:
            fields[name] = _day(fields[name])
    if "attributions" in fields:
        fields["attributions"] = tuple(
            Attribution(_day(a["date"]), a.get("ministere")) for a in fields["attributions"]
        )
    for name in ("renouvellements", "errata"):
        if name in fields:
            fields[name] = tuple(_day(entry["date"]) for entry in fields[name])
    if "signalement" in fields:
        fields["signalement"] = _day(fields["signalement"]["date"])
    for name in TEXTS:
        if name in fields:
            fields[name] = tuple(
                Tableau(p["tableau"]) if isinstance(p, dict) else p for p in fields[name]
            )
    return Question(**fields)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value

"""The author of a record, from the archives of deputies: `acteur_ref` becomes a name and a place."""

from __future__ import annotations

import dataclasses
from typing import Any

from parser.acteurs import Acteurs
from parser.findings import Finding
from parser.names import same_name
from parser.question import Question


def with_author(
    question: Question, acteurs: Acteurs, path: str
) -> tuple[Question, tuple[Finding, ...]]:
    """The record with the name and the place that the archives give, and what contradicts them.

    The archives come before the opening words of the text, never before a name or a place that the
    source writes itself. Without a reference that they know, the record is as it was. ``path``: what
    messages call the source of the record.
    """
    known = acteurs.author_of(question.acteur_ref, question.mandat_ref)
    if known is None:
        return question, ()
    findings = []
    values: dict[str, Any] = {}
    if question.auteur and not same_name(question.auteur, known.auteur):
        where = "opening of the text" if question.auteur_source else "source"
        findings.append(
            Finding(
                path, 0, "doubtful",
                f'the {where} names "{question.auteur}", the archive of deputies'
                f' "{known.auteur}" for {question.acteur_ref}',
                f'kept "{known.auteur if question.auteur_source else question.auteur}"',
                "conflit",
            )
        )  # fmt: skip
    if question.auteur is None or question.auteur_source:
        values |= {"auteur_source": None} | {
            name: getattr(known, name) for name in ("civilite", "auteur", "prenom", "nom")
        }
    if question.departement is None and question.circonscription is None:
        places = ("departement", "circonscription", "circonscription_numero")
        values |= {name: getattr(known, name) for name in places}
    elif known.circonscription_numero and question.circonscription_numero not in (
        None,
        known.circonscription_numero,
    ):
        findings.append(
            Finding(
                path, 0, "doubtful",
                f'"{question.circonscription}" here, "{known.circonscription}" in the archive of'
                f" deputies for {question.mandat_ref}",
                f'kept "{question.circonscription}"',
                "conflit",
            )
        )  # fmt: skip
    return dataclasses.replace(question, **values), tuple(findings)

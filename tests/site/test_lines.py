"""What belongs together stays on one line: a number and what it counts, a day and its month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

from parser.question import Question
from publisher.french import MONTHS
from tests.site.conftest import build, make_question

_NO_WORDS = re.compile(r"<(head|script|style)\b.*?</\1>", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|abbr|b|code|sup|time)\b[^>]*>|\xad")
_TAG = re.compile(r"<[^>]*>")
#: A number, raised letters behind it or not, and a word that it belongs to.
_PARTED = re.compile(
    rf"\b\d+(?:er|re|e)?[ \n](?:{'|'.join(MONTHS)}|législature|circonscription|jour|mois|ans?\b|question|"
    "réponse|député|ministère|rubrique|groupe|auteur|nom|titre|pixel|plus récentes|%)"
    r"|\b(?:n°|p\.|pages?|article|articles)[ \n]\d"
)


def questions() -> Iterator[Question]:
    for numero in range(1, 260):
        answered = numero % 3
        yield make_question(
            numero,
            titre=f"dossier {'x' * (numero % 7)}",
            rubrique=f"matière {'abcdefgh'[numero % 8]}",
            auteur=f"{'ABCDEFGHIJ'[numero % 10]}nne Durand",
            prenom=f"{'ABCDEFGHIJ'[numero % 10]}nne",
            nom="Durand",
            groupe=f"Groupe {'abc'[numero % 3]}",
            departement="Mayenne",
            circonscription="Mayenne (2e circonscription)",
            circonscription_numero=2,
            legislature=13 + (numero > 130),
            ministere_interroge="Intérieur",
            ministere_attributaire="Justice" if numero % 5 else "Intérieur",
            date_question=date(2010 + numero % 5, 1 + numero % 12, 1 + numero % 28),
            page_question=numero,
            date_reponse=date(2016, 1, 1 + numero % 30) if answered else None,
            etat="repondue" if answered else "en_attente",
            question=("Il demande.",),
            reponse=("Le Gouvernement répond.",) if answered else (),
        )


def test_no_number_is_parted_from_what_it_counts(tmp_path: Path) -> None:
    site = build(questions(), tmp_path, au=date(2016, 2, 2)).site
    parted = set()
    for path in site.rglob("*.html"):
        if path.is_relative_to(site / "recherche"):
            continue
        html = _NO_WORDS.sub("", path.read_text("utf-8"))
        shown = unescape(_TAG.sub("|", _INLINE.sub("", html)))
        for found in _PARTED.finditer(shown):
            parted.add(
                (path.relative_to(site).as_posix(), shown[found.start() - 30 : found.end() + 10])
            )
    assert not sorted(parted)

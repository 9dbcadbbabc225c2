"""The five real files, against what a reader sees in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from parser.page import from_page, to_page
from parser.question import Question
from parser.read import read_question

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GOLDEN = ROOT / "tests" / "golden"


def seed(prefix: str) -> Question:
    path = next(path for path in SEEDS if path.name.startswith(prefix))
    reading = read_question(path.read_bytes(), source=path.name, path=str(path))
    assert reading.findings == ()
    assert reading.question
    return reading.question


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_page_of_a_seed_is_the_golden_one(path: Path, accept: bool) -> None:
    question = seed(path.name)
    page = to_page(question)
    golden = GOLDEN / f"{question.legislature}-{question.numero}QE.md"
    if accept:
        golden.write_text(page, "utf-8")
    assert page == golden.read_text("utf-8")
    assert from_page(page) == question


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        (
            "000",
            {
                "id": "QANR5L14QE55901",
                "legislature": 14,
                "numero": 55901,
                "titre": "Internet",
                "tete_analyse": None,
                "analyse": None,
                "rubrique": "Télécommunications",
                "civilite": "M.",
                "auteur": "Guillaume Chevrollier",
                "nom": "Chevrollier",
                "groupe": "Les Républicains",
                "groupe_date": "export",
                "departement": "Mayenne",
                "circonscription": "Mayenne (2e circonscription)",
                "circonscription_numero": 2,
                "ministere_interroge": "Intérieur",
                "ministere_attributaire": "Intérieur",
                "date_question": date(2014, 5, 20),
                "page_question": 3995,
                "date_reponse": date(2014, 7, 29),
                "page_reponse": 6524,
                "etat": "repondue",
                "url_officielle": "https://questions.assemblee-nationale.fr/q14/14-55901QE.htm",
            },
        ),
        (
            "001",
            {
                "numero": 13504,
                "auteur": "Philippe Plisson",
                "groupe": "Socialiste, écologiste et républicain",
                "circonscription": "Gironde (11e circonscription)",
                "ministere_interroge": "PME, innovation et économie numérique",
                "ministere_attributaire": "Intérieur",
                "date_question": date(2012, 12, 11),
                "page_question": 7334,
                "date_reponse": date(2013, 10, 8),
                "page_reponse": 10633,
            },
        ),
        (
            "002",
            {
                "legislature": 13,
                "numero": 78603,
                "auteur": "Dino Cinieri",
                "groupe": "Union pour un Mouvement Populaire",
                "circonscription": "Loire (4e circonscription)",
                "ministere_interroge": "Justice et libertés (garde des sceaux)",
                "ministere_attributaire": "Intérieur, outre-mer et collectivités territoriales",
                "date_question": date(2010, 5, 11),
                "page_question": 5189,
                "date_reponse": date(2010, 11, 23),
                "page_reponse": 12920,
            },
        ),
        (
            "003",
            {
                "numero": 13503,
                "titre": "Internet",
                "tete_analyse": "Internet",
                "analyse": "cybercriminalité. lutte et prévention.",
                "rubrique": "télécommunications",
                "auteur": "Philippe Plisson",
                "groupe": "Socialiste, républicain et citoyen",
                "departement": "Gironde",
                "circonscription": None,
                "circonscription_numero": None,
                "ministere_interroge": "Affaires étrangères",
                "ministere_attributaire": "Affaires étrangères",
                "date_question": date(2012, 12, 11),
                "page_question": None,
                "date_reponse": date(2013, 3, 5),
                "page_reponse": 2477,
            },
        ),
        (
            "004",
            {
                "numero": 60066,
                "auteur": "Thierry Lazaro",
                "groupe": "Les Républicains",
                "circonscription": "Nord (6e circonscription)",
                "ministere_interroge": "Justice",
                "ministere_attributaire": "Justice",
                "date_question": date(2014, 7, 8),
                "page_question": 5803,
                "date_reponse": date(2014, 9, 16),
                "page_reponse": 7835,
            },
        ),
    ],
)
def test_every_field_is_what_the_file_says(prefix: str, expected: dict[str, Any]) -> None:
    question = seed(prefix)
    assert {name: getattr(question, name) for name in expected} == expected


def test_a_sentence_cut_by_a_page_break_is_one_sentence() -> None:
    assert len(seed("000").reponse) == 1
    assert "d'information du public et de prévention sur toutes" in seed("000").reponse[0]


def test_emphasis_is_kept_and_the_spaced_address_is_mended() -> None:
    question = seed("001")
    assert "cybercriminalité *via* les sites" in question.question[0]
    address = "[www.internet-signalement.gouv.fr](http://www.internet-signalement.gouv.fr)"
    assert question.reponse[0].count(address) == 2

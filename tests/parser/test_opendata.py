"""Official files, JSON and XML: the record that a person would write from them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from parser.page import from_page, to_page
from parser.question import Attribution, Question
from parser.read import Reading, read_question

DOCUMENTS = Path(__file__).parents[1] / "official"
GOLDEN = Path(__file__).parents[1] / "golden"
OFFICIAL = sorted([*DOCUMENTS.glob("QANR5L17*.json"), *DOCUMENTS.glob("*.xml")])


def read(content: bytes | str) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    return read_question(data, source="s", path="s")


def sample(name: str) -> dict[str, Any]:
    tree = json.loads((DOCUMENTS / name).read_text("utf-8"))
    assert isinstance(tree, dict)
    return tree


def question(tree: dict[str, Any]) -> Question:
    reading = read(json.dumps(tree))
    assert reading.findings == ()
    assert reading.question
    return reading.question


@pytest.mark.parametrize("path", OFFICIAL, ids=lambda path: path.stem)
def test_the_page_of_an_official_file_is_the_golden_one(path: Path, accept: bool) -> None:
    reading = read_question(path.read_bytes(), source=path.name, path=path.name)
    assert reading.findings == ()
    assert reading.question
    page = to_page(reading.question)
    golden = GOLDEN / f"{reading.question.legislature}-{reading.question.numero}QE.md"
    if accept:
        golden.write_text(page, "utf-8")
    assert page == golden.read_text("utf-8")
    assert from_page(page) == reading.question


def test_a_history_of_ministries_gives_the_one_in_charge_and_each_passing_on() -> None:
    found = question(sample("QANR5L17QE5560.json"))
    assert found.ministere_interroge == "Travail, santé, solidarités et familles"
    assert found.ministere_attributaire == "Santé, familles, autonomie et personnes handicapées"
    assert found.attributions == (
        Attribution(date(2025, 4, 1), "Travail, santé, solidarités et familles"),
        Attribution(date(2025, 4, 8), "Santé et accès aux soins"),
        Attribution(
            date(2025, 10, 5),
            "Travail, santé, solidarités, familles, autonomie et personnes handicapées",
        ),
        Attribution(date(2025, 10, 13), "Santé, familles, autonomie et personnes handicapées"),
    )


def test_a_question_never_passed_on_has_a_history_of_one() -> None:
    assert question(sample("QANR5L17QE10723.json")).attributions == (
        Attribution(date(2025, 11, 4), "Santé, familles, autonomie et personnes handicapées"),
    )


def test_the_author_comes_from_the_opening_of_the_text_and_says_so() -> None:
    found = question(sample("QANR5L17QE10723.json"))
    assert (found.civilite, found.auteur, found.auteur_source) == (
        "Mme",
        "Christelle D'Intorni",
        "texte",
    )
    assert (found.acteur_ref, found.mandat_ref) == ("PA793322", "PM840246")
    assert found.circonscription is None


@pytest.mark.parametrize(
    "opening",
    [
        "M. le ministre de l'intérieur rappelle",
        "Mme la députée attire l'attention",
        "M. Emmanuel Macron a annoncé",
        "M. Dupont attire l'attention",
        "M. Jean Dupont, maire, demande",
        "Attire l'attention de M. Jean Dupont",
    ],
)
def test_who_does_not_open_the_text_with_a_verb_of_asking_is_no_author(opening: str) -> None:
    tree = sample("QANR5L17QE357.json")
    tree["question"]["textesQuestion"]["texteQuestion"]["texte"] = f"{opening} sur la loi."
    found = read(json.dumps(tree)).question
    assert found
    assert found.auteur is None
    assert found.auteur_source is None
    assert found.acteur_ref == "PA793844"


@pytest.mark.parametrize(
    ("opening", "auteur", "nom"),
    [
        ("Mme Marie-Christine Dalloz interroge", "Marie-Christine Dalloz", "Dalloz"),
        ("M. Charles de Courson appelle", "Charles de Courson", "Courson (de)"),
        ("M Jacques Le Nay demande", "Jacques Le Nay", "Le Nay"),
        ("Mme Virginie Duby-Muller s'inquiète", "Virginie Duby-Muller", "Duby-Muller"),
        ("M. Olivier Falorni souhaite", "Olivier Falorni", "Falorni"),
    ],
)
def test_names_of_every_form_open_a_text(opening: str, auteur: str, nom: str) -> None:
    tree = sample("QANR5L17QE357.json")
    tree["question"]["textesQuestion"]["texteQuestion"]["texte"] = f"{opening} le Gouvernement."
    found = question(tree)
    assert (found.auteur, found.nom) == (auteur, nom)


def test_entities_are_decoded_once_and_emphasis_kept() -> None:
    assert any("*kit*" in p for p in question(sample("QANR5L17QE2536.json")).question)
    tree = sample("QANR5L17QE357.json")
    texts = tree["question"]["textesReponse"]["texteReponse"]
    texts["texte"] = "5&#160;&#8364; &amp;lt; 3 <br/><br/><em>via</em> la c<em>œu</em>r * <b>x</b>"
    assert question(tree).reponse == ("5\u00a0€ &lt; 3", "*via* la cœur \\* x")


def test_the_number_of_the_printed_journal_is_left_out() -> None:
    tree = sample("QANR5L17QE357.json")
    text = tree["question"]["textesQuestion"]["texteQuestion"]
    text["texte"] = f"357. — 8 octobre 2024. — {text['texte']}"
    found = question(tree)
    assert found.question[0].startswith("Mme Pascale Bordes")
    assert found.auteur == "Pascale Bordes"


def test_an_answer_without_its_text_is_not_unanswered() -> None:
    tree = sample("QANR5L17QE357.json")
    tree["question"]["textesReponse"] = None
    found = question(tree)
    assert found.etat == "repondue_sans_texte"
    assert (found.date_reponse, found.page_reponse) == (date(2025, 3, 11), 1606)


@pytest.mark.parametrize(
    ("code", "label", "etat"),
    [("FIN_MAN", "Fin de mandat", "close"), ("RET", "Retrait par l'auteur", "retiree")],
)
def test_a_closing_keeps_its_code_and_label(code: str, label: str, etat: str) -> None:
    tree = sample("QANR5L17QE13134.json")
    tree["question"]["cloture"] = {
        "codeCloture": code,
        "libelleCloture": label,
        "dateCloture": "2026-06-30",
        "infoJO": None,
    }
    found = question(tree)
    assert (found.etat, found.date_cloture) == (etat, date(2026, 6, 30))
    assert (found.code_cloture, found.motif_cloture) == (code, label)


def test_several_analyses_are_joined_as_on_the_pages() -> None:
    tree = sample("QANR5L17QE357.json")
    tree["question"]["indexationAN"]["analyses"]["analyse"] = ["équipements", "vieillissement"]
    assert question(tree).analyse == "équipements. vieillissement."


def test_no_heading_in_words_is_no_heading() -> None:
    tree = sample("QANR5L17QE357.json")
    tree["question"]["indexationAN"]["teteAnalyse"] = "aucune tête d'analyse"
    assert question(tree).tete_analyse is None


def test_several_renewals_are_a_list() -> None:
    tree = sample("QANR5L17QE13134.json")
    one = tree["question"]["renouvellements"]["renouvellement"]
    other = {"infoJO": one["infoJO"] | {"dateJO": "2026-05-05"}}
    tree["question"]["renouvellements"]["renouvellement"] = [one, other]
    assert question(tree).renouvellements == (date(2026, 5, 5), date(2026, 6, 16))


@pytest.mark.parametrize("nothing", [None, {"@xsi:nil": "true"}, "", [], {}])
def test_every_way_of_saying_nothing_is_absent(nothing: object) -> None:
    tree = sample("QANR5L17QE13134.json")
    for key in ("textesReponse", "cloture", "signalement", "renouvellements"):
        tree["question"][key] = nothing
    tree["question"]["indexationAN"]["teteAnalyse"] = nothing
    tree["question"]["textesQuestion"]["texteQuestion"]["infoJO"]["pageJO"] = nothing
    found = question(tree)
    assert found.etat == "en_attente"
    assert found.renouvellements == ()
    assert found.tete_analyse is None
    assert found.page_question is None


def test_an_unknown_key_is_reported_and_the_question_published() -> None:
    tree = sample("QANR5L17QE357.json")
    tree["question"]["minInt"]["nouveau"] = "x"
    reading = read(json.dumps(tree))
    assert reading.question
    [finding] = reading.findings
    assert finding.severity == "doubtful"
    assert "question.minInt.nouveau" in finding.found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('{"question": {"uid": "QANR5L17QE1"', "broken JSON"),
        ("[1, 2]", "no object"),
        ('{"autre": 1}', "autre"),
        ('{"question": {"type": "QE", "uid": [1]}}', "no number"),
        (
            '{"question": {"type": "QE", "uid": "QANR5L17QE1", "identifiant": {"numero": "2"}}}',
            "uid",
        ),
        ("<?xml version='1.0'?><!DOCTYPE q [<!ENTITY a 'b'>]><question/>", "document type"),
        ("<question><a></question>", "broken XML"),
        ("<?xml version='1.0'?><html/>", "<html>"),
        ("[" * 100_000, "nested"),
    ],
)
def test_a_file_of_another_shape_is_refused_by_name(content: str, found: str) -> None:
    reading = read(content)
    assert reading.question is None
    [finding] = reading.findings
    assert finding.severity == "refused"
    assert found in finding.found
    assert "fault of the parser" not in finding.expected


def test_letters_misread_as_windows_1252_are_refused() -> None:
    content = (DOCUMENTS / "QANR5L17QE357.json").read_bytes().decode("cp1252", "replace")
    reading = read(content)
    assert reading.question is None
    assert "misread" in reading.findings[0].found


def test_a_control_character_is_left_out_and_reported() -> None:
    tree = sample("QANR5L17QE357.json")
    tree["question"]["indexationAN"]["rubrique"] = "fin\u0000 de vie"
    reading = read(json.dumps(tree))
    assert reading.question
    assert reading.question.rubrique == "fin de vie"
    assert "U+0000" in reading.findings[0].found


@pytest.mark.parametrize("other", ["QANR5L16QG10.json"])
def test_other_kinds_are_ignored_by_name(other: str) -> None:
    reading = read((DOCUMENTS / other).read_bytes())
    assert reading.question is None
    assert reading.findings[0].severity == "ignored"
    assert reading.findings[0].found == "question au Gouvernement"


def as_xml(name: str, value: Any) -> str:
    """The same tree as the XML of the archives writes it: lists are siblings, null is empty."""
    if isinstance(value, list):
        return "".join(as_xml(name, entry) for entry in value)
    if isinstance(value, dict):
        inner = "".join(as_xml(k, v) for k, v in value.items() if not k.startswith("@"))
        return f"<{name}>{inner}</{name}>"
    return f"<{name}/>" if value is None else f"<{name}>{escape(value)}</{name}>"


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("QANR5L17*.json")), ids=lambda p: p.stem)
@pytest.mark.parametrize("namespace", ["http://schemas.assemblee-nationale.fr/referentiel", ""])
def test_the_xml_of_a_question_gives_the_record_of_its_json(path: Path, namespace: str) -> None:
    tree = sample(path.name)
    xml = as_xml("question", tree["question"])
    if namespace:
        xml = xml.replace("<question>", f'<question xmlns="{namespace}">', 1)
    reading = read(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}')
    assert reading.findings == ()
    assert reading.question == question(tree)


def test_french_days_in_xml_are_read_too() -> None:
    tree = sample("QANR5L17QE357.json")
    xml = as_xml("question", tree["question"]).replace("2024-10-08", "08/10/2024")
    reading = read(f"<?xml version='1.0'?>{xml}")
    assert reading.question == question(tree)

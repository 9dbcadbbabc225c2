"""Documents that were once read wrongly: each a case."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from parser.corpus import read_records, read_sources
from parser.sources import find_files
from tests.parser.documents import head, messages, read, read_well, sheet

ASKED = "Question publiée au JO le : 20/05/2014 page : 3995 "


@pytest.mark.parametrize("title", ["Sénat", "Question n° 12 du baccalauréat", "14e législature"])
def test_a_title_is_a_title_whatever_it_says(title: str) -> None:
    assert read_well(sheet(titre=title)).titre == title


def test_a_text_that_names_the_senat_is_still_of_the_assemblee() -> None:
    assert read_well(sheet(question="Voir www.senat.fr et le JO Sénat du 3 mai."))
    assert read_well(head(question="Question de M. DUPONT Jean (Orne - UDI) au Sénat."))


@pytest.mark.parametrize(
    "line",
    [
        "Question de M. du DUPONT Roland (Orne - UDI) publiée le 01/02/2013",
        "Question de Mme MARTIN Odette (Morbihan) publiée le 01/02/2013",
        "Question de M. DUPONT Jean\n(Orne - UDI) publiée le 01/02/2013",
        "Question écrite n° 12345 de Mme Anne DUPONT (Orne - UDI-UC)",
        "Anne Dupont\npublié dans le JO Sénat du 01/02/2013",
    ],
)
def test_questions_of_the_senat_are_known(line: str) -> None:
    question, findings = read(f"{line}\n\nElle attire l'attention du ministre.\n")
    assert question is None
    assert [finding.severity for finding in findings] == ["ignored"]


@pytest.mark.parametrize(
    "heading",
    [
        "TEXTE DE LA REPONSE",
        "**Texte de la réponse**",
        "## Texte de la réponse",
        "\u200bTexte de la réponse :",
    ],
)
def test_a_heading_is_known_without_accents_and_among_marks(heading: str) -> None:
    text = sheet().replace("Texte de la réponse", heading).replace("Données clés", "Donnees cles")
    assert read_well(text) == read_well(sheet())


def test_a_heading_that_does_not_stand_alone_is_reported() -> None:
    text = sheet().replace("Texte de la réponse\n\n", "Texte de la réponse : ")
    assert any("a heading inside a text" in message for message in messages(text))


@pytest.mark.parametrize(
    "analyse",
    [
        "demandeurs d'emploi. titre : protection",
        "découpage. circonscription : Paris (2e)",
        "droits d'auteur : protection",
        "Statut social de l'auteur : quelle protection ?",
    ],
)
def test_words_of_a_value_are_no_labels(analyse: str) -> None:
    question = read_well(head().replace("implantation. procédure.", analyse))
    assert question.analyse == analyse
    assert question.departement == "Nord"


@pytest.mark.parametrize(
    ("dates", "page"),
    [
        (ASKED + "Réponse publiée au JO le : 29/07/2014 (page : 2477)", 2477),
        (ASKED + "Réponse publiée au JO le : 29/07/2014 page : 2 477", 2477),
        (ASKED + "Réponse publiée au JO le : 29/07/2014, p. 2477", 2477),
        (ASKED + "Réponse publiée au JO le : 29 / 07 / 2014\tpage : 2477", 2477),
        (ASKED.strip() + "Réponse publiée au JO le : 29/07/2014\npage : 2477", 2477),
    ],
)
def test_spacing_and_place_of_dates_and_pages_are_free(dates: str, page: int) -> None:
    question = read_well(head(dates=dates))
    assert (question.date_question, question.page_question) == (date(2014, 5, 20), 3995)
    assert (question.date_reponse, question.page_reponse) == (date(2014, 7, 29), page)


def test_two_dates_on_one_line_of_a_sheet() -> None:
    text = sheet(publiee="1^er mai 2014 Réponse publiée au JO le : 29 juillet 2014, page 6524")
    question = read_well(text[: text.rindex("Réponse publiée")].rstrip() + "\n")
    assert (question.date_question, question.page_reponse) == (date(2014, 5, 1), 6524)


def test_a_page_or_reason_that_a_label_does_not_keep_is_reported() -> None:
    dates = ASKED + "Réponse publiée au JO le : 29/07/2014 Date de renouvellement : "
    assert "page 99" in messages(head(dates=dates + "08/08/2014 page : 99"))[0]
    assert "(avis)" in messages(head(dates=dates + "08/08/2014 (avis)"))[0]


@pytest.mark.parametrize(
    ("written", "etat", "motif"),
    [
        ("20/06/2017 (fin  de\u00a0mandat)", "close", "fin de mandat"),
        ("20/06/2017\n(fin de mandat)", "close", "fin de mandat"),
        ("20/06/2017\t(Fin de mandat)", "close", "Fin de mandat"),
        ("20/06/2017 (décès avant la fin de mandat)", "retiree", "décès avant la fin de mandat"),
    ],
)
def test_the_reason_of_a_closing_decides_the_state(written: str, etat: str, motif: str) -> None:
    question = read_well(head(reponse="", dates=f"{ASKED}Question retirée le: {written}"))
    assert (question.etat, question.motif_cloture) == (etat, motif)


def test_marks_about_values_are_taken_away() -> None:
    text = sheet(auteur="**Mme Anne Martin**").replace("](#)", "](# )")
    text = text.replace("Rubrique : Énergie", "Rubrique : [Éner\u00adgie](#)")
    text = text.replace("interrogé : Écologie", "interrogé : *Écologie*")
    assert read_well(text) == read_well(sheet())
    assert read_well(sheet(titre="Enseignement du 2^e degré")).titre == "Enseignement du 2e degré"


@pytest.mark.parametrize("author", ["M. Jean Martin, député", "[M. Jean", "M. Jean (Nord)"])
def test_what_is_no_name_is_no_author(author: str) -> None:
    question, findings = read(sheet(auteur=author))
    assert question
    assert question.auteur is None
    assert findings


@pytest.mark.parametrize(
    "bracket", ["UMP\u00a0-\u00a0Paris", "UMP -Paris", "UMP – Paris", "UMP  -  Paris"]
)
def test_group_and_departement_are_told_apart_whatever_the_dash(bracket: str) -> None:
    question = read_well(head(bracket=bracket))
    assert (question.groupe, question.departement) == ("UMP", "Paris")


@pytest.mark.parametrize(
    "place", ["Nord (2ᵉ circonscription) – G", "Nord (2nde circonscription) - G"]
)
def test_other_ordinals_and_dashes_of_a_place(place: str) -> None:
    question = read_well(sheet(circonscription=place))
    assert (question.circonscription, question.groupe) == ("Nord (2e circonscription)", "G")


def test_an_author_of_a_head_may_be_a_link() -> None:
    assert read_well(head(auteur="[Mme Anne Martin](#)")).auteur == "Anne Martin"


def test_a_number_of_a_head_with_a_blank_is_one_number() -> None:
    assert read_well(head(numero="13 503")).numero == 13503
    assert read(head(numero="13 50")).question is None


@pytest.mark.parametrize("numero", ["9" * 300, "9" * 5000, "1000000"])
def test_a_number_that_cannot_be_is_refused(numero: str) -> None:
    for text in (sheet(numero=numero), head(numero=numero)):
        question, findings = read(text)
        assert question is None
        assert findings[0].severity == "refused"


@pytest.mark.parametrize("page", ["0", "9" * 9, "9" * 5000])
def test_a_page_that_cannot_be_is_reported(page: str) -> None:
    question, findings = read(sheet(publiee=f"[20 mai 2014](#), page {page}"))
    assert question
    assert question.page_question is None
    assert findings


def test_several_errata_are_all_kept_and_renewals_are_in_order() -> None:
    dates = (
        f"{ASKED}Réponse publiée au JO le : 29/07/2014 page : 1"
        " Erratum de la réponse publié au JO le : 12/08/2014"
        " Erratum de la réponse publié au JO le : 05/08/2014"
        " Date de renouvellement : 08/07/2014 Date de renouvellement : 01/07/2014"
    )
    question = read_well(head(dates=dates))
    assert question.errata == (date(2014, 8, 5), date(2014, 8, 12))
    assert question.renouvellements == (date(2014, 7, 1), date(2014, 7, 8))


def test_a_day_long_after_its_legislature_is_no_date() -> None:
    question, findings = read(sheet(publiee="[20 mai 2041](#), page 3995"))
    assert question
    assert question.date_question is None
    assert "long after legislature 14" in str(findings[0])


@pytest.mark.parametrize(
    ("end", "absent"),
    [
        ("Guillaume Chev", "auteur"),
        ("Auteur : [Mme Anne Mar", "auteur"),
        ("Circonscription : Nord (2^e circ", "departement"),
        ("Rubrique : Éner", "rubrique"),
        ("[20 mai 2014](#), page 39", "page_question"),
    ],
)
def test_the_half_value_of_a_cut_file_is_not_published(end: str, absent: str) -> None:
    text = sheet(auteur="Mme Guillaume Chevrollier") if "Guillaume" in end else sheet()
    question, findings = read(text[: text.index(end) + len(end)])
    assert question
    assert getattr(question, absent) is None
    assert findings


@pytest.mark.parametrize(
    "end", ["Mme Anne Martin interroge M.", "Texte de la réponse\n", "(la loi)"]
)
def test_a_head_cut_where_no_sentence_ends_is_reported(end: str) -> None:
    text = head(reponse="(la loi) suit.")
    assert any("cut off?" in message for message in messages(text[: text.index(end) + len(end)]))


def test_a_kind_with_more_words_is_published_and_reported() -> None:
    question, findings = read(sheet(type="Question écrite signalée"))
    assert question
    assert findings[0].severity == "doubtful"
    question, findings = read(sheet(type="Question orale avec débat"))
    assert question is None
    assert findings[0].severity == "ignored"


def test_an_answered_copy_counts_for_more_than_one_with_more_fields(tmp_path: Path) -> None:
    renewed = ASKED + "Date de renouvellement : 01/07/2014 Date de signalement : 02/07/2014"
    (tmp_path / "a.txt").write_text(head(reponse="", dates=renewed), "utf-8")
    answered = sheet(circonscription="Nord - Groupe")
    (tmp_path / "b.txt").write_text(answered, "utf-8")
    report = read_sources(find_files([tmp_path]), tmp_path / ".records")
    (question,) = read_records(tmp_path / ".records")
    assert question.source == "b.txt"
    assert question.reponse
    assert question.signalement
    assert report.findings[0].path.endswith("a.txt")


def test_odd_files_of_a_folder_are_named_and_stop_nothing(tmp_path: Path) -> None:
    source = tmp_path / "s"
    (source / "sub").mkdir(parents=True)
    (source / "sub" / "good.txt").write_text(sheet(), "utf-8")
    (source / "loop").symlink_to("loop")
    (source / "again").symlink_to(source)
    os.mkfifo(source / "pipe")
    Path(os.fsdecode(os.fsencode(source) + b"/na\xffme\n.txt")).write_text(
        sheet(numero="7"), "utf-8"
    )
    report = read_sources(find_files([source]), tmp_path / "records")
    assert report.keys == [(14, "QE", 7), (14, "QE", 123)]
    named = {Path(finding.path).name: finding.severity for finding in report.findings}
    assert named == {"loop": "refused", "pipe": "refused"}
    assert b"na\\\\xffme\\\\n.txt" in (tmp_path / "records").read_bytes()


@pytest.mark.parametrize(
    "text",
    ["[a](" * 20_000, "[a](http://x" * 20_000, "*a" * 40_000, "<" * 40_000, "1^" * 40_000],
    ids=["brackets", "links", "stars", "signs", "ordinals"],
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    read(sheet(question=text + ".").encode())
    read(head(auteur="M. X" + " " * 20_000, question=text).encode())
    read(("Question de M. " + "A-" * 12_000 + "(((").encode())
    assert time.process_time() - start < 5

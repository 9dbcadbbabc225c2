"""The two layouts and the variants that exist of them."""

from __future__ import annotations

from datetime import date

import pytest

from parser.question import Attribution
from tests.parser.documents import head, messages, read, read_well, sheet


def test_a_sheet_without_answer_is_pending() -> None:
    text = sheet()
    start, end = text.index("Texte de la réponse"), text.index("Données clés")
    text = text[:start] + text[end : text.index("Réponse publiée au JO")]
    question = read_well(text)
    assert question.etat == "en_attente"
    assert (question.reponse, question.date_reponse) == ((), None)


def test_an_answer_date_without_text_is_not_unanswered() -> None:
    question = read_well(sheet(reponse=""))
    assert question.etat == "repondue_sans_texte"
    assert question.date_reponse == date(2014, 7, 29)


@pytest.mark.parametrize(
    "written",
    ["[20 mai 2014](#), page 3995", "20 mai 2014, page 3995", "20/05/2014 page : 3995"],
)
def test_dates_are_read_with_or_without_link(written: str) -> None:
    question = read_well(sheet(publiee=written))
    assert (question.date_question, question.page_question) == (date(2014, 5, 20), 3995)


def test_date_without_page_number_is_kept() -> None:
    question = read_well(sheet(publiee="1er février 1988"))
    assert (question.date_question, question.page_question) == (date(1988, 2, 1), None)


@pytest.mark.parametrize("heading", ["Date(s) clé(e)s", "DATES CLÉS"])
def test_other_spellings_of_the_date_heading(heading: str) -> None:
    read_well(sheet().replace("Date(s) clé(s)", heading))


def test_the_13th_legislature_writes_no_au_jo_and_no_link() -> None:
    text = sheet(publiee="11 mai 2010, page 5189").replace("publiée au JO le", "publiée le")
    assert read_well(text).page_question == 5189


@pytest.mark.parametrize(
    ("written", "departement", "circonscription", "numero", "groupe"),
    [
        ("Nord (2^e circonscription) - G", "Nord", "Nord (2e circonscription)", 2, "G"),
        ("Ain (1^re circonscription) - G", "Ain", "Ain (1re circonscription)", 1, "G"),
        ("Ardennes (3e circonscription) - G", "Ardennes", "Ardennes (3e circonscription)", 3, "G"),
        (
            "Français établis hors de France (11ème circonscription) - La France insoumise - Nouveau "
            "Front Populaire",
            "Français établis hors de France",
            "Français établis hors de France (11e circonscription)",
            11,
            "La France insoumise - Nouveau Front Populaire",
        ),
        ("Ain (1^re circonscription)", "Ain", "Ain (1re circonscription)", 1, None),
        ("- SOC", None, None, None, "SOC"),
        ("Wallis-et-Futuna - G", "Wallis-et-Futuna", None, None, "G"),
    ],
)
def test_place_and_group_of_a_sheet(
    written: str,
    departement: str | None,
    circonscription: str | None,
    numero: int | None,
    groupe: str | None,
) -> None:
    question = read_well(sheet(circonscription=written))
    assert question.departement == departement
    assert question.circonscription == circonscription
    assert question.circonscription_numero == numero
    assert question.groupe == groupe
    assert question.groupe_date == ("export" if groupe else None)


def test_a_table_head_in_rows_and_line_by_line_say_the_same() -> None:
    rows = head(numero="2499", bracket="Union - des, Groupes - Seine-Saint-Denis ")
    lines = (
        rows.replace("Question N° : 2499\tDe Mme", "Question N° 2499\nde Mme")
        .replace("\t", "\n")
        .replace(" Réponse publiée", "\nRéponse publiée")
    )
    assert read_well(rows) == read_well(lines)
    assert read_well(rows).groupe == "Union - des, Groupes"
    assert read_well(rows).departement == "Seine-Saint-Denis"


def test_the_number_and_author_of_a_head_may_stand_behind_blanks() -> None:
    assert read_well(head().replace("\t", "   ")) == read_well(head())


def test_the_15th_legislature_writes_one_title() -> None:
    text = head().replace("Tête d'analyse > éoliennes\tAnalyse > implantation. procédure.", "")
    question = read_well(text.replace("énergie\t", "énergie\tTitre > Les éoliennes"))
    assert (question.titre, question.tete_analyse, question.analyse) == (
        "Les éoliennes",
        None,
        None,
    )


def test_dates_of_a_head_share_a_line_and_pages_belong_to_the_one_before() -> None:
    question = read_well(
        head(
            reponse="",
            dates="Question publiée au JO le : 11/12/2012 "
            "Date de changement d'attribution: 12/12/2012 Date de renouvellement: 01/03/2013 "
            "Date de renouvellement : 01/06/2013 Date de signalement: 02/06/2013 "
            "Question retirée le: 20/06/2017 (fin de mandat) "
            "Erratum de la question publié au JO le: 18/12/2012",
        )
    )
    assert question.page_question is None
    assert question.attributions == (Attribution(date(2012, 12, 12)),)
    assert question.renouvellements == (date(2013, 3, 1), date(2013, 6, 1))
    assert question.signalement == date(2013, 6, 2)
    assert question.errata == (date(2012, 12, 18),)
    assert question.etat == "close"
    assert (question.date_cloture, question.motif_cloture) == (date(2017, 6, 20), "fin de mandat")


def test_a_withdrawal_for_another_reason_is_no_end_of_mandate() -> None:
    dates = "Question publiée au JO le : 11/12/2012 Question retirée le: 20/06/2013 (caducité)"
    assert read_well(head(reponse="", dates=dates)).etat == "retiree"


@pytest.mark.parametrize(
    ("written", "civilite", "auteur", "prenom", "nom"),
    [
        ("M. Charles de Courson", "M.", "Charles de Courson", "Charles", "Courson (de)"),
        ("M Jean-Pierre Abelin", "M.", "Jean-Pierre Abelin", "Jean-Pierre", "Abelin"),
        ("M.Marc Le Fur", "M.", "Marc Le Fur", "Marc", "Le Fur"),
        ("Mlle Anne Martin", "Mlle", "Anne Martin", "Anne", "Martin"),
        ("Mme\u00a0Josiane D'Intorni", "Mme", "Josiane D'Intorni", "Josiane", "D'Intorni"),
        (
            "M. Charles de La Verpillière",
            "M.",
            "Charles de La Verpillière",
            "Charles",
            "La Verpillière (de)",
        ),
        ("M. François d'Aubert", "M.", "François d'Aubert", "François", "Aubert (d')"),
        (
            "M. Pierre Morel-À-L'Huissier",
            "M.",
            "Pierre Morel-À-L'Huissier",
            "Pierre",
            "Morel-À-L'Huissier",
        ),
    ],
)
def test_names(written: str, civilite: str, auteur: str, prenom: str, nom: str) -> None:
    question = read_well(sheet(auteur=written))
    assert (question.civilite, question.auteur) == (civilite, auteur)
    assert (question.prenom, question.nom) == (prenom, nom)


@pytest.mark.parametrize("kind", ["Question au Gouvernement", "Question orale sans débat"])
def test_other_kinds_are_named_and_ignored(kind: str) -> None:
    for text in (
        sheet(type=kind),
        sheet().replace("Question écrite n°", f"{kind} n°"),
        head().replace("Question écrite", kind),
    ):
        question, findings = read(text)
        assert question is None
        assert [finding.severity for finding in findings] == ["ignored"]
        assert kind.split()[1] in findings[0].found


def test_a_question_of_the_senat_is_named_and_ignored() -> None:
    text = (
        "Question de M. DUPONT Jean (Gironde - SOC) publiée le 01/02/2013\n\n"
        "M. Jean Dupont attire l'attention de M. le ministre.\n\n- page 12\n"
    )
    question, findings = read(text)
    assert question is None
    assert findings[0].severity == "ignored"
    assert "Sénat" in str(findings[0])


def test_the_number_may_be_written_with_blanks() -> None:
    assert read_well(sheet(numero="55 901")).numero == 55901


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = "\ufeff" + sheet().replace("\n", "\r\n")
    assert read_well(text) == read_well(sheet())


def test_a_question_in_both_layouts_has_the_same_key() -> None:
    assert read_well(sheet()).key == read_well(head()).key
    assert messages(sheet()) == []

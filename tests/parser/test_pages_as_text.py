"""The current page and the oldest one, as plain text: every variant of the catalogue by name."""

from __future__ import annotations

from datetime import date

import pytest

from parser.page import from_page, to_page
from parser.question import Question
from parser.read import Reading, read_question

ASKED = "Mme Anne Dupont attire l'attention de M. le ministre sur la forêt. Elle demande un plan."
ANSWER = "Le Gouvernement répond.\n\nUn second paragraphe."

PAGE = """forêts et bois
Question de :
Mme Anne Dupont
Ardennes (3e circonscription) - La France insoumise - Nouveau Front Populaire

{question}
{answer}
Auteur : Mme Anne Dupont
Type de question : Question écrite
Rubrique : Bois et forêts
Ministère interrogé : Agriculture
Ministère répondant : Transition écologique
{signalement}{dates}
"""
PENDING = "Date :\nQuestion publiée le 1er octobre 2024"
ANSWERED = "Dates :\nQuestion publiée le 1er octobre 2024\nRéponse publiée le 4 mars 2025"


def page(
    answer: str = "", dates: str = PENDING, signalement: str = "", question: str = ASKED
) -> str:
    return PAGE.format(question=question, answer=answer, dates=dates, signalement=signalement)


def read(text: str, name: str = "17-9624QE.txt") -> Reading:
    return read_question(text.encode(), source=name, path=name)


def question(text: str, name: str = "17-9624QE.txt") -> Question:
    reading = read(text, name)
    assert reading.findings == ()
    assert reading.question
    assert from_page(to_page(reading.question)) == reading.question
    return reading.question


def test_a_pending_page_takes_its_number_from_its_name() -> None:
    found = question(page())
    assert (found.id, found.etat) == ("QANR5L17QE9624", "en_attente")
    assert (found.titre, found.rubrique) == ("forêts et bois", "Bois et forêts")
    assert (found.civilite, found.auteur, found.nom) == ("Mme", "Anne Dupont", "Dupont")
    assert found.circonscription == "Ardennes (3e circonscription)"
    assert found.groupe == "La France insoumise - Nouveau Front Populaire"
    assert found.ministere_interroge == "Agriculture"
    assert found.ministere_attributaire == "Transition écologique"
    assert (found.date_question, found.page_question) == (date(2024, 10, 1), None)
    assert found.question == (ASKED,)
    assert found.auteur_source is None


def test_an_answered_page_has_its_answer_between_the_question_and_the_facts() -> None:
    found = question(page(f"Réponse publiée le 4 mars 2025\n{ANSWER}\n", ANSWERED))
    assert (found.etat, found.date_reponse) == ("repondue", date(2025, 3, 4))
    assert found.question == (ASKED,)
    assert found.reponse == ("Le Gouvernement répond.", "Un second paragraphe.")


def test_answered_but_without_its_text_is_a_state_of_its_own() -> None:
    found = question(page(dates=ANSWERED))
    assert (found.etat, found.date_reponse) == ("repondue_sans_texte", date(2025, 3, 4))
    assert found.reponse == ()


def test_a_lapsed_page_keeps_the_day_and_the_reason() -> None:
    dates = "Dates :\nQuestion publiée le 1er octobre 2024\nDate de cloture :\n21 juin 2025\nFin de mandat"
    found = question(page(dates=dates))
    assert (found.etat, found.date_cloture) == ("close", date(2025, 6, 21))
    assert found.motif_cloture == "Fin de mandat"


def test_a_withdrawn_page_is_not_lapsed() -> None:
    dates = f"{PENDING}\nDate de clôture : 3 juin 2025\nRetrait par l'auteur"
    found = question(page(dates=dates))
    assert (found.etat, found.motif_cloture) == ("retiree", "Retrait par l'auteur")


def test_a_signalled_page_says_when() -> None:
    line = "Signalement : Question signalée au Gouvernement le 7 janvier 2025\n"
    assert question(page(signalement=line)).signalement == date(2025, 1, 7)


def test_buttons_and_headings_of_the_page_are_no_facts() -> None:
    text = page(dates=f"{PENDING}\npartager").replace("Auteur :", "Données clés\nAuteur :")
    assert question(text).auteur == "Anne Dupont"


def test_the_heading_of_a_page_tells_its_number() -> None:
    heading = "Question écrite n° 9624 :\n"
    text = (heading + page()).replace("forêts et bois\n", "forêts et bois\n17e Législature\n")
    found = question(text, "saved.txt")
    assert (found.legislature, found.numero, found.titre) == (17, 9624, "forêts et bois")


def test_a_page_without_any_number_is_refused_with_the_remedy() -> None:
    reading = read(page(), "saved.txt")
    assert reading.question is None
    assert "17-9624QE.txt" in reading.findings[0].expected


def test_a_page_of_an_oral_question_is_ignored() -> None:
    text = page().replace("Type de question : Question écrite", "Type de question : Question orale")
    reading = read(text)
    assert reading.question is None
    assert reading.findings[0].severity == "ignored"


def test_the_name_on_the_line_of_its_label_is_the_same() -> None:
    text = page().replace("Question de :\nMme", "Question de : Mme")
    assert question(text) == question(page())


@pytest.mark.parametrize("group", ["- SOC", "- Socialiste", "-UDF"])
def test_the_oldest_pages_have_a_group_and_no_place(group: str) -> None:
    lines = page().splitlines()
    lines[3] = group
    found = question("\n".join(lines), "9-1701QE.txt".replace("9-1701", "17-9624"))
    assert found.groupe == group.lstrip("- ")
    assert found.departement is None


OLD = """energie
Question de : M. {shown}
- SOC

{opening} un plan. Il demande des mesures.
Auteur : M. {shown}
Type de question : Question écrite
Rubrique : Energie
Ministère interrogé : équipement, logement,du transport et espace
Ministère répondant : industrie
Date :
Question publiée le 1er février 1988
"""


@pytest.mark.parametrize(
    ("shown", "opening", "auteur", "nom"),
    [
        ("Birraux Claude", "M. Claude Birraux attire l'attention", "Claude Birraux", "Birraux"),
        ("Le Nay Jacques", "M. Jacques Le Nay demande", "Jacques Le Nay", "Le Nay"),
        ("Dupont Sébastien", "M Sebastien Dupont demande", "Sébastien Dupont", "Dupont"),
        ("Le Nay Jacques", "La presse dit que", "Jacques Le Nay", "Le Nay"),
        ("Birraux Jean-Pierre", "On sait que", "Jean-Pierre Birraux", "Birraux"),
    ],
)
def test_the_oldest_names_are_turned_round(shown: str, opening: str, auteur: str, nom: str) -> None:
    found = question(OLD.format(shown=shown, opening=opening), "8-39863QE.htm")
    assert (found.auteur, found.nom) == (auteur, nom)
    assert found.ministere_interroge == "équipement, logement,du transport et espace"
    assert found.date_question == date(1988, 2, 1)


def test_a_letter_lost_in_a_name_comes_from_the_text() -> None:
    text = OLD.format(shown="Dupont S\ufffdbastien", opening="M Sebastien Dupont demande")
    reading = read(text, "9-1701QE.htm")
    assert reading.question
    assert reading.question.auteur == "Sebastien Dupont"
    assert {finding.severity for finding in reading.findings} == {"doubtful"}


def test_a_newer_name_keeps_its_order_whatever_the_text_opens_with() -> None:
    found = question(page(question="La forêt brûle. M. Paul Martin demande un plan."))
    assert found.auteur == "Anne Dupont"


BARE = "Texte de la QUESTION :\n|\nM Claude Birraux demande a M. le ministre un plan.\n|\n"


def test_the_texts_alone_give_what_they_hold_and_say_what_is_unknown() -> None:
    reading = read(BARE, "q9/9-1701QE.htm")
    assert reading.question
    found = reading.question
    assert (found.id, found.etat) == ("QANR5L9QE1701", "inconnu")
    assert (found.auteur, found.auteur_source) == ("Claude Birraux", "texte")
    assert found.question == ("M Claude Birraux demande a M. le ministre un plan.",)
    assert (found.date_question, found.ministere_interroge) == (None, None)
    [finding] = reading.findings
    assert "dates, ministries" in finding.expected


def test_the_texts_alone_may_hold_an_answer() -> None:
    reading = read(
        f"{BARE}Texte de la REPONSE :\n|\nReponse. - Un plan suivra.\n|\n", "9-1701QE.htm"
    )
    assert reading.question
    assert reading.question.etat == "repondue"
    assert reading.question.reponse == ("Reponse. - Un plan suivra.",)


def test_the_texts_alone_of_an_unknown_number_are_refused() -> None:
    reading = read(BARE, "page.htm")
    assert reading.question is None
    assert "9-1701QE.htm" in reading.findings[0].expected


TAGGED = """<LEG>13
<NUM>92799
<NAT>QE
<AUT>M. Dupont Jean
<MINI>Santé
<MINA>Travail
<DPQ>16/11/2010
<RUB>santé
<TANA>politique
<ANA>vaccins. coût
<QUEST>M. Jean Dupont attire l'attention de M. le ministre.

Il demande x < 5 et <b>gras</b>.
<REP>Le Gouvernement répond.
"""


@pytest.mark.parametrize(
    "text",
    [
        TAGGED,
        TAGGED.lower().replace("m. dupont jean", "M. Dupont Jean").replace("m. jean d", "M. Jean D"),
        TAGGED.replace("<NUM>92799\n", "<NUM>92799</NUM>\n").replace("santé\n<TANA>", "santé</RUB> <TANA>"),
    ],
)  # fmt: skip
def test_a_tagged_source_says_what_its_tags_hold(text: str) -> None:
    reading = read(text, "anything.txt")
    assert reading.question
    found = reading.question
    assert (found.id, found.etat) == ("QANR5L13QE92799", "repondue")
    assert found.date_question == date(2010, 11, 16)
    assert (found.rubrique, found.tete_analyse) == ("santé", "politique")
    assert found.analyse == "vaccins. coût"
    assert len(found.question) == 2
    assert "<b>gras</b>" in found.question[1]
    [finding] = reading.findings
    assert "no date" in finding.found or "Réponse publiée" in finding.found


def test_a_tagged_source_orders_the_name_as_its_text_does() -> None:
    found = read(TAGGED, "x.txt").question
    assert found
    assert (found.auteur, found.nom) == ("Jean Dupont", "Dupont")


def test_a_tagged_source_of_another_kind_is_ignored() -> None:
    reading = read(TAGGED.replace("<NAT>QE", "<NAT>QG"), "x.txt")
    assert reading.findings[0].severity == "ignored"

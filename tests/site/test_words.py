"""What the site says in words: states, dates, subjects, typography."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from parser.question import Question
from publisher.cards import heading
from publisher.french import counted, long_date, spaced
from publisher.rendering import sections, text, typeset
from publisher.states import in_words
from publisher.subject import subject
from tests.site.conftest import make_question

ASKED = date(2014, 5, 20)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"etat": "repondue", "date_question": ASKED, "date_reponse": date(2014, 7, 29)},
         "Réponse publiée en 70 jours"),
        ({"etat": "repondue", "date_question": ASKED, "date_reponse": date(2014, 5, 21)},
         "Réponse publiée en 1 jour"),
        ({"etat": "repondue", "date_question": ASKED, "date_reponse": ASKED},
         "Réponse publiée le jour même"),
        ({"etat": "repondue", "date_reponse": date(2014, 7, 29)},
         "Réponse publiée le 29 juillet 2014"),
        ({"etat": "repondue", "date_question": ASKED, "date_reponse": date(2013, 7, 1)},
         "Réponse publiée le 1er juillet 2013"),
        ({"etat": "repondue"}, "Réponse publiée"),
        ({"etat": "repondue_sans_texte", "date_reponse": date(2014, 7, 29)},
         "Réponse publiée le 29 juillet 2014, son texte n’est pas dans les sources"),
        ({"etat": "en_attente", "date_question": ASKED},
         "En attente de réponse depuis le 20 mai 2014"),
        ({"etat": "en_attente"}, "En attente de réponse"),
        ({"etat": "retiree", "date_cloture": date(2014, 6, 3), "motif_cloture": "Caducité"},
         "Retirée le 3 juin 2014 (Caducité)"),
        ({"etat": "close", "date_cloture": date(2017, 6, 20), "motif_cloture": "Fin de mandat"},
         "Close sans réponse le 20 juin 2017 (Fin de mandat)"),
    ],
)  # fmt: skip
def test_a_state_is_said_in_plain_words(facts: dict[str, Any], expected: str) -> None:
    assert in_words(facts).replace("\xa0", " ") == expected


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(ValueError, match="perdue"):
        in_words({"etat": "perdue"})


def test_only_spaces_that_stand_become_no_break() -> None:
    assert spaced("à savoir : « oui » ; non?") == "à savoir\xa0: «\xa0oui\xa0»\u202f; non?"
    assert spaced("question n° 12") == "question n°\xa012"


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert text(long_date(date(2014, 6, 1))) == "1<sup>er</sup>\xa0juin 2014"


def test_zero_is_singular_and_thousands_are_grouped() -> None:
    assert counted(0, "question") == "0\xa0question"
    assert counted(12345, "question") == "12\u202f345\xa0questions"


def test_text_is_escaped_before_anything_is_set() -> None:
    assert text('<b>2e</b> & "x"') == "&lt;b&gt;2<sup>e</sup>&lt;/b&gt; &amp; &quot;x&quot;"


def test_typesetting_leaves_tags_alone() -> None:
    html = '<a href="https://a.fr/x ;y">x ; y</a>'
    assert typeset(html) == '<a href="https://a.fr/x ;y">x\u202f; y</a>'


def test_question_and_answer_stand_in_elements_of_their_own() -> None:
    html = sections(
        '<h2 id="question">Question</h2>\n<p>a</p>\n<h2 id="reponse">Réponse</h2>\n<p>b</p>'
    )
    assert '<div data-texte="question">\n<p id="q1">a</p>\n</div>' in html
    assert '<div data-texte="reponse">\n<p id="r1">b</p>\n</div>' in html


def test_paragraphs_and_tables_have_ids_of_their_own() -> None:
    html = sections(
        '<h2 id="reponse">Réponse</h2>\n<p>a</p>\n<table><tr><td>1</td></tr></table>\n<p>b &lt;p&gt;</p>'
    )
    assert re.findall(r"<(\w+) id=\"(\w+)\"", html)[1:] == [
        ("p", "r1"), ("table", "r2"), ("p", "r3"),
    ]  # fmt: skip


def test_no_break_spaces_of_the_source_are_told_from_those_of_typesetting() -> None:
    html = sections('<h2 id="question">Question</h2>\n<p>a : b\xa0: « c ;\xa0d</p>\n<p>e : f</p>')
    assert '<p id="q1" data-insecables="1">a\xa0: b\xa0: «\xa0c\u202f;\xa0d</p>' in html
    assert '<p id="q2">e\xa0: f</p>' in html


def test_a_page_without_text_has_no_section() -> None:
    assert sections("") == ""


def test_every_seed_is_told_by_the_subject_after_its_formula(seeds: list[Question]) -> None:
    subjects = {question.numero: subject(question.question) or "" for question in seeds}
    assert subjects[55901].startswith("Les mesures de lutte contre les arnaques")
    assert subjects[13504].startswith("Le phénomène de la cybercriminalité via les sites")
    assert subjects[78603].startswith("La cybercriminalité. La lutte contre ce phénomène")
    assert subjects[13503].startswith("La cyberescroquerie en provenance de Côte-d'Ivoire")
    assert subjects[60066].startswith("Les propositions du groupe de travail interministériel")
    assert all(len(words) <= 161 and words.endswith("…") for words in subjects.values())


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Mme X demande à M. le ministre quelle suite il donnera.",
         "Mme X demande à M. le ministre quelle suite il donnera."),
        ("Texte sans formule.", "Texte sans formule."),
        ("M. X attire l'attention sur *ceci* et [cela](https://a.fr), toujours.",
         "Ceci et cela, toujours."),
    ],
)  # fmt: skip
def test_text_without_the_formula_is_shown_from_its_start(paragraph: str, expected: str) -> None:
    assert subject((paragraph,)) == expected


def test_a_question_without_text_has_no_subject() -> None:
    assert subject(()) is None


def test_a_card_says_each_part_of_its_title_once() -> None:
    same = make_question(rubrique="internet", titre="Internet", analyse="lutte")
    assert heading(same) == "Internet – lutte"
    assert heading(make_question()) == "Question écrite"

"""What stands around a question: neighbours, repeats, who names it."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

from parser.question import Question
from publisher.cards import cards_of
from publisher.deputies import Deputies
from publisher.facts import Facts
from publisher.surroundings import LISTED, REFERRING, SURROUNDINGS_FILE, Surroundings, surroundings
from related.repeats import Repeats


def question(numero: int, text: str = "", **values: object) -> Question:
    legislature = values.pop("legislature", 14)
    assert isinstance(legislature, int)
    given = {
        "auteur": "Anne Martin",
        "ministere_interroge": "Intérieur",
        "rubrique": "énergie",
        "date_question": date(2014, 5, numero % 28 + 1),
        "question": (text or f"Texte {numero}.",),
    } | values
    made = Question(
        id=f"QANR5L{legislature}QE{numero}",
        legislature=legislature,
        type="QE",
        numero=numero,
        etat="en_attente",
        source="a.txt",
        url_officielle="",
    )
    return dataclasses.replace(made, **given)  # type: ignore[arg-type]


def repeats(questions: Sequence[Question]) -> Repeats:
    """Those whose texts are equal."""
    groups: list[tuple[tuple[int, ...], ...]] = []
    for name in ("question", "reponse"):
        places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, one in enumerate(questions):
            places[getattr(one, name)].append(place)
        groups.append(tuple(tuple(of) for text, of in places.items() if text and len(of) > 1))
    return Repeats(*groups)


def around(questions: Iterable[Question], folder: Path) -> Surroundings:
    known = [*questions]
    facts = {f"{one.address}.md": Facts.of(one)[0] for one in known}
    deputies = Deputies()
    cards = cards_of(facts)
    for card in cards:
        deputies.add(facts[card.path], card)
    data = surroundings(facts, cards, deputies, repeats(known))
    (folder / SURROUNDINGS_FILE).write_bytes(data)
    return Surroundings.read(folder)


def path(numero: int, legislature: int = 14) -> str:
    return f"q{legislature}/{legislature}-{numero}QE.md"


def test_neighbours_are_in_the_order_of_date_then_number(tmp_path: Path) -> None:
    found = around(
        [
            question(1, date_question=date(2014, 5, 6), ministere_interroge="Justice"),
            question(2, date_question=date(2014, 5, 5), rubrique="Énergie"),
            question(3, date_question=date(2014, 5, 6), auteur="Jean Petit"),
            question(9, legislature=13, date_question=date(2011, 1, 1)),
        ],
        tmp_path,
    ).around(path(2))
    assert found
    assert [tuple(row) for row in found.neighbours] == [
        ("du même auteur", "../q13/13-9QE.html", "14-1QE.html"),
        ("au même ministère", "../q13/13-9QE.html", "14-3QE.html"),
        ("de la même rubrique", "../q13/13-9QE.html", "14-1QE.html"),
    ]


def test_a_question_alone_has_nothing_around_it(tmp_path: Path) -> None:
    assert around([question(1)], tmp_path).around(path(1)) is None
    assert Surroundings.read(tmp_path / "nowhere").around(path(1)) is None


def test_a_bare_name_of_several_deputies_has_no_neighbours(tmp_path: Path) -> None:
    found = around(
        [
            question(1, departement="Nord", rubrique=None, ministere_interroge=None),
            question(2, departement="Gironde", rubrique=None, ministere_interroge=None),
            question(3, rubrique=None, ministere_interroge=None),
            question(4, rubrique=None, ministere_interroge=None),
        ],
        tmp_path,
    )
    assert found.around(path(3)) is None


def test_deputies_without_a_name_are_known_by_their_reference(tmp_path: Path) -> None:
    found = around(
        [question(n, auteur=None, acteur_ref=f"PA{n % 2}", rubrique=None) for n in (1, 2, 3)],
        tmp_path,
    ).around(path(1))
    assert found
    assert found.neighbours[0] == ("du même auteur", None, "14-3QE.html")


def test_a_question_that_is_named_knows_by_whom(tmp_path: Path) -> None:
    found = around(
        [
            question(1, titre="Éoliennes"),
            question(2, "Elle rappelle sa question écrite n° 1.", titre="Gaz"),
            question(3, "Sans lien.", reponse=("Voir la réponse à la question écrite n° 1.",)),
        ],
        tmp_path,
    )
    assert found.references(path(2)) == {"1 -": "14-1QE.html"}
    named = found.around(path(1))
    assert named
    (block,) = named.blocks
    assert block.title == "Citée par 2\u00a0questions"
    assert [line[:2] for line in block.lines] == [
        ("14-3QE.html", "Énergie"),
        ("14-2QE.html", "Énergie – Gaz"),
    ]
    assert block.lines[1].told == "n°\u00a02, Anne Martin, 3\u00a0mai 2014"


def test_all_that_name_a_question_are_counted_though_some_are_listed(tmp_path: Path) -> None:
    naming = [question(n, "Voir la question écrite n° 1.") for n in range(2, 10 + REFERRING)]
    named = around([question(1, date_question=date(2014, 1, 7)), *naming], tmp_path).around(path(1))
    assert named
    title = (
        f"Citée par {8 + REFERRING}\u00a0questions, dont voici les {REFERRING}\u00a0plus récentes"
    )
    assert named.blocks[-1].title == title
    assert len(named.blocks[-1].lines) == REFERRING


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("sa question écrite n° 5", "14-5QE.html"),
        ("sa question écrite n° 5 publiée au JO du 6 mai 2014", "14-5QE.html"),
        ("sa question écrite n° 5 du 10 avril 2014", "14-5QE.html"),
        ("sa question écrite n° 5 du 6 mai 2013", None),
        ("sa question écrite n° 5 de la XIIIe législature", "../q13/13-5QE.html"),
        ("sous la précédente législature, sa question écrite n° 5", "../q13/13-5QE.html"),
        ("sa question écrite n° 5 du 3 mai 2010", "../q13/13-5QE.html"),
        ("sa question écrite n° 5 de la XIIe législature", None),
        ("sa question écrite n° 20", None),  # itself
        ("sa question écrite n° 21", None),  # not there yet
        ("sa question écrite n° 77", None),
        ("la Rép. min. Martin n° 5 : JO AN, 6 mai 2014", "14-5QE.html"),
        ("la Rép. min. Martin n° 5 : JO AN, 13 mai 2014", "14-5QE.html"),
        ("la Rép. min. n° 5, JO 15 mai 2014", None),  # a Thursday: perhaps the Sénat's
        ("la Rép. min. n° 6, 14e législature", None),  # not answered yet
        ("la réponse ministérielle n° 5, 13e législature", None),  # never answered
        ("la réponse ministérielle n° 5, JOAN Q du 4 mai 2010", None),
    ],
)
def test_only_the_question_that_is_certainly_meant_is_linked(
    text: str, meant: str | None, tmp_path: Path
) -> None:
    found = around(
        [
            question(5, date_reponse=date(2014, 5, 13)),
            question(5, legislature=13, date_question=date(2010, 5, 4)),
            question(6, date_reponse=date(2014, 9, 2)),
            question(20, f"Elle rappelle {text}."),
            question(21),
        ],
        tmp_path,
    )
    assert [*found.references(path(20)).values()] == ([meant] if meant else [])


def test_a_number_that_text_and_answer_have_from_another_legislature_is_not_linked(
    tmp_path: Path,
) -> None:
    # the answer came when this legislature had reached the number
    naming = question(
        20, "Il rappelle sa question écrite n° 500.", date_question=date(2014, 5, 1),
        reponse=("Le ministre renvoie à la question écrite n° 500.",), date_reponse=date(2014, 9, 1),
    )  # fmt: skip
    later = question(500, date_question=date(2014, 8, 1))
    assert around([naming, later], tmp_path).references(path(20)) == {}
    assert around([dataclasses.replace(naming, question=()), later], tmp_path).references(path(20))


@pytest.mark.parametrize(("numero", "linked"), [(5, True), (21, False)])
def test_without_days_the_numbers_tell_what_was_there(
    numero: int, linked: bool, tmp_path: Path
) -> None:
    found = around(
        [
            question(20, f"Elle rappelle sa question écrite n° {numero}.", date_question=None),
            question(numero),
        ],
        tmp_path,
    )
    assert bool(found.references(path(20))) is linked


def test_repeats_are_told_with_their_number_and_some_of_them(tmp_path: Path) -> None:
    same = [
        question(n, "La même.", auteur=f"Député {chr(64 + n)}", reponse=("Une réponse.",))
        for n in range(1, 16)
    ]
    found = around(same, tmp_path).around(path(15))
    assert found
    (block,) = found.blocks
    assert block.title == "Question posée par 15\u00a0députés, même réponse"
    assert len(block.lines) == LISTED
    assert block.more == "meme_question=14-15QE"
    assert not block.is_open


def test_repeats_of_question_and_of_answer_are_told_apart(tmp_path: Path) -> None:
    found = around(
        [
            question(1, "La même.", reponse=("Une réponse.",)),
            question(2, "La même.", reponse=("Une réponse.",)),
            question(3, "Une autre.", reponse=("Une réponse.",)),
        ],
        tmp_path,
    ).around(path(1))
    assert found
    assert [block.title for block in found.blocks] == [
        "Question posée 2\u00a0fois par son auteur",
        "Même réponse à 3\u00a0questions",
    ]
    assert [[line.address for line in block.lines] for block in found.blocks] == [
        ["14-2QE.html"],
        ["14-2QE.html", "14-3QE.html"],
    ]
    assert not any(block.more for block in found.blocks)


def test_what_a_page_is_made_of_changes_with_what_is_told_of_others_alone(tmp_path: Path) -> None:
    questions = [
        question(1, "La même."),
        question(2, "La même."),
        question(3, "Voir la question écrite n° 1.", rubrique=None, ministere_interroge="Justice"),
        question(4, rubrique="eau", ministere_interroge="Mer", auteur="Jean Petit"),
    ]
    before = around(questions, tmp_path)
    after = around(
        [*questions[:2], dataclasses.replace(questions[2], titre="Gaz"), questions[3]], tmp_path
    )
    changed = [n for n in (1, 2, 3, 4) if before.told(path(n)) != after.told(path(n))]
    assert changed == [1]
    gone = around([questions[0], *questions[2:]], tmp_path)
    assert [n for n in (1, 3, 4) if before.told(path(n)) != gone.told(path(n))] == [1, 3]


def test_a_group_that_comes_leaves_the_pages_of_others_alone(tmp_path: Path) -> None:
    questions = [
        question(n, f"Texte {n // 2}.", auteur=f"Député {chr(64 + n)}") for n in (4, 5, 8, 9)
    ]
    before = around(questions, tmp_path)
    after = around(
        [
            *(
                question(n, "Le premier.", auteur=f"Z {n}", date_question=date(2014, 1, n))
                for n in (1, 2)
            ),
            *questions,
        ],
        tmp_path,
    )
    assert before.told(path(9)) == after.told(path(9))


def test_halves_of_letters_and_tabs_in_a_title_do_no_harm(tmp_path: Path) -> None:
    found = around([question(1, "a", titre="x\ty\n\ud800"), question(2, "a")], tmp_path).around(
        path(2)
    )
    assert found
    assert found.blocks[0].lines[0].heading == "Énergie – x y \ud800"


@pytest.mark.parametrize(
    "text",
    [
        "questions écrites nos 5 et 6",
        "question écrite numéro 5",
        "question écrite nº 5",
        "question écrite n o 5",
        "QE 5",
        "question écrite n°\u00a05",
    ],
)
def test_every_way_of_writing_a_number_is_found_in_the_record(text: str) -> None:
    facts, _ = Facts.of(question(20, f"Il rappelle {text}."))
    assert facts.renvois.split(",")[0] == "5 -"

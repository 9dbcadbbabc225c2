"""Record → page → record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

from parser.page import PageError, dump_with_yaml, from_page, page_title, to_page
from parser.question import (
    FACTS,
    Attribution,
    Question,
    from_dict,
    official_address,
    official_id,
    to_dict,
)

TEXT = st.text(
    st.one_of(
        st.sampled_from("'\":#-{}[]|>&*!%@`\\ \n\t\u200f\u202e\u2028\x85\x00😀é"),
        st.characters(codec="utf-8"),
    ),
    min_size=1,
    max_size=40,
)
DAYS = st.dates(date(1958, 1, 1), date(2100, 12, 31))
NUMBERS = st.integers(1, 999_999)
OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    name: TEXT
    for name in FACTS
    if name not in ("id", "legislature", "type", "numero", "etat", "source", "url_officielle")
} | {
    "groupe_date": st.sampled_from(["export", "question"]),
    "circonscription_numero": NUMBERS,
    "date_question": DAYS,
    "page_question": NUMBERS,
    "date_reponse": DAYS,
    "page_reponse": NUMBERS,
    "date_cloture": DAYS,
    "attributions": st.lists(
        st.builds(Attribution, DAYS, st.none() | TEXT), min_size=1, max_size=3
    ).map(tuple),
    "renouvellements": st.lists(DAYS, min_size=1, max_size=3).map(tuple),
    "errata": st.lists(DAYS, min_size=1, max_size=2).map(tuple),
    "signalement": DAYS,
    "question": st.lists(TEXT, min_size=1, max_size=3).map(tuple),
    "reponse": st.lists(TEXT, min_size=1, max_size=3).map(tuple),
}


@st.composite
def questions(draw: st.DrawFn) -> Question:
    legislature, numero = draw(st.integers(1, 40)), draw(NUMBERS)
    names = draw(st.sets(st.sampled_from(sorted(OPTIONAL)), max_size=12))
    return Question(
        id=official_id(legislature, "QE", numero),
        legislature=legislature,
        type="QE",
        numero=numero,
        etat=draw(
            st.sampled_from(["repondue", "repondue_sans_texte", "en_attente", "retiree", "close"])
        ),
        source=draw(TEXT),
        url_officielle=official_address(legislature, "QE", numero),
        **{name: draw(OPTIONAL[name]) for name in sorted(names)},
    )


@given(questions())
def test_record_to_page_to_record_is_the_same_record(question: Question) -> None:
    assert from_page(to_page(question)) == question


@given(questions())
def test_mkdocs_reads_the_front_matter_that_was_written(question: Question) -> None:
    body, meta = get_data(to_page(question))
    assert meta["id"] == question.id
    assert meta["title"] == page_title(question)
    assert set(to_dict(question)) - {"question", "reponse"} <= set(meta)
    assert "template:" not in body.split("##")[0]


@given(questions())
def test_the_front_matter_is_written_as_pyyaml_writes_it(question: Question) -> None:
    _, meta = get_data(to_page(question))
    assert to_page(question).startswith(f"---\n{dump_with_yaml(meta)}---\n")


@given(questions())
def test_a_record_as_plain_values_comes_back(question: Question) -> None:
    assert from_dict(to_dict(question)) == question


def test_absent_values_are_absent_keys() -> None:
    question = Question("QANR5L14QE1", 14, "QE", 1, "en_attente", "f.txt", "https://example.org")
    front = yaml.safe_load(to_page(question).split("---")[1])
    assert set(front) == {
        *("id", "legislature", "type", "numero", "etat", "source", "url_officielle"),
        *("title", "description", "template"),
    }


@pytest.mark.parametrize(
    "page",
    ["", "# Title\n", "---\nid: x\nother: y\n---\n", "---\nid: x\n---\n\ntext before a heading\n"],
)
def test_a_page_of_another_hand_is_refused(page: str) -> None:
    with pytest.raises(PageError):
        from_page(page)


def test_a_day_that_comes_several_times_is_written_each_time() -> None:
    day = date(2014, 5, 20)
    question = Question(
        id=official_id(14, "QE", 1),
        legislature=14,
        type="QE",
        numero=1,
        etat="en_attente",
        source="s",
        url_officielle=official_address(14, "QE", 1),
        attributions=(Attribution(day), Attribution(day)),
        renouvellements=(day, day),
        errata=(day, day),
    )
    page = to_page(question)
    assert page.count("2014-05-20") == 6
    assert from_page(page) == question


def test_a_question_without_subject_has_a_title_with_a_capital() -> None:
    question = Question(official_id(11, "QE", 5), 11, "QE", 5, "inconnu", "5.txt", "https://a.fr")
    assert page_title(question) == "Question écrite n° 5"
    assert page_title(replace(question, rubrique="santé")) == "Santé – question écrite n° 5"

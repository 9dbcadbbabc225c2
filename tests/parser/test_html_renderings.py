"""A record written as a saved page of each period and read back is the same record."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parser.question import Question
from parser.read import read_question
from tests.parser import html_rendering
from tests.parser.test_renderings import (
    NO_ANALYSIS,
    NO_HISTORY,
    NO_REFERENCES,
    only,
    records,
    without_ministries,
)  # fmt: skip

CHARSETS = st.sampled_from(["utf-8", "iso-8859-1", "windows-1252"])
PLACE: dict[str, Any] = {"circonscription": None, "circonscription_numero": None}


def reads_back(content: bytes, question: Question, layout: str) -> None:
    reading = read_question(content, source=question.source, path=question.source)
    assert reading.question == question, reading.findings
    assert reading.findings == ()
    assert reading.layout == layout


def headed(question: Question, **changed: Any) -> Question:
    """What a table head can say."""
    said = {
        "titre": question.tete_analyse,
        "analyse": "lutte. prévention.",
        "attributions": without_ministries(question),
    }
    return only(question, **(NO_REFERENCES | PLACE | said | changed))


def surname_first(question: Question) -> tuple[Question, str]:
    """The record with its author in the opening of its text, and the name as the oldest pages have it."""
    prenom, _, surname = (question.auteur or "").partition(" ")
    opening = f"{question.civilite} {question.auteur} rappelle à M. le ministre ce qui suit."
    changed = only(question, question=(opening, *question.question))
    return changed, f"{question.civilite} {surname} {prenom}"


@given(records(), st.booleans(), st.booleans(), CHARSETS)
def test_a_page_of_the_14th(question: Question, analysed: bool, hooks: bool, charset: str) -> None:
    subject = {} if analysed else NO_ANALYSIS | {"titre": question.titre}
    question = headed(question, acteur_ref=question.acteur_ref, **subject)
    page = html_rendering.table_head(question, hooks=hooks)
    content = html_rendering.document(page, charset=charset, top=html_rendering.canonical(question))
    reads_back(content, question, "table_head_html")


@given(records(), CHARSETS)
def test_an_older_page(question: Question, charset: str) -> None:
    question = headed(question)
    content = html_rendering.document(html_rendering.older_head(question), charset=charset)
    reads_back(content, question, "table_head_html")


@given(records(), st.booleans(), CHARSETS)
def test_a_page_of_the_oldest(question: Question, closed: bool, charset: str) -> None:
    question, name = surname_first(headed(question))
    page = html_rendering.full_table(question, name, closed=closed)
    reads_back(html_rendering.document(page, charset=charset), question, "full_table_html")


@given(records(), st.sampled_from(["tabs", "bars", "lines"]))
def test_the_oldest_page_copied_as_text(question: Question, form: str) -> None:
    question, name = surname_first(headed(question))
    text = html_rendering.full_table_as_text(question, name, form)
    reads_back(text.encode(), question, "full_table")


@given(records(), st.booleans(), st.booleans(), CHARSETS)
def test_a_page_of_today(question: Question, hooks: bool, turned: bool, charset: str) -> None:
    question = only(
        question, **NO_REFERENCES | {"acteur_ref": question.acteur_ref}, **NO_ANALYSIS, **NO_HISTORY,
        page_question=None, page_reponse=None,
    )  # fmt: skip
    name = f"{question.civilite} {question.auteur}"
    if turned:
        question, name = surname_first(question)
    page = html_rendering.current_page(question, name, hooks=hooks)
    reads_back(html_rendering.document(page, charset=charset), question, "current_page_html")

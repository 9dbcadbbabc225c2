"""Golden pages of the layouts that have no real file at hand: made documents of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from parser.page import to_page
from parser.read import read_question
from tests.parser.cases import Case, cases, document_of

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = {
    ("c_full_table", "tabs"), ("n_s_others", "nosdeputes"), ("h_html", "fourteenth"),
    ("h_html", "fifteenth"), ("h_html", "thirteenth"), ("h_html", "ninth"),
    ("h_html", "bare"), ("h_html", "today"),
}  # fmt: skip
#: The first of each name: those made from it inherit the name.
CHOSEN: dict[tuple[str, str], Case] = {}
for _case in cases():
    if (key := (_case["layout"], _case.get("name", ""))) in NAMES:
        CHOSEN.setdefault(key, _case)


@pytest.mark.parametrize(
    "case", CHOSEN.values(), ids=lambda case: f"{case['layout']}: {case['name']}"
)
def test_the_page_of_a_made_document_is_the_golden_one(case: Case, accept: bool) -> None:
    source = case.get("file") or "document.txt"
    question = read_question(document_of(case), source=source, path=source).question
    assert question
    golden = GOLDEN / f"{question.legislature}-{question.numero}QE.md"
    if accept:
        golden.write_text(to_page(question), "utf-8")
    assert to_page(question) == golden.read_text("utf-8")

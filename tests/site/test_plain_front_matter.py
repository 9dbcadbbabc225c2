"""Front matter without PyYAML, and with it: the same values."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.utils import meta

from parser.page import to_page
from parser.question import Attribution, Question
from publisher import plain_front_matter
from publisher.errors import SiteError
from tests.site.conftest import make_question

TEXT = st.one_of(
    st.sampled_from(["eau", "l'État", 'dit "oui"', "a\\b", "---", "a: b", "\u2028", "é\ufeff", ""]),
    st.text(min_size=1, max_size=12),
)
PAGES = [
    to_page(make_question(1, titre="eau : l’État", date_question=date(2013, 1, 2))),
    to_page(make_question(2, attributions=(Attribution(date(2013, 1, 2), "Santé # 1"),))),
    "---\ntitle: un\n---\n\nTexte\n",
    "---\ntitre: \"a\"\ntitre: \"b\"\n---\n",
    "---\nyes: 12\nn: \"a\"\n---\n",
    "---\nnumero: 012\ndate_question: 2013-02-31\n---\n",
    "---\ntitre: \"jamais fermé\n---\n",
    "---\n---\n",
    "Sans en-tête\n",
    "",
]  # fmt: skip


@settings(max_examples=400)
@given(st.lists(TEXT, min_size=3, max_size=3), st.booleans())
@example(["eau", "x", "y"], True)
def test_values_of_any_record_are_those_of_pyyaml(texts: list[str], answered: bool) -> None:
    more: dict[str, Any] = {"reponse": (texts[2] or "x",)} if answered else {}
    question: Question = make_question(
        7,
        titre=texts[0] or None,
        auteur=texts[1] or None,
        attributions=(Attribution(date(2013, 1, 2), texts[2] or None),),
        renouvellements=(date(2013, 1, 3), date(2013, 1, 4)),
        **more,
    )
    page = to_page(question)
    assert plain_front_matter.read(page) == meta.get_data(page)


@pytest.mark.parametrize("page", PAGES)
def test_values_of_any_page_are_those_of_pyyaml(page: str) -> None:
    assert plain_front_matter.read(page) == meta.get_data(page)


def test_a_difference_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_front_matter.check("q14/14-1QE.md", PAGES[0])
    monkeypatch.setattr(plain_front_matter, "_value", lambda entry: entry["key"])
    with pytest.raises(SiteError, match=re.escape("q14/14-1QE.md")):
        plain_front_matter.check("q14/14-1QE.md", PAGES[0])

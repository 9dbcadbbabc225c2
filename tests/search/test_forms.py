"""Texts → forms, on the Python side; the browser is given the same texts in tests/browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.indexer.families import families
from search.indexer.forms import chunks, fold, split, starts_group, units

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "search/french/cases.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES["splits"], ids=lambda case: repr(case["text"])[:40])
def test_a_text_is_split_as_the_case_says(case: dict[str, Any]) -> None:
    assert [f"{at} {form}" for at, form in split(case["text"])] == case["forms"]


@given(st.text(alphabet="aéœLRDA.-'’* 1234567\u00a0\u202f°eE,(X", max_size=30))
def test_forms_are_small_letters_and_places_never_jump(text: str) -> None:
    places = [at for at, _ in split(text)]
    assert set(places) == set(range(len(set(places))))
    for _, form in split(text):
        assert form
        assert form == form.lower()
        assert fold(form) == fold(fold(form))


@given(st.text(max_size=30))
def test_no_key_has_a_capital_of_the_alphabet(text: str) -> None:
    keys = "".join(fold(form) for _, form in split(text))
    assert not any("A" <= letter <= "Z" for letter in keys)


@given(
    st.lists(
        st.sampled_from(
            [
                "L.",
                "80",
                "A",
                "1",
                "170",
                "(1",
                "n°55",
                "R.*",
                "x",
                "S.",
                "C",
                "RN",
                "17",
                "h",
                "17h",
                "01",
            ]
        ),
        max_size=8,
    )
)
def test_a_group_starts_only_where_the_indexer_looks(pieces: list[str]) -> None:
    joined = chunks(" ".join(pieces))
    at = 0
    for chunk in joined:
        if at < len(pieces) and chunk != pieces[at]:
            assert starts_group(pieces[at])
        sizes = range(1, len(pieces) - at + 1)
        at += next(n for n in sizes if bare("".join(pieces[at : at + n])) == bare(chunk))


def bare(text: str) -> str:
    """Without the marks that a group may get."""
    return text.translate(str.maketrans("", "", "-. "))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("travail", "travaux"),
        ("œil", "yeux"),
        ("directeur", "directrice"),
        ("état", "etat"),
        ("enjeu", "enjeux"),
        ("public", "publique"),
        ("handicapé", "handicapées"),
        ("événement", "évènements"),
    ],
)
def test_two_forms_of_one_word_are_a_family(one: str, other: str) -> None:
    forms = sorted({form for text in (one, other) for _, form in split(text)})
    assert len(set(families(forms))) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("entre", "entrée"), ("organe", "organisation"), ("port", "portail")]
)
def test_two_words_are_two_families(one: str, other: str) -> None:
    assert len(set(families(sorted((one, other))))) == 2


def test_a_legal_reference_is_asked_for_whole() -> None:
    (unit,) = units("L.312-3")
    assert unit.strict
    assert unit.joined[-1] == (0, "l312-3")

"""Addresses of hubs: safe, each its own, and made from the value alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.addresses import LONGEST_SLUG, Addresses, key_of, slug
from publisher.values import value_key

SAFE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Télécommunications", "telecommunications"),
        ("télécommunications", "telecommunications"),
        ("Justice et libertés (garde des sceaux)", "justice-et-libertes-garde-des-sceaux"),
        ("Intérieur, outre-mer et collectivités", "interieur-outre-mer-et-collectivites"),
        ("Guillaume Chevrollier", "guillaume-chevrollier"),
        ("Œuvres d’art", "oeuvres-d-art"),
    ],
)
def test_an_ordinary_value_reads_in_its_address(value: str, expected: str) -> None:
    assert slug(value_key(value)) == expected


@pytest.mark.parametrize(
    "value",
    ["", "../", "../../etc/passwd", "…", "🙂", "con", "NUL", "index", "\u202eabc", "мир", "x" * 300,
     "a/b\\c", "a?b#c", "?", "<script>", "a\x00b", "%2e%2e"],
)  # fmt: skip
def test_an_odd_value_gives_a_safe_file_name(value: str) -> None:
    name = slug(value_key(value))
    assert SAFE.fullmatch(name)
    assert len(name) <= LONGEST_SLUG + 9
    assert name not in {"con", "nul", "index"}


@pytest.mark.parametrize(
    ("departement", "expected"),
    [
        ("Ille-et-Vilaine", "departements/ille-et-vilaine"),
        ("Nouvelle-Calédonie", "departements/nouvelle-caledonie"),
        ("Val-d'Oise", "departements/val-d-oise"),
        ("La Réunion", "departements/reunion"),
    ],
)
def test_only_an_article_that_begins_a_place_is_left_out(departement: str, expected: str) -> None:
    assert Addresses().of("departements", key_of("departements", departement)) == expected


@given(st.text(max_size=200))
def test_any_text_gives_a_safe_file_name(value: str) -> None:
    assert SAFE.fullmatch(slug(value_key(value)))


@given(st.lists(st.text(alphabet="ab -,.'&🙂", max_size=6).map(value_key), unique=True))
def test_no_two_values_share_an_address(keys: list[str]) -> None:
    addresses = Addresses()
    addresses.settle("rubriques", keys)
    names = [addresses.of("rubriques", key) for key in keys]
    assert len(set(names)) == len(names)


def test_settled_addresses_are_the_same_when_read_again(tmp_path: Path) -> None:
    addresses = Addresses()
    addresses.settle("rubriques", ["outre mer", "outre-mer"])
    (tmp_path / ".adresses.json").write_text(addresses.to_json())
    again = Addresses.read(tmp_path)
    for key in ("outre mer", "outre-mer", "autre"):
        assert again.of("rubriques", key) == addresses.of("rubriques", key)

"""One person, one page: which names are one person, and where each record leads."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.question import Question
from publisher.addresses import Addresses, page_of
from publisher.check.inspection import Inspection
from publisher.memory import looks_below
from publisher.pages import write_pages
from publisher.people import Mention, mention_of, people
from tests.site.conftest import build, make_question
from tests.site.test_hubs import numbers


def said(
    auteur: str = "Pierre Martin",
    departement: str = "",
    legislature: int = 14,
    numero: int | None = None,
    ref: str | None = None,
) -> Mention:
    values = {
        "auteur": auteur,
        "departement": departement,
        "legislature": legislature,
        "circonscription_numero": numero,
        "acteur_ref": ref,
    }
    mention = mention_of(values)
    assert mention
    return mention


def by(numero: int, auteur: str | None = "Pierre Martin", **fields: Any) -> Question:
    prenom, _, nom = (auteur or "").partition(" ")
    if place := fields.get("departement"):
        n = fields.get("circonscription_numero")
        fields |= {"circonscription": f"{place} ({n}e circonscription)"} if n else {}
    return make_question(numero, auteur=auteur, prenom=prenom or None, nom=nom or None, **fields)


ONE_PERSON = {
    "accents and case": [said("Sébastien Huyghe"), said("Sebastien HUYGHE")],
    "hyphens": [said("Marie-Noëlle Battistel"), said("Marie Noëlle Battistel")],
    "apostrophes": [said("Christelle D'Intorni"), said("Christelle D’Intorni")],
    "one reference, two names": [said("Anne Petit", ref="PA1"), said("Anne Grand", ref="PA1")],
    "one reference, two départements": [
        said(departement="Nord", legislature=13, ref="PA1"),
        said(departement="Gironde", legislature=14, ref="PA1"),
    ],
    "legislatures": [
        said(departement="Nord", legislature=n, numero=n % 3 + 1) for n in range(8, 18)
    ],
    "no département": [said(), said(departement="Nord")],
    "Nom Prénom of the oldest pages": [
        said("Le Nay Jacques", legislature=9),
        said("Jacques Le Nay"),
    ],
    "a reference and a page": [said(ref="PA1"), said(departement="Nord")],
    "a reference with a place": [
        said(departement="Nord", ref="PA1", numero=2),
        said(departement="Nord", legislature=9),
    ],
    "spellings of a département": [
        said(departement="La Réunion"),
        said(departement="Réunion", legislature=12),
        said(departement="Reunion", legislature=11),
    ],
    "a département renamed": [
        said(departement="Côtes-du-Nord", legislature=8),
        said(departement="Côtes-d'Armor", legislature=10),
    ],
    "a reference alone": [said("", ref="PA1"), said(ref="PA1")],
}
TWO_PERSONS = {
    "two references": [said(ref="PA1"), said(ref="PA2")],
    "two references in one département": [
        said(departement="Nord", ref="PA1"),
        said(departement="Nord", ref="PA2"),
    ],
    "two départements of one legislature": [said(departement="Nord"), said(departement="Gironde")],
    "two départements of two legislatures": [
        said(departement="Moselle", legislature=11),
        said(departement="Var", legislature=15),
    ],
    "two circonscriptions of one legislature": [
        said(departement="Nord", numero=2),
        said(departement="Nord", numero=3),
    ],
    "a reference elsewhere": [said(departement="Nord", ref="PA1"), said(departement="Gironde")],
    "a reference in the next circonscription": [
        said(departement="Nord", numero=2, ref="PA1"),
        said(departement="Nord", numero=3),
    ],
    "other words": [said("Pierre Martin"), said("Paul Martin")],
    "another order in a legislature that writes Prénom Nom": [
        said("Martin Pierre"),
        said("Pierre Martin"),
    ],
}


@pytest.mark.parametrize("mentions", ONE_PERSON.values(), ids=ONE_PERSON.keys())
def test_one_person(mentions: list[Mention]) -> None:
    for order in itertools.islice(itertools.permutations(mentions), 24):
        assert people(order) == [frozenset(mentions)]


@pytest.mark.parametrize("mentions", TWO_PERSONS.values(), ids=TWO_PERSONS.keys())
def test_two_persons(mentions: list[Mention]) -> None:
    assert sorted(map(len, people(mentions))) == [1, 1]


def test_what_nothing_tells_apart_from_several_is_nobodys() -> None:
    nord, gironde, bare = said(departement="Nord"), said(departement="Gironde"), said()
    assert set(people([nord, gironde, bare])) == {
        frozenset([nord]), frozenset([gironde]), frozenset([bare]),
    }  # fmt: skip


def test_of_two_circonscriptions_the_same_one_in_another_legislature_is_the_same_person() -> None:
    two, three = said(departement="Nord", numero=2), said(departement="Nord", numero=3)
    later = said(departement="Nord", numero=3, legislature=15)
    assert set(people([two, three, later])) == {frozenset([two]), frozenset([three, later])}


def test_a_name_that_two_references_share_joins_the_one_of_its_place() -> None:
    nord = said(departement="Nord", ref="PA1")
    gironde = said(departement="Gironde", ref="PA2")
    page = said(departement="Gironde", legislature=9)
    assert set(people([nord, gironde, page])) == {frozenset([nord]), frozenset([gironde, page])}


MENTIONS = st.lists(
    st.builds(
        said,
        st.sampled_from(["Pierre Martin", "Martin Pierre", "Anne Petit", "Anne-Marie Petit"]),
        st.sampled_from(["", "Nord", "Gironde"]),
        st.sampled_from([9, 13, 14]),
        st.sampled_from([None, 1, 2]),
        st.sampled_from([None, None, "PA1", "PA2"]),
    ),
    max_size=8,
)


@given(MENTIONS, st.randoms(use_true_random=False))
def test_every_mention_is_of_one_person_and_order_changes_nothing(
    mentions: list[Mention], random: Any
) -> None:
    found = people(mentions)
    listed = [mention for person in found for mention in person]
    assert sorted(map(repr, listed)) == sorted(map(repr, set(mentions)))
    shuffled = list(mentions)
    random.shuffle(shuffled)
    assert people(shuffled) == found


@given(MENTIONS)
def test_what_tells_people_apart_is_never_merged(mentions: list[Mention]) -> None:
    for person in people(mentions):
        refs = {mention.acteur_ref for mention in person} - {None}
        assert len(refs) <= 1
        loose = [mention for mention in person if not mention.acteur_ref]
        if not refs:
            assert len({mention.departement for mention in loose} - {""}) <= 1
        for one, other in itertools.combinations(loose, 2):
            if one.legislature == other.legislature and one.departement and other.departement:
                numbers = {one.circonscription_numero, other.circonscription_numero} - {None}
                assert len(numbers) <= 1 or (refs and one.departement != other.departement)


def test_a_person_of_two_names_has_one_page_and_the_other_name_leads_to_it(tmp_path: Path) -> None:
    questions = [
        by(1, "Anne Petit", acteur_ref="PA1", departement="Nord"),
        by(2, "Anne Petit-Durand", acteur_ref="PA1", departement="Nord"),
        by(3, "Anne Petit-Durand", departement="Nord"),
        by(4, "Anne Petit", departement="Nord"),
        by(5, "Anne Petit-Durand", acteur_ref="PA1"),
    ]
    built = build(questions, tmp_path)
    assert sorted(numbers(built.pages, "deputes/anne-petit-durand.md")) == [1, 2, 3, 4, 5]
    page = built.html("deputes/anne-petit-durand.html")
    assert "Autre nom" in page
    lead = built.html("deputes/anne-petit.html")
    assert "Cette personne est rangée sous un autre nom" in lead
    assert 'href="anne-petit-durand.html"' in lead
    for question in questions:
        html = built.html(f"{question.address}.html")
        assert 'href="../deputes/anne-petit-durand.html"' in html
    index = built.html("deputes/index.html")
    assert "<b>Petit</b> Anne, voir <a" in index
    addresses = Addresses.read(built.pages)
    for name in ("Anne Petit", "Anne Petit-Durand"):
        at = page_of(looks_below(built.site), addresses, "auteur", name)
        assert at == "deputes/anne-petit-durand.html"
    assert list(Inspection(built.site, "recherche", workers=1).faults()) == []


def test_homonyms_of_every_kind_have_their_own_pages_and_no_link_is_broken(tmp_path: Path) -> None:
    questions = [
        by(1, departement="Nord", circonscription_numero=2),
        by(2, departement="Nord", circonscription_numero=3),
        by(3, departement="Gironde"),
        by(4, acteur_ref="PA7"),
        by(5),
        by(6, departement="Nord", circonscription_numero=2, legislature=15),
        by(7, departement="Aude", acteur_ref="PA8"),
        by(8, departement="Aude", acteur_ref="PA9"),
        by(9, None, acteur_ref="PA9"),
        by(10, None, acteur_ref="PA10"),
    ]
    built = build(questions, tmp_path)
    pages = {
        "pierre-martin-nord-2e-circonscription": [6, 1],
        "pierre-martin-nord-3e-circonscription": [2],
        "pierre-martin-gironde": [3],
        "pierre-martin-pa7": [4],
        "pierre-martin": [5],
        "pierre-martin-aude-pa8": [7],
        "pierre-martin-aude-pa9": [9, 8],
    }
    for name, expected in pages.items():
        assert numbers(built.pages, f"deputes/{name}.md") == expected
        for numero in expected:
            legislature = 15 if numero == 6 else 14
            html = built.html(f"q{legislature}/{legislature}-{numero}QE.html")
            assert f'href="../deputes/{name}.html"' in html
    assert "PA10<small>" in built.html("q14/14-10QE.html")
    for bare in ("pierre-martin-nord", "pierre-martin-aude"):
        assert len(re.findall('href="pierre-martin-', built.html(f"deputes/{bare}.html"))) == 2
    assert "D’autres fiches portent ce nom" in built.html("deputes/pierre-martin-gironde.html")
    assert list(Inspection(built.site, "recherche", workers=1).faults()) == []


def test_addresses_of_deputies_stay_when_spellings_come(tmp_path: Path) -> None:
    """The address is made of the name without accents, hyphens and case: no spelling moves it."""
    first = [by(1, "Marie-Noëlle Battistel"), by(2, "Charles de Courson", departement="Marne")]
    more = [by(3, "Marie Noelle BATTISTEL"), by(4, "Charles De Courson", departement="MARNE")]
    for name, questions in (("a", first), ("b", [*first, *more])):
        written = write_pages(questions, tmp_path / name)
        assert {p for p in written if p.startswith("deputes/")} == {
            "deputes/index.md",
            "deputes/marie-noelle-battistel.md",
            "deputes/charles-de-courson.md",
        }


def test_a_question_that_gives_a_reference_alone_is_with_its_author_where_another_names_him(
    tmp_path: Path,
) -> None:
    built = build([by(1, acteur_ref="PA1"), by(2, None, acteur_ref="PA1")], tmp_path)
    assert sorted(numbers(built.pages, "deputes/pierre-martin.md")) == [1, 2]
    html = built.html("q14/14-2QE.html")
    assert 'href="../deputes/pierre-martin.html">PA1</a>' in html
    assert "la source ne donne que cette référence" in html

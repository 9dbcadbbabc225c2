"""The page of a question: what happened when, the term, the citation, what machines read."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parser.deadline import deadline
from parser.question import Attribution, Question, to_dict
from publisher.citation import citation, surname
from publisher.metadata import json_ld, publication
from publisher.states import against_the_term
from publisher.timeline import timeline
from search.indexer import delays
from tests.site.conftest import Built, build, make_question


def facts(**fields: Any) -> dict[str, Any]:
    """As a page has them: front matter."""
    return to_dict(make_question(55901, **fields)) | {"title": "titre"}


def said(**fields: Any) -> str:
    """A citation with plain blanks."""
    return citation(facts(**fields)).replace("\xa0", " ")


CHEVROLLIER: dict[str, Any] = {
    "etat": "repondue",
    "auteur": "Guillaume Chevrollier",
    "prenom": "Guillaume",
    "nom": "Chevrollier",
    "date_question": date(2014, 5, 20),
    "page_question": 3995,
    "date_reponse": date(2014, 7, 29),
    "page_reponse": 6524,
}


def test_the_seeds_are_cited_as_a_lawyer_would(seeds: list[Question]) -> None:
    cited = [citation(to_dict(question)).replace("\xa0", " ") for question in seeds]
    assert cited == [
        "Rép. min. Cinieri n° 78603 : JO AN, 23 nov. 2010, p. 12920",
        "Rép. min. Plisson n° 13503 : JO AN, 5 mars 2013, p. 2477",
        "Rép. min. Plisson n° 13504 : JO AN, 8 oct. 2013, p. 10633",
        "Rép. min. Chevrollier n° 55901 : JO AN, 29 juill. 2014, p. 6524",
        "Rép. min. Lazaro n° 60066 : JO AN, 16 sept. 2014, p. 7835",
    ]


@pytest.mark.parametrize(
    ("absent", "expected"),
    [
        ((), "Rép. min. Chevrollier n° 55901 : JO AN, 29 juill. 2014, p. 6524"),
        (("auteur", "prenom", "nom"), "Rép. min. n° 55901 : JO AN, 29 juill. 2014, p. 6524"),
        (("page_reponse",), "Rép. min. Chevrollier n° 55901 : JO AN, 29 juill. 2014"),
        (("date_reponse", "page_reponse"), "Rép. min. Chevrollier n° 55901, 14e législature"),
    ],
)
def test_what_is_absent_is_left_out_of_a_citation(absent: tuple[str, ...], expected: str) -> None:
    assert said(**{k: v for k, v in CHEVROLLIER.items() if k not in absent}) == expected


@pytest.mark.parametrize("etat", ["en_attente", "retiree", "close", "inconnu"])
def test_a_question_without_answer_is_cited_alone(etat: str) -> None:
    kept = {k: v for k, v in CHEVROLLIER.items() if "reponse" not in k}
    assert said(**kept | {"etat": etat}) == "QE Chevrollier n° 55901 : JO AN, 20 mai 2014, p. 3995"


@pytest.mark.parametrize(
    ("nom", "expected"),
    [
        ("Courson (de)", "de Courson"),
        ("Aubert (d')", "d'Aubert"),
        ("Rohan (de la)", "de la Rohan"),
        ("Le Fur", "Le Fur"),
        ("X)", "X)"),
    ],
)
def test_a_particle_stands_before_the_surname(nom: str, expected: str) -> None:
    assert surname(nom) == expected


def test_the_first_of_a_month_is_an_ordinal_in_a_citation() -> None:
    assert "JO AN, 1er sept. 2015" in said(**CHEVROLLIER | {"date_reponse": date(2015, 9, 1)})


@given(st.dates(date(1981, 1, 1), date(2030, 1, 1)))
def test_pages_and_counts_have_one_last_day(asked: date) -> None:
    epoch = date(1970, 1, 1).toordinal()
    assert delays.deadline(asked.toordinal() - epoch) == deadline(asked).toordinal() - epoch


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"date_reponse": date(2014, 7, 20)}, "Dans le délai de deux mois"),
        ({"date_reponse": date(2014, 7, 21)}, "1 jour après l’échéance de deux mois"),
        ({"date_reponse": date(2014, 7, 29)}, "9 jours après l’échéance de deux mois"),
        ({"date_reponse": date(2014, 5, 1)}, None),
        ({"date_reponse": None}, None),
        ({"etat": "en_attente"}, "Délai de deux mois :"),
        ({"etat": "inconnu"}, None),
        ({"etat": "retiree", "date_cloture": date(2014, 6, 1)}, None),
        ({"etat": "close", "date_cloture": date(2017, 6, 20)}, "Délai de deux mois échu le 20 juillet 2014"),
        ({"etat": "close"}, None),
        ({"date_question": None}, None),
    ],
)  # fmt: skip
def test_an_answer_stands_against_the_term(fields: dict[str, Any], expected: str | None) -> None:
    values = facts(**CHEVROLLIER | fields)
    term = against_the_term(values)
    assert (term and term.replace("\xa0", " ")) == expected


def test_before_the_reform_a_month_could_be_prolonged() -> None:
    asked = {"date_question": date(2009, 6, 24)}
    within = against_the_term(facts(**CHEVROLLIER | asked | {"date_reponse": date(2009, 7, 24)}))
    assert within == "Dans le délai d’un mois"
    later = against_the_term(facts(**CHEVROLLIER | asked | {"date_reponse": date(2009, 8, 24)}))
    assert later == "Dans le délai de deux mois (un mois, qui pouvait être prolongé d’un autre)"


def test_what_happened_is_told_in_the_order_of_days() -> None:
    html = timeline(
        facts(
            **CHEVROLLIER,
            ministere_interroge="Intérieur",
            attributions=(
                Attribution(date(2014, 5, 20), "Intérieur"),
                Attribution(date(2014, 6, 3), "<Justice>"),
                Attribution(date(2014, 7, 1)),
            ),
            renouvellements=(date(2014, 7, 22),),
            signalement=date(2014, 7, 8),
            errata=(date(2014, 8, 5),),
        )
    )
    items = [
        unescape(re.sub("<[^>]*>", "", line)).replace("\xa0", " ") for line in html.split("\n")
    ]
    assert items == [
        "20 mai 2014 Question au JO, page 3995",
        "3 juin 2014 Changement d’attribution : <Justice>",
        "1er juillet 2014 Changement d’attribution",
        "8 juillet 2014 Signalement",
        "22 juillet 2014 Renouvellement",
        "29 juillet 2014 Réponse au JO, page 6524",
        "5 août 2014 Erratum",
    ]
    assert "&lt;Justice&gt;" in html


def test_a_question_without_any_day_has_no_timeline(tmp_path: Path) -> None:
    assert "chronologie" not in build([make_question(1)], tmp_path).html("q14/14-1QE.html")


def test_zotero_finds_an_article_with_all_its_parts() -> None:
    assert dict(publication(facts(**CHEVROLLIER | {"nom": "Courson (de)"}))) == {
        "citation_author": "de Courson, Guillaume",
        "citation_publication_date": "2014-07-29",
        "citation_journal_title": "Journal officiel, Assemblée nationale, Questions",
        "citation_firstpage": "6524",
    }
    bare = dict(publication(facts()))
    assert bare.keys() == {"citation_journal_title"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # two words on both sides of a comma are two authors to Zotero
        ({"nom": "Le Bris", "prenom": "Marie Anne"}, "Le Bris, Marie\xa0Anne"),
        ({"nom": "Le Bris", "prenom": "Anne"}, "Le Bris, Anne"),
        ({"nom": "Lamy"}, "Lamy"),
    ],
)
def test_zotero_takes_a_name_for_one_author(fields: dict[str, str], expected: str) -> None:
    assert dict(publication(facts(**fields)))["citation_author"] == expected


def test_schema_org_has_a_question_and_its_answer() -> None:
    page = json.loads(
        json_ld(facts(**CHEVROLLIER, titre="Internet", ministere_attributaire="Intérieur"))
    )
    assert page["@type"] == "WebPage"
    assert page["mainEntity"] == {
        "@type": "Question",
        "identifier": "QANR5L14QE55901",
        "name": "Internet",
        "author": {"@type": "Person", "name": "Guillaume Chevrollier"},
        "datePublished": "2014-05-20",
        "answerCount": 1,
        "acceptedAnswer": {
            "@type": "Answer",
            "url": "#reponse",
            "author": {"@type": "GovernmentOrganization", "name": "Intérieur"},
            "datePublished": "2014-07-29",
        },
    }
    pending = json.loads(json_ld(facts()))["mainEntity"]
    assert pending == {
        "@type": "Question", "identifier": "QANR5L14QE55901", "name": "titre", "answerCount": 0,
    }  # fmt: skip


def test_a_hostile_title_ends_no_script_and_no_attribute(tmp_path: Path) -> None:
    hostile = '</script><script>alert(1)</script>"><!--'
    question = make_question(1, titre=hostile, auteur=hostile, nom=hostile, source='"><i>')
    html = build([question], tmp_path).html("q14/14-1QE.html")
    assert "<script>alert" not in html
    assert "<i>" not in html
    held = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert held
    assert json.loads(held[1])["mainEntity"]["name"] == hostile


def test_absolute_addresses_stand_only_on_a_site_that_has_one(
    seeds_site: Built, tmp_path: Path
) -> None:
    assert "og:url" not in seeds_site.html("q14/14-55901QE.html")
    built = build([make_question(1)], tmp_path, site_url="https://example.org/q/")
    html = built.html("q14/14-1QE.html")
    assert '<meta property="og:url" content="https://example.org/q/q14/14-1QE.html">' in html

"""Every count of a hub leads to the search that lists it, and that search finds so many."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from parser.question import Question
from publisher.check.inspection import Inspection
from publisher.portfolios import portfolio_of
from tests.search.naive import Naive
from tests.server import served
from tests.site.conftest import Built, build, make_question
from tests.site.counts import TOTALS, Counted, counts_of, mixed_records, request, wanted

#: Searches of the real engine, and some of them by the page itself.
SEARCHED = 120
SHOWN = 8
KINDS = (
    *("annees", "departements", "deputes", "groupes", "legislatures", "ministeres", "rubriques"),
    "semaines",
)


@pytest.fixture(scope="module")
def records() -> list[Question]:
    return mixed_records(400, seed=3)


@pytest.fixture(scope="module")
def built(records: list[Question], tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(records, tmp_path_factory.mktemp("counts"))


@pytest.fixture(scope="module")
def counts(built: Built) -> list[Counted]:
    return list(counts_of(built.site))


def test_every_kind_of_hub_has_counts(counts: list[Counted]) -> None:
    for kind in KINDS:
        assert sum(1 for one in counts if one.page.startswith(f"{kind}/")) > 5, kind
    assert sum(1 for one in counts if one.page == "statistiques.html") > 30


def test_a_naive_scan_finds_what_each_count_says(
    records: list[Question], counts: list[Counted]
) -> None:
    titles = {title for r in records for title in (r.ministere_interroge, r.ministere_attributaire)}
    known = {title: portfolio_of(title) for title in titles if title}
    naive = Naive(records, portfolios={title: name for title, name in known.items() if name})
    totals = {query: len(naive.found(wanted(query))) for query in {one.query for one in counts}}
    assert [one for one in counts if totals[one.query] != one.number] == []


@pytest.mark.browser
def test_the_search_finds_what_each_count_says(
    built: Built, counts: list[Counted], browser: Browser
) -> None:
    by_kind: dict[str, list[Counted]] = {}
    for one in sorted(set(counts)):
        by_kind.setdefault(one.page.partition("/")[0], []).append(one)
    dice = random.Random(5)
    chosen = [dice.choice(of) for of in by_kind.values() for _ in range(SEARCHED // len(by_kind))]
    with served(built.site) as base:
        page = browser.new_page()
        page.goto(f"{base}/recherche.html")
        requests = [request(one.query) for one in chosen]
        totals = page.evaluate(TOTALS, {"requests": requests, "base": base})
        for one in dice.sample(chosen, SHOWN):
            page.goto(f"{base}/recherche.html?{one.query}")
            expect(page.locator("#resultats"), str(one)).to_have_attribute(
                "data-total", str(one.number)
            )
        page.close()
    assert [(one, n) for one, n in zip(chosen, totals, strict=True) if n != one.number] == []


@pytest.mark.browser
def test_ligatures_and_letters_of_other_languages_are_one_value_for_site_and_search(
    tmp_path: Path, browser: Browser
) -> None:
    spellings = {13: ("STRASSE", "ﬁnances", "İzmir", "Ægir"), 14: ("Straße", "finances", "ægir")}
    records = [
        make_question(numero, legislature=legislature, rubrique=name)
        for legislature, names in spellings.items()
        for numero, name in enumerate(names * 2, 1)
    ]
    built = build(records, tmp_path)
    counts = [one for one in sorted(set(counts_of(built.site))) if "rubrique=" in one.query]
    assert len(counts) >= len(spellings[13])
    with served(built.site) as base:
        page = browser.new_page()
        page.goto(f"{base}/recherche.html")
        requests = [request(one.query) for one in counts]
        totals = page.evaluate(TOTALS, {"requests": requests, "base": base})
        page.close()
    assert [(one, n) for one, n in zip(counts, totals, strict=True) if n != one.number] == []


@pytest.mark.browser
def test_an_answer_dated_before_its_question_is_found_by_its_own_day(
    tmp_path: Path, browser: Browser
) -> None:
    days = {"date_question": date(2014, 5, 20), "date_reponse": date(2013, 1, 8)}
    built = build([make_question(1, etat="repondue", **days)], tmp_path)
    asked = {"2013-01-08": 1, "2014-05-20": 0, "2013-01-07": 0}
    requests = [{"date": "reponse", "de": day, "a": day} for day in asked]
    with served(built.site) as base:
        page = browser.new_page()
        page.goto(f"{base}/recherche.html")
        totals = page.evaluate(TOTALS, {"requests": requests, "base": base})
        page.close()
    assert totals == [*asked.values()]


def test_the_pages_are_whole(built: Built) -> None:
    assert list(Inspection(built.site, "recherche", workers=1).faults()) == []

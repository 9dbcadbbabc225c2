"""Questions that repeat each other: folded in the results, left out by a filter, listed by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.engine_browser import chromium as chromium
from tests.browser.engine_browser import ids
from tests.browser.engine_site import question, write_site
from tests.browser.test_page_access import AXE
from tests.server import served

pytestmark = pytest.mark.browser

#: Numbers from 1 on: 2, 4 and 30 have the answer of 1; 5 the text of 4; 7 both of 6; 9 the text of 8 and the
#: answer of 10, which come before it in order of date.
ANSWERS = ((0, 1, 3, 29), (5, 6), (8, 9))
QUESTIONS = ((3, 4), (5, 6), (7, 8))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("repeats")
    records = [
        question(
            number,
            *["tourbière"] * (number == 3 or number > 7) or ["tourbière " + "et encore " * number],
            titre="Tourbières" if number in (1, 6) else None,
            date_question=date(2013 + number % 2, 5, 20),
        )
        for number in range(1, 31)
    ]
    write_site(records, folder, groups={"reponse": ANSWERS, "question": QUESTIONS})
    with served(folder) as address:
        yield f"{address}/recherche.html"


@pytest.fixture
def page(chromium: Browser, base: str) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    return answered(page)


def answered(page: Page) -> Page:
    page.wait_for_function(
        "() => document.querySelector('#resultats').getAttribute('aria-busy') === 'false' && "
        "document.querySelector('#etat').textContent"
    )
    return page


def numbers(found: list[str]) -> list[int]:
    return [int(one.partition("QE")[2]) for one in found]


def test_results_of_a_page_that_repeat_each_other_are_one_line(page: Page, base: str) -> None:
    opened(page, f"{base}?q=tourbière&tri=ancien")
    expect(page.locator("#etat")).to_have_text("30\u00a0questions trouvées.")
    assert numbers(ids(page, "#resultats >")) == [2, 6, 8, *range(12, 30, 2), 3]
    folds = page.locator("#resultats > li details")
    expect(folds.locator("summary")).to_have_text(
        [
            "et 4\u00a0autres questions de même texte ou de même réponse",
            "et 1\u00a0autre question identique",
            "et 2\u00a0autres questions de même texte ou de même réponse",
        ]
    )
    under = [numbers(ids(page, f"[data-id=QANR5L14QE{first}] details")) for first in (2, 6, 8)]
    assert under == [[4, 30, 1, 5], [7], [10, 9]]


def test_what_is_folded_is_unfolded_by_keyboard_and_stays_so(page: Page, base: str) -> None:
    opened(page, f"{base}?q=tourbière&tri=ancien")
    summary = page.locator("#resultats details.repetitions > summary").first
    hidden = page.locator("#resultats details.repetitions li a").first
    expect(hidden).not_to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(hidden).to_be_visible()
    page.locator("#pages a[rel=next]").click()
    page.wait_for_url("**page=2")
    for back in (page.go_back, page.reload):
        back()
        answered(page)
        expect(page.locator("#resultats details.repetitions").first).to_have_attribute("open", "")
        expect(hidden).to_be_visible()


def test_axe_finds_nothing_where_repeats_are_unfolded(page: Page, base: str) -> None:
    opened(page, f"{base}?q=tourbière&tri=ancien")
    page.locator("#resultats details.repetitions > summary").first.click()
    page.evaluate(AXE)
    run = "async () => (await axe.run('#resultats')).violations.map(rule => rule.id)"
    assert page.evaluate(run) == []


def test_arrows_go_past_what_is_folded(page: Page, base: str) -> None:
    opened(page, f"{base}?q=tourbière&tri=ancien")
    page.locator("#resultats > li h3 a").first.focus()
    seen = set()
    for _ in range(page.locator("#resultats > li").count() - 1):
        page.keyboard.press("ArrowDown")
        seen.add(page.evaluate("document.activeElement.href"))
        assert page.evaluate("!document.activeElement.closest('details:not([open])')")
    assert len(seen) == page.locator("#resultats > li").count() - 1


def test_without_repeats_the_first_of_each_is_left(page: Page, base: str) -> None:
    opened(page, f"{base}?q=tourbière&repetitions=sans&tri=ancien")
    expect(page.locator("#etat")).to_have_text("23\u00a0questions trouvées.")
    expect(page.locator("#filtres-actifs")).to_contain_text("Questions sans les répétitions")
    assert page.locator("#resultats details").count() == 0
    page.locator("#filtres-actifs a").click()
    answered(page)
    expect(page.locator("#etat")).to_have_text("30\u00a0questions trouvées.")


def test_the_filter_is_a_box_to_tick(page: Page, base: str) -> None:
    opened(page, f"{base}?q=tourbière")
    box = page.get_by_label("Sans les répétitions")
    box.check()
    expect(page.locator("#etat")).to_have_text("23\u00a0questions trouvées.")
    expect(page.locator(".histogramme-dit")).to_contain_text("au plus 2")
    assert "repetitions=sans" in page.url
    box.uncheck()
    expect(page.locator("#etat")).to_have_text("30\u00a0questions trouvées.")
    expect(page.locator(".histogramme-dit")).not_to_contain_text("au plus")


@pytest.mark.parametrize(
    ("filters", "found", "told"),
    [
        ("repetitions=14-4QE", [1, 2, 4, 5, 30], "de même texte ou de même réponse que"),
        ("meme_reponse=14-30QE", [1, 2, 4, 30], "de même réponse que"),
        ("meme_question=14-5QE", [4, 5], "de même texte que"),
        ("repetitions=14-3QE", [3], "de même texte ou de même réponse que"),
        ("repetitions=14-99QE", [], "de même texte ou de même réponse que"),
        ("repetitions=%3Cb%3E", [], "<b>"),
    ],
)
def test_all_that_repeat_one_question_are_listed(
    page: Page, base: str, filters: str, found: list[int], told: str
) -> None:
    opened(page, f"{base}?{filters}")
    assert sorted(numbers(ids(page))) == found
    expect(page.locator("#filtres-actifs")).to_contain_text(told)
    assert page.locator("#resultats details").count() == 0


def test_the_filter_by_week_tells_its_monday(page: Page, base: str) -> None:
    opened(page, f"{base}?semaine=2014-W21")
    expect(page.locator("#etat")).to_have_text("15\u00a0questions trouvées.")
    expect(page.locator("#filtres-actifs")).to_contain_text(
        "parues la semaine du\u00a019\u00a0mai\u00a02014"
    )


def test_the_years_of_what_is_found_lead_to_them(page: Page, base: str) -> None:
    opened(page, f"{base}?q=encore")
    page.locator("#par-annee > summary").click()
    rows = page.locator("#par-annee tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_have_text("20133200")
    expect(rows.nth(1)).to_have_text("20143200")
    rows.nth(1).locator("a").press("Enter")
    answered(page)
    expect(page.locator("#etat")).to_have_text("3\u00a0questions trouvées.")
    expect(rows.nth(1).locator("a")).to_have_attribute("aria-current", "true")
    expect(rows.nth(1).locator("a")).to_be_focused()

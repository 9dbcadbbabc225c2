"""What the page says where it finds nothing, misunderstands, or fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.page_site import Desk, about_forest, expected, visitor
from tests.browser.page_site import desk as desk
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site

pytestmark = pytest.mark.browser


def test_where_nothing_is_found_each_word_says_what_it_finds(desk: Desk) -> None:
    page = desk.open("q=chênes bibliothèques")
    help_ = page.locator("#aide-vide")
    expect(help_).to_contain_text("« chênes » : 45 questions")
    expect(help_).to_contain_text("« bibliothèques » : 15 questions")


def test_the_word_to_drop_is_a_link_to_what_is_left(desk: Desk) -> None:
    page = desk.open("q=forêt communale kangourou")
    dropped = page.locator("#aide-vide p", has_text="Sans « kangourou »").get_by_role("link")
    expect(dropped).to_have_text("45 questions")
    dropped.click()
    desk.total(45)
    expect(page.locator("#recherche-q")).to_have_value("forêt communale")
    expect(page.locator("#aide-vide")).to_be_hidden()


def test_another_spelling_is_proposed_and_followed(desk: Desk) -> None:
    page = desk.open("q=bibliotèques")
    page.locator("#resultats a.proposition").first.click()
    desk.total(15)


def test_filters_that_leave_nothing_can_be_dropped(desk: Desk) -> None:
    page = desk.open("q=forêt&auteur=Noël Mamère&departement=Orne")
    link = page.locator("#aide-vide a")
    total = len(expected(about_forest))
    expect(link).to_have_text(f"{total} questions")
    link.click()
    desk.total(total)


def test_an_open_quotation_is_underlined_where_it_is(desk: Desk) -> None:
    page = desk.open('q=forêt "communale')
    expect(page.locator("#erreur .erreur-lieu")).to_have_text('"communale')
    assert desk.ids()


@pytest.mark.parametrize("pattern", ["**/recherche/1*/l/**", "**/manifest.json"])
def test_a_shard_that_fails_is_said_and_tried_again(
    browser: Browser, page_base: str, pattern: str
) -> None:
    with visitor(browser, page_base) as desk:
        page = desk.page
        page.context.route(pattern, lambda route: route.abort("connectionreset"))
        page.goto(f"{desk.base}recherche.html?q=tourbière")
        expect(page.locator("#erreur")).to_contain_text("La connexion a été interrompue")
        page.context.unroute(pattern)
        page.get_by_role("button", name="Réessayer").click()
        desk.answered()
        assert desk.ids()
        expect(page.locator("#erreur")).to_be_hidden()


def test_results_stand_when_their_passages_cannot_be_read(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base) as desk:
        desk.page.context.route("**/q1*/**", lambda route: route.abort("connectionreset"))
        desk.open("q=tourbière")
        assert len(desk.ids()) == 20


def test_results_stand_when_filters_cannot_be_loaded(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base) as desk:
        desk.page.context.route("**/interface-filters.js", lambda route: route.abort())
        desk.open("q=tourbière")
        assert len(desk.ids()) == 20


def test_storage_refused_leaves_the_search_as_it_is(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base) as desk:
        desk.page.add_init_script(
            "Object.defineProperty(window, 'localStorage',"
            " {get() { throw new DOMException('refused', 'SecurityError'); }});"
        )
        desk.open("q=tourbière")
        assert len(desk.ids()) == 20
        assert desk.console == []


def test_without_javascript_the_page_leads_to_the_lists(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base, java_script_enabled=False) as desk:
        page = desk.page
        page.goto(f"{desk.base}recherche.html?q=forêt")
        assert "demande JavaScript" in page.content()
        expect(page.locator("#filtrer")).to_be_hidden()
        height = page.locator("noscript").bounding_box()
        assert height
        assert height["height"] > 60
        for way in ("deputes", "ministeres", "rubriques", "annees"):
            response = page.goto(f"{desk.base}{way}/index.html")
            assert response
            assert response.ok

"""What the page says where it finds nothing, misunderstands, or fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route, expect

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


def leads_to_the_lists(page: Page) -> None:
    """Whether the page says how to browse."""
    help_ = page.locator("#sans-recherche")
    expect(help_).to_contain_text("demande JavaScript")
    expect(help_).to_be_visible()
    height = help_.bounding_box()
    assert height
    assert height["height"] > 100
    links = [link.get_attribute("href") for link in help_.get_by_role("link").all()]
    assert links == [
        f"{way}/index.html" for way in ("deputes", "ministeres", "rubriques", "annees")
    ]


def test_without_javascript_the_page_leads_to_the_lists(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base, java_script_enabled=False) as desk:
        page = desk.page
        page.goto(f"{desk.base}recherche.html?q=forêt")
        leads_to_the_lists(page)
        expect(page.locator("#filtrer")).to_be_hidden()
        for way in ("deputes", "ministeres", "rubriques", "annees"):
            response = page.goto(f"{desk.base}{way}/index.html")
            assert response
            assert response.ok


@pytest.mark.parametrize("status", [404, None])
def test_a_script_that_does_not_come_leaves_the_lists(
    browser: Browser, page_base: str, status: int | None
) -> None:
    with visitor(browser, page_base) as desk:
        page = desk.page
        page.context.route(
            "**/interface.js",
            lambda route: route.fulfill(status=status) if status else route.abort(),
        )
        page.goto(f"{desk.base}recherche.html?q=forêt")
        leads_to_the_lists(page)


def test_modules_refused_leave_the_lists_after_some_seconds(
    browser: Browser, page_base: str
) -> None:
    with visitor(browser, page_base) as desk:
        page = desk.page
        # what a browser does that knows no module: it says nothing and runs nothing
        page.context.route(
            "**/recherche.html*",
            lambda route: route.fulfill(
                response=(answer := route.fetch()),
                body=answer.text().replace('type="module"', 'type="inconnu"'),
            ),
        )
        page.goto(f"{desk.base}recherche.html?q=forêt")
        expect(page.locator("#sans-recherche")).to_be_hidden()
        leads_to_the_lists(page)


def test_where_scripts_run_the_lists_give_way_to_the_search(desk: Desk) -> None:
    page = desk.open("q=forêt")
    expect(page.locator("#sans-recherche")).to_have_count(0)


def test_a_worker_refused_is_said(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base) as desk:
        page = desk.page
        page.context.route("**/worker.js", lambda route: route.abort())
        page.goto(f"{desk.base}recherche.html?q=forêt")
        expect(page.locator("#erreur")).to_contain_text("La connexion a été interrompue")
        page.context.unroute("**/worker.js")
        page.get_by_role("button", name="Réessayer").click()
        desk.answered()
        assert desk.ids()


def test_a_retry_says_at_once_that_it_runs(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base) as desk:
        page = desk.page
        page.context.route("**/manifest.json", lambda route: route.abort("connectionreset"))
        page.goto(f"{desk.base}recherche.html?q=tourbière")
        button = page.locator("#erreur button")
        expect(button).to_have_text("Réessayer")
        first = button.element_handle()
        held: list[Route] = []
        page.context.unroute("**/manifest.json")
        page.context.route("**/manifest.json", lambda route: held.append(route))
        button.click()
        expect(button).to_have_text("Nouvel essai…")
        page.wait_for_timeout(100)
        expect(page.locator("#erreur")).to_contain_text("La connexion a été interrompue")
        page.context.route("**/manifest.json", lambda route: route.abort("connectionreset"))
        for route in held:
            route.abort("connectionreset")
        expect(button).to_have_text("Réessayer")
        assert button.evaluate("(now, before) => now === before", first)


def test_a_click_is_not_lost_when_another_search_fails_meanwhile(
    browser: Browser, page_base: str
) -> None:
    with visitor(browser, page_base) as desk:
        page = desk.page
        page.context.route("**/manifest.json", lambda route: route.abort("connectionreset"))
        page.goto(f"{desk.base}recherche.html?q=tourbière")
        button = page.locator("#erreur button")
        button.hover()
        page.mouse.down()
        with page.expect_event("requestfailed"):
            page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
        page.wait_for_timeout(500)  # the second try of the engine fails too
        page.context.unroute("**/manifest.json")
        page.mouse.up()
        desk.answered()
        assert desk.ids()

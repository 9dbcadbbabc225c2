"""Journeys in Chromium on the built site."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Built, Visit, build, make_question, visiting

pytestmark = pytest.mark.browser


def found(visit: Visit) -> set[str]:
    """The questions that the search page shows, once it has done."""
    done = "#resultats[aria-busy=false]:not([data-q=''])"
    visit.page.wait_for_selector(done, state="attached")
    items = visit.page.locator("#resultats [data-id]")
    return set(items.evaluate_all("items => items.map(item => item.dataset.id)"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("intérieur", {"QANR5L14QE55901", "QANR5L14QE13504"}),
        ("Lazaro", {"QANR5L14QE60066"}),
        ("affaires étrangères", {"QANR5L14QE13503"}),
        ("ministere:justice", {"QANR5L14QE60066", "QANR5L13QE78603"}),
        ("auteur:plisson", {"QANR5L14QE13504", "QANR5L14QE13503"}),
        ("rencontres", {"QANR5L14QE13504", "QANR5L14QE13503"}),
        ("d'Ivoire", {"QANR5L14QE13503"}),
    ],
)
def test_a_question_is_found_by_word_deputy_or_ministry(
    visit: Visit, query: str, expected: set[str]
) -> None:
    visit.open(f"recherche.html?q={query}")
    assert expected <= found(visit)


def test_a_number_brings_its_question_above_the_results(visit: Visit) -> None:
    page = visit.open("recherche.html?q=13504")
    expect(page.locator("#references [data-id]")).to_have_attribute("data-id", "QANR5L14QE13504")
    assert found(visit) == set()
    expect(page.get_by_role("status")).to_have_text("Aucune autre question trouvée.")


def test_home_box_leads_to_results_and_to_the_question(visit: Visit) -> None:
    page = visit.open("index.html")
    page.get_by_role("searchbox").fill("menus déroulants")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visit.base}recherche.html?q=menus+d%C3%A9roulants")
    page.locator("#resultats a").first.click()
    expect(page).to_have_url(re.compile(r"/q14/14-60066QE\.html#mots="))
    expect(page.locator("[data-texte=question]")).to_contain_text("menus déroulants")


def test_header_box_works_from_any_depth(visit: Visit) -> None:
    page = visit.open("q14/14-55901QE.html")
    page.get_by_role("searchbox").fill("Plisson")
    page.keyboard.press("Enter")
    assert found(visit) == {"QANR5L14QE13504", "QANR5L14QE13503"}


def test_nothing_found_is_said(visit: Visit) -> None:
    page = visit.open("recherche.html?q=xyzzy")
    expect(page.get_by_role("status")).to_have_text("Aucune question trouvée.")


def test_a_question_is_reached_by_browsing(visit: Visit) -> None:
    page = visit.open("index.html")
    page.get_by_role("navigation").get_by_role("link", name="Députés").click()
    page.get_by_role("link", name="Chevrollier Guillaume").click()
    page.get_by_role("link", name="55901").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Internet")
    page.get_by_role("complementary").get_by_role("link", name="Intérieur").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Intérieur")


def test_slash_goes_to_the_search_box_and_is_typed_in_it(visit: Visit) -> None:
    page = visit.open("q14/14-55901QE.html")
    page.keyboard.press("/")
    box = page.locator("[role=search] input")
    expect(box).to_be_focused()
    page.keyboard.press("/")
    expect(box).to_have_value("/")


def test_first_tab_offers_to_skip_to_the_content(visit: Visit) -> None:
    page = visit.open("q14/14-55901QE.html")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_colours_follow_the_system_and_a_choice_is_kept(
    browser: Browser, seeds_site: Built
) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    with visiting(browser, seeds_site.site, color_scheme="dark") as visit:
        page = visit.open("index.html")
        dark = page.evaluate(colour)
        page.get_by_role("button", name="Passer aux couleurs claires").click()
        light = page.evaluate(colour)
        assert light != dark
        visit.open("q14/14-55901QE.html")
        assert page.evaluate(colour) == light
        page.get_by_role("button", name="Passer aux couleurs sombres").click()
        assert page.evaluate(colour) == dark
        visit.assert_quiet()


def test_the_delay_of_a_pending_question_is_counted_up_to_the_sources(
    browser: Browser, tmp_path: Path
) -> None:
    questions = [
        make_question(1, date_question=date(2014, 5, 20)),
        make_question(2, legislature=13, date_question=date(2012, 3, 6)),
        make_question(3, legislature=13, date_question=date(2012, 5, 1)),
        make_question(4, date_question=date(2014, 7, 16)),
        make_question(5, date_question=date(2014, 7, 15)),
    ]
    built = build(questions, tmp_path, au=date(2014, 9, 16))
    with visiting(browser, built.site) as visit:
        page = visit.open("q14/14-1QE.html")
        expect(page.locator("p.etat")).to_have_text(
            "En attente de réponse depuis le 20 mai 2014, soit 119 jours au JO du 16 septembre 2014"
            " ; la législature a pris fin depuis"
        )
        term = page.locator(".delai")
        expect(term).to_have_text("Délai de deux mois : échu le 20 juillet 2014")
        page = visit.open("q13/13-2QE.html")
        expect(term).to_have_text("Délai de deux mois : échu le 6 mai 2012")
        expect(page.locator("p.etat")).to_have_text(
            "En attente de réponse depuis le 6 mars 2012 ; la législature a pris fin depuis"
        )
        page = visit.open("q13/13-3QE.html")
        page.wait_for_load_state("networkidle")
        expect(term).to_have_text("Délai de deux mois : jusqu’au 1er juillet 2012")
        page = visit.open("q14/14-4QE.html")
        expect(page.locator("p.etat")).to_contain_text("soit 62 jours au JO")
        expect(term).to_have_text("Délai de deux mois : jusqu’au 16 septembre 2014")
        page = visit.open("q14/14-5QE.html")
        expect(term).to_have_text("Délai de deux mois : échu le 15 septembre 2014")
        visit.assert_quiet()


def test_the_site_reads_without_javascript(browser: Browser, seeds_site: Built) -> None:
    with visiting(browser, seeds_site.site, java_script_enabled=False) as visit:
        page = visit.open("q14/14-55901QE.html")
        expect(page.locator("[data-texte=reponse]")).to_be_visible()
        expect(page.get_by_role("searchbox")).to_be_visible()
        expect(page.locator(".palette")).to_be_hidden()
        page = visit.open("recherche.html")
        expect(page.locator("#sans-recherche")).to_be_visible()
        expect(page.locator("#sans-recherche")).to_contain_text("demande JavaScript")


def test_a_site_opened_from_a_folder_reads_and_says_how_to_search(
    browser: Browser, seeds_site: Built
) -> None:
    page = browser.new_page()
    page.goto((seeds_site.site / "q14/14-55901QE.html").as_uri())
    page.get_by_role("searchbox").fill("internet")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("python3 -m http.server")
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen(browser: Browser, seeds_site: Built, width: int) -> None:
    size = {"width": width, "height": 800}
    with visiting(browser, seeds_site.site, viewport=size) as visit:
        for path in sorted(seeds_site.site.rglob("*.html")):
            page = visit.open(path.relative_to(seeds_site.site).as_posix())
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        visit.assert_quiet()


def test_print_shows_the_question_with_its_reference_and_nothing_else(visit: Visit) -> None:
    page = visit.open("q14/14-55901QE.html")
    page.get_by_role("button", name="Passer aux couleurs sombres").click()
    page.emulate_media(media="print", color_scheme="dark")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".numero")).to_be_visible()
    expect(page.locator("[data-texte=reponse]")).to_be_visible()
    for hidden in (".tete", ".pied", "form"):
        expect(page.locator(hidden).first).to_be_hidden()

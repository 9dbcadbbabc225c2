"""Names completed as one types, in every search box."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.page_site import Desk, expected, visitor
from tests.browser.page_site import desk as desk
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site

pytestmark = pytest.mark.browser


def proposed(desk: Desk, typed: str, path: str = "recherche.html") -> Locator:
    """Types into the box of a page; the propositions."""
    page = desk.open(path=path)
    box = page.locator("[role=search] input")
    box.click()
    box.press_sequentially(typed, delay=10)
    return page.locator("[role=option]")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("chevrol", "Guillaume Chevrollier"),
        ("chevrolier", "Guillaume Chevrollier"),
        ("mamere", "Noël Mamère"),
        ("noel ma", "Noël Mamère"),
        ("pompilli", "Barbara Pompili"),
        ("buffet marie", "Marie-George Buffet"),
        ("coursson", "Charles de Courson"),
        ("eric ciotti", "Éric Ciotti"),
        ("BERENGERE", "Bérengère Poletti"),
        ("chevrola", "Guillaume Chevrollier"),
        ("chevrolie", "Guillaume Chevrollier"),
        ("chervol", "Guillaume Chevrollier"),
        ("cheverol", "Guillaume Chevrollier"),
        ("pomppil", "Barbara Pompili"),
        ("louvag", "Véronique Louwagie"),
        ("lasale", "Jean Lassalle"),
        ("charle courson", "Charles de Courson"),
        ("dupon aignan", "Nicolas Dupont-Aignan"),
        ("dupontaig", "Nicolas Dupont-Aignan"),
        ("meluche", "Jean-Luc Mélenchon"),
        ("melanch", "Jean-Luc Mélenchon"),
    ],
)
def test_a_deputy_is_found_in_spite_of_a_typo_or_of_accents(
    desk: Desk, typed: str, name: str
) -> None:
    expect(proposed(desk, typed).first).to_contain_text(name)


@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("agricul", "Agriculture", "ministère"),
        ("enseign", "Enseignement", "rubrique"),
        ("giron", "Gironde", "département"),
        ("ecologis", "Écologiste", "groupe"),
    ],
)
def test_ministries_rubriques_departements_and_groups_are_named(
    desk: Desk, typed: str, name: str, kind: str
) -> None:
    option = proposed(desk, typed).first
    expect(option).to_contain_text(name)
    expect(option).to_contain_text(kind)


@pytest.mark.parametrize("typed", ["xavier", "zzzz", "kangourou", "le"])
def test_what_resembles_no_name_proposes_none(desk: Desk, typed: str) -> None:
    options = proposed(desk, typed)
    desk.page.wait_for_timeout(500)
    assert options.filter(has_text="député").count() == 0


def test_a_few_letters_that_begin_a_name_propose_no_other(desk: Desk) -> None:
    options = proposed(desk, "agri")
    expect(options.last).to_contain_text("mot")
    names = options.filter(has_not_text="mot")
    assert names.filter(has_text="Agri").count() == names.count()


def test_words_that_begin_so_stand_in_the_place_of_ministries_spelt_otherwise(desk: Desk) -> None:
    options = proposed(desk, "interroge")  # a ministry, Intérieur, has two other letters
    expect(options.first).to_contain_text("mot")
    assert options.filter(has_text="ministère").count() == 0


def test_a_ministry_spelt_otherwise_is_proposed_where_no_word_begins_so(desk: Desk) -> None:
    expect(proposed(desk, "interieurr").first).to_contain_text("Intérieur")


def test_names_come_before_words(desk: Desk) -> None:
    options = proposed(desk, "agri")
    expect(options.first).to_contain_text("ministère")
    expect(options.last).to_contain_text("mot")
    expect(options.last).to_contain_text("agricole")


def test_a_name_chosen_in_the_header_opens_its_page(desk: Desk) -> None:
    expect(proposed(desk, "mamere", "a-propos.html").first).to_be_visible()
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("h1")).to_contain_text("Noël Mamère")


def test_a_name_chosen_on_the_home_page_opens_its_page(desk: Desk) -> None:
    proposed(desk, "mamere", "index.html").first.click()
    expect(desk.page.locator("h1")).to_contain_text("Noël Mamère")


def test_a_name_without_a_page_of_its_own_leads_to_its_questions(desk: Desk) -> None:
    proposed(desk, "giron", "index.html").first.click()
    desk.page.wait_for_url("**/recherche.html?departement=Gironde")
    desk.total(len(expected(lambda r: r.departement == "Gironde")))


def test_a_name_chosen_on_the_search_page_becomes_a_filter(desk: Desk) -> None:
    proposed(desk, "mamere").first.click()
    desk.total(len(expected(lambda r: r.auteur == "Noël Mamère")))
    expect(desk.page.locator("#recherche-q")).to_have_value("")
    expect(desk.page.locator("#filtres-actifs")).to_contain_text("Noël Mamère")


def test_a_word_chosen_is_searched(desk: Desk) -> None:
    proposed(desk, "bibliot").filter(has_text="mot").first.click()
    desk.total(15)


def test_a_word_typed_whole_is_proposed_with_what_it_finds(desk: Desk) -> None:
    word = proposed(desk, "truffe").filter(has_text="mot")
    expect(word).to_have_text("truffemot · 1\u00a0question")


def test_words_joined_by_a_hyphen_are_proposed_with_it(desk: Desk) -> None:
    proposed(desk, "porte").filter(has_text="porte-greffe").click()
    desk.total(1)


def test_the_box_is_a_combobox_that_the_arrows_walk(desk: Desk) -> None:
    options = proposed(desk, "agri")
    box = desk.page.locator("[role=combobox]")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.last).to_contain_text("mot")  # words come behind the names
    desk.page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    desk.page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "x")
    desk.page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")


def test_the_arrows_walk_what_is_proposed_though_results_stand_below(desk: Desk) -> None:
    desk.open("q=forêt")
    box = desk.page.locator("#recherche-q")
    box.fill("")
    box.press_sequentially("gironde", delay=10)
    options = desk.page.locator("[role=option]")
    expect(options.first).to_contain_text("Gironde")
    desk.page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_typing_on_lets_go_of_what_was_pointed_at(desk: Desk) -> None:
    options = proposed(desk, "agri")
    expect(options.last).to_contain_text("mot")
    desk.page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    desk.page.keyboard.type("c")
    expect(options.first).to_have_attribute("aria-selected", "false")
    expect(options.last).to_contain_text("mot")
    assert desk.page.locator("[role=option][aria-selected=true]").count() == 0


def test_escape_closes_the_propositions_and_keeps_what_was_typed(desk: Desk) -> None:
    options = proposed(desk, "mamere")
    expect(options.first).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(desk.page.locator("[role=combobox]")).to_have_value("mamere")


def test_enter_without_a_choice_searches_what_was_typed(desk: Desk) -> None:
    proposed(desk, "tourbière", "index.html")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/recherche.html?q=tourbi*")


def test_names_are_loaded_with_the_focus_and_not_before(desk: Desk) -> None:
    page = desk.open(path="index.html")
    page.wait_for_load_state("networkidle")
    assert not [url for url in desk.requests if "/recherche/" in url]
    with page.expect_response("**/noms.json"):
        page.locator("[role=search] input").focus()


def test_without_names_words_are_still_searched(browser: Browser, page_base: str) -> None:
    with visitor(browser, page_base) as desk:
        desk.page.context.route("**/noms.json", lambda route: route.fulfill(status=404))
        page = desk.open()
        page.fill("#recherche-q", "tourbière")
        page.keyboard.press("Enter")
        desk.answered()
        assert desk.ids()

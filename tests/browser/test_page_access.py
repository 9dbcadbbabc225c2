"""The page for everyone: axe-core, keyboard, screen readers, print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.page_site import Desk, about_forest, expected, visitor
from tests.browser.page_site import desk as desk
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "vendor/axe.min.js").read_text("utf-8")


def empty(desk: Desk) -> None:
    desk.open()


def typing(desk: Desk) -> None:
    page = desk.open()
    page.locator("#recherche-q").press_sequentially("agri", delay=10)
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def results(desk: Desk) -> None:
    page = desk.open("q=forêt&etat=repondue&annee=2014&annee=2015")
    expect(page.locator(".passage").first).to_be_visible()


def years(desk: Desk) -> None:
    page = desk.open("q=forêt&repetitions=sans")
    page.locator("#par-annee > summary").click()
    expect(page.locator("#par-annee tbody tr")).to_have_count(5)


def reference(desk: Desk) -> None:
    desk.open("q=13504")


def no_result(desk: Desk) -> None:
    page = desk.open("q=chênes bibliothèques")
    expect(page.locator("#aide-vide")).to_be_visible()


def misspelt(desk: Desk) -> None:
    desk.open("q=bibliotèques")


def query_error(desk: Desk) -> None:
    desk.open('q=forêt "communale')


def failure(desk: Desk) -> None:
    page = desk.page
    page.route("**/manifest.json", lambda route: route.abort())
    page.goto(f"{desk.base}recherche.html?q=forêt")
    expect(page.locator(".reessayer")).to_be_visible()


def drawer(desk: Desk) -> None:
    page = desk.open("q=forêt")
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("#filtrer")
    expect(page.get_by_role("dialog")).to_be_visible()


def question(desk: Desk) -> None:
    page = desk.open(path="q14/14-13504QE.html#mots=truffe")
    expect(page.locator("mark")).to_be_visible()


def home(desk: Desk) -> None:
    desk.open(path="index.html")


STATES = [
    empty, typing, results, years, reference, no_result, misspelt, query_error, failure, drawer, question,
    home,
]  # fmt: skip


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(
        """async () => (await axe.run(document)).violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`))"""
    )
    return found


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    browser: Browser, page_base: str, state: Callable[[Desk], None], colours: str
) -> None:
    with visitor(browser, page_base, color_scheme=colours) as desk:
        state(desk)
        assert violations(desk.page) == []


def test_the_keyboard_alone_leads_from_the_home_page_to_the_third_result(desk: Desk) -> None:
    page = desk.open(path="index.html")
    page.keyboard.press("/")
    page.keyboard.type("tourbière")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche.html?q=*")
    desk.answered()
    third = desk.ids()[2]
    page.keyboard.press("/")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator(f"[data-id={third}] a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/*-{third.rpartition('QE')[2]}QE.html*")


def test_escape_leads_from_a_result_back_to_the_box(desk: Desk) -> None:
    page = desk.open("q=forêt")
    page.locator("#resultats h3 a").nth(4).focus()
    page.keyboard.press("Escape")
    expect(page.locator("#recherche-q")).to_be_focused()


def test_the_count_is_told_to_screen_readers(desk: Desk) -> None:
    page = desk.open("q=forêt")
    expect(page.get_by_role("status")).to_have_text(
        f"{len(expected(about_forest))} questions trouvées."
    )


def test_the_page_that_one_turns_to_takes_the_focus(desk: Desk) -> None:
    page = desk.open("q=forêt")
    page.get_by_role("link", name="Suivante").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("page 2 sur")
    expect(page.locator("#resultats h3 a").first).to_be_focused()


@pytest.mark.parametrize("state", [results, question, home])
def test_every_stop_of_the_keyboard_shows_itself(desk: Desk, state: Callable[[Desk], None]) -> None:
    """But for boxes, whose frame or knob shows it."""
    state(desk)
    ringed = """() => { const { tagName, outerHTML } = document.activeElement;
        const { outlineStyle } = getComputedStyle(document.activeElement);
        return [tagName, outlineStyle, outerHTML.slice(0, 80)]; }"""
    stops = []
    for _ in range(40):
        desk.page.keyboard.press("Tab")
        stops.append(tuple(desk.page.evaluate(ringed)))
    names = {name for name, _, _ in stops}
    assert {"A", "BUTTON"} <= names
    assert [stop for stop in stops if stop[0] not in ("INPUT", "BODY") and stop[1] == "none"] == []


def test_print_shows_what_was_searched_the_filters_chosen_the_count_and_the_list(
    desk: Desk,
) -> None:
    page = desk.open("q=forêt&etat=repondue")
    page.emulate_media(media="print")
    for hidden in (
        "#filtres",
        "#pages",
        "#exporter",
        ".recherche-boite button",
        ".tri",
        "#filtrer",
    ):
        expect(page.locator(hidden)).to_be_hidden()
    for kept in ("#recherche-q", "#filtres-actifs", "#etat", "#resultats h3 >> nth=0"):
        expect(page.locator(kept)).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 768])
@pytest.mark.parametrize("state", [results, no_result, typing, query_error])
def test_no_state_is_wider_than_the_screen(
    browser: Browser, page_base: str, state: Callable[[Desk], None], width: int
) -> None:
    with visitor(browser, page_base, viewport={"width": width, "height": 800}) as desk:
        state(desk)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width

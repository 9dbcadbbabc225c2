"""The address says everything, and nothing that it says can harm."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.page_site import Desk, about_forest, expected, visitor
from tests.browser.page_site import desk as desk
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site

pytestmark = pytest.mark.browser


def test_a_shared_address_gives_the_same_list_in_another_browser(
    browser: Browser, page_base: str, desk: Desk
) -> None:
    page = desk.open()
    page.fill("#recherche-q", "forêt")
    page.keyboard.press("Enter")
    desk.answered()
    desk.facet("etat", "repondue")
    page.wait_for_url("**etat=repondue*")
    desk.answered()
    page.select_option("select[name=tri]", "ancien")
    page.wait_for_url("**tri=ancien*")
    desk.answered()
    with visitor(browser, page_base, viewport={"width": 390, "height": 800}) as other:
        other.open(page.url.partition("?")[2])
        assert other.ids() == desk.ids()


def test_back_and_forward_undo_and_redo_each_choice(desk: Desk) -> None:
    page = desk.open("q=forêt")
    total = int(page.locator("#resultats").get_attribute("data-total") or 0)
    desk.facet("etat", "repondue")
    page.wait_for_url("**etat=repondue*")
    desk.facet("annee", "2014")
    page.wait_for_url("**annee=2014*")
    page.go_back()
    page.go_back()
    desk.total(total)
    expect(page.locator("#filtres-actifs")).to_be_empty()
    expect(page.locator('input[value="repondue"]')).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#filtres-actifs")).to_contain_text("avec réponse")
    expect(page.locator('input[value="repondue"]')).to_be_checked()


def test_typing_one_word_is_one_step_back(desk: Desk) -> None:
    page = desk.open()
    page.locator("#recherche-q").press_sequentially("tourbière", delay=60)
    page.wait_for_url("**q=tourbi%C3%A8re")
    page.go_back()
    page.wait_for_url("**/recherche.html")
    expect(page.locator("#recherche-q")).to_have_value("")


def test_typing_over_a_search_leaves_that_search_one_step_back(desk: Desk) -> None:
    page = desk.open("q=forêt")
    page.locator("#recherche-q").fill("tourbière")
    page.wait_for_url("**q=tourbi%C3%A8re")
    page.keyboard.press("Enter")
    page.go_back()
    page.wait_for_url("**q=for*")
    desk.total(len(expected(about_forest)))


@pytest.mark.parametrize(
    "q",
    ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "{{7*7}} & <b>", "%00\u202e"],
)
def test_a_hostile_query_is_shown_as_text(desk: Desk, q: str) -> None:
    page = desk.open(f"q={quote(q)}")
    expect(page.locator("#recherche-q")).to_have_value(q.strip())
    assert page.locator("main img, main script, main b").count() == 0


def test_a_hostile_filter_is_shown_as_text_and_finds_nothing(desk: Desk) -> None:
    page = desk.open(f"q=forêt&auteur={quote('<img src=x onerror=alert(1)>')}")
    expect(page.locator("#filtres-actifs .puce")).to_contain_text("<img src=x")
    desk.total(0)
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("value", ["constructor", "toString", "__proto__"])
@pytest.mark.parametrize("facet", ["etat", "delai", "legislature"])
def test_a_filter_named_as_something_of_javascript_is_shown_as_text(
    desk: Desk, facet: str, value: str
) -> None:
    page = desk.open(f"q=forêt&{facet}={value}")
    expect(page.locator("#filtres-actifs .puce")).to_contain_text(value)
    expect(page.locator("#filtres-actifs")).not_to_contain_text("native code")
    desk.total(0)


@pytest.mark.parametrize("legislature", ["99", "quatorze", "-1"])
def test_a_legislature_that_the_index_lacks_finds_nothing(desk: Desk, legislature: str) -> None:
    page = desk.open(f"q=tourbière&legislature={legislature}")
    desk.total(0)
    expect(page.locator("#erreur")).to_be_hidden()
    expect(page.locator("#aide-vide")).to_contain_text("Sans les filtres")


def test_a_thousand_values_of_a_filter_are_cut(desk: Desk) -> None:
    values = "&".join(f"auteur={n}" for n in range(1000))
    page = desk.open(f"q=forêt&auteur={quote('Noël Mamère')}&{values}")
    desk.total(len(expected(lambda r: about_forest(r) and r.auteur == "Noël Mamère")))
    expect(page.locator("#filtres-actifs .puce")).to_have_count(100)


def test_a_malformed_address_is_read_as_far_as_it_goes(desk: Desk) -> None:
    desk.open("q=tourbi%C3%A8re&auteur=&%&=&etat=repondue&date[]=x&tri=%FF")
    desk.total(len(expected(lambda r: bool(r.reponse))))


def test_hostile_words_handed_to_a_question_mark_nothing(desk: Desk) -> None:
    for words in ("%E0%A4%A", "<img src=x>,%3Cb%3E", "*", ",".join(["forêt"] * 5000)):
        page = desk.open(path=f"q14/14-13504QE.html#mots={words}")
        page.reload()
        assert page.locator("main img, main b").count() == 0


def test_a_hundred_kilobytes_of_words_are_cut_and_it_is_said(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.base}recherche.html")
    page.evaluate(
        "() => { history.replaceState(null, '', '?q=' + 'foret+'.repeat(17000));"
        " dispatchEvent(new PopStateEvent('popstate')); }"
    )
    expect(page.locator("#erreur")).to_contain_text("Seuls les 1\u202f000 premiers caractères")
    expect(page.locator("#resultats [data-id]")).to_have_count(20)


def test_an_unknown_parameter_changes_nothing(desk: Desk) -> None:
    desk.open("q=tourbière&couleur=bleu&tri=hasard&page=-3")
    desk.total(len(expected(lambda r: bool(r.reponse))))


def test_a_page_beyond_the_last_is_empty_and_leads_back(desk: Desk) -> None:
    page = desk.open("q=forêt&page=400")
    assert desk.ids() == []
    page.locator("#pages a", has_text="1").first.click()
    desk.answered()
    expect(page.locator("#resultats [data-id]")).to_have_count(20)


@pytest.mark.parametrize("day", ["2014-02-31", "hier", "99999-01-01"])
def test_an_impossible_date_is_said(desk: Desk, day: str) -> None:
    page = desk.open(f"q=forêt&de={day}")
    expect(page.locator("#erreur")).to_contain_text("n’existe pas")


def test_the_title_of_the_tab_says_what_is_searched(desk: Desk) -> None:
    page = desk.open("q=forêt")
    expect(page).to_have_title("forêt – Recherche – Questions écrites")

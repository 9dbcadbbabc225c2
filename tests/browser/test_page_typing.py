"""Words that are not typed to their end."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from parser.question import Question
from tests.browser.page_site import RECORDS, Desk, about_forest, expected
from tests.browser.page_site import desk as desk
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site

pytestmark = pytest.mark.browser

TOLD = (
    "15\u00a0questions trouvées. Aucun texte n’a «\u00a0biblioth\u00a0»\u00a0:"
    " les mots qui commencent ainsi sont cherchés."
)


def about_libraries(record: Question) -> bool:
    return 45 < record.numero <= 60


def typed(desk: Desk, text: str) -> None:
    """Types into the box, and waits for what the list says of it."""
    desk.page.locator("#recherche-q").press_sequentially(text, delay=15)
    desk.page.wait_for_function(
        """q => { const list = document.querySelector('#resultats');
        return list.dataset.q === q && list.getAttribute('aria-busy') === 'false'; }""",
        arg=text.strip(),
    )


def test_half_a_word_finds_the_words_that_begin_so_and_it_is_said(desk: Desk) -> None:
    desk.open()
    typed(desk, "biblioth")
    desk.total(15)
    expect(desk.page.locator("#etat")).to_have_text(TOLD)
    assert set(desk.ids()) == expected(about_libraries)


def test_enter_on_half_a_word_keeps_what_was_found(desk: Desk) -> None:
    desk.open()
    typed(desk, "biblioth")
    before = desk.ids()
    desk.page.keyboard.press("Enter")
    desk.answered()
    assert desk.ids() == before
    expect(desk.page.locator("#etat")).to_have_text(TOLD)
    expect(desk.page.locator("#recherche-q")).to_have_value("biblioth")


def test_the_whole_word_is_searched_once_it_is_typed(desk: Desk) -> None:
    desk.open()
    typed(desk, "biblioth")
    desk.page.locator("#recherche-q").press_sequentially("eques", delay=15)
    desk.page.wait_for_function(
        "() => document.querySelector('#resultats').dataset.q === 'bibliotheques'"
    )
    expect(desk.page.locator("#etat")).to_have_text("15\u00a0questions trouvées.")


def test_a_word_that_a_text_has_is_no_beginning(desk: Desk) -> None:
    page = desk.open("q=bois")
    desk.total(len(expected(lambda r: r.rubrique == "bois et forêts")))
    expect(page.locator("#etat")).not_to_contain_text("commencent")


def test_half_a_word_beside_whole_ones_narrows_them(desk: Desk) -> None:
    desk.open("q=forêt biblioth")
    both = expected(lambda r: about_forest(r) and about_libraries(r))
    assert desk.all_ids() == both


def test_half_a_word_with_a_filter_is_counted_as_it_is_listed(desk: Desk) -> None:
    page = desk.open("q=biblioth&ministere_interroge=Justice")
    wanted = expected(lambda r: about_libraries(r) and r.ministere_interroge == "Justice")
    assert desk.all_ids() == wanted
    box = page.locator("[data-facette=ministere_interroge] li", has_text="Justice")
    expect(box.locator(".facette-total")).to_have_text(str(len(wanted)))


def test_passages_mark_the_words_that_begin_so_and_hand_them_on(desk: Desk) -> None:
    page = desk.open("q=biblioth")
    expect(page.locator(".passage mark").first).to_have_text("bibliothèques")
    page.locator("#resultats h3 a").first.click()
    expect(page.locator("[data-texte] mark").first).to_have_text("bibliothèques")


@pytest.mark.parametrize("q", ['"biblioth"', "bib", "forêt -biblioth zzzz", "auteur:mame"])
def test_what_is_quoted_or_too_short_or_excluded_or_a_field_is_no_beginning(
    desk: Desk, q: str
) -> None:
    page = desk.open(f"q={q}")
    desk.total(0)
    expect(page.locator("#etat")).to_have_text("Aucune question trouvée.")


def test_a_misspelt_word_that_begins_no_other_is_still_proposed_otherwise(desk: Desk) -> None:
    page = desk.open("q=bibliotèques")
    expect(page.locator("#resultats a.proposition").first).to_have_text("bibliothèques")


def test_half_a_word_reads_its_list_once_while_one_types(desk: Desk) -> None:
    desk.open()
    typed(desk, "biblio")
    desk.requests.clear()
    desk.page.locator("#recherche-q").press_sequentially("th", delay=15)
    desk.page.wait_for_function(
        "() => document.querySelector('#resultats').dataset.q === 'biblioth'"
    )
    # counts of the first search may still come
    assert [url for url in desk.requests if re.search(r"/recherche/1[^/]+/[lpf]/", url)] == []


def test_the_empty_page_says_how_many_questions_are_searched(desk: Desk) -> None:
    page = desk.open()
    expect(page.locator("#etat")).to_have_text(
        f"La recherche porte sur {len(RECORDS)}\u00a0questions."
    )


def test_several_words_read_as_beginnings_are_all_named(desk: Desk) -> None:
    page = desk.open("q=biblioth littor")
    desk.total(15)
    expect(page.locator("#etat")).to_contain_text("«\u00a0biblioth\u00a0» ni «\u00a0littor\u00a0»")

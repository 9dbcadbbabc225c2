"""Facets, dates, the sentence that tells them, and the drawer of narrow screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Route, expect

from parser.question import Question
from tests.browser.page_site import Desk, about_forest, expected, visitor
from tests.browser.page_site import desk as desk
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site
from tests.browser.page_site import phone as phone

pytestmark = pytest.mark.browser


def late(record: Question, most: int = 62) -> bool:
    if not record.date_reponse or not record.date_question:
        return False
    return (record.date_reponse - record.date_question).days > most


FACETS: list[tuple[str, str, Callable[[Question], bool]]] = [
    ("auteur", "Noël Mamère", lambda r: r.auteur == "Noël Mamère"),
    ("ministere_interroge", "Justice", lambda r: r.ministere_interroge == "Justice"),
    ("ministere_attributaire", "Justice", lambda r: r.ministere_attributaire == "Justice"),
    ("groupe", "Écologiste", lambda r: r.groupe == "Écologiste"),
    ("rubrique", "enseignement", lambda r: r.rubrique == "enseignement"),
    ("departement", "Gironde", lambda r: r.departement == "Gironde"),
    ("legislature", "13", lambda r: r.legislature == 13),
    ("annee", "2014", lambda r: r.date_question is not None and r.date_question.year == 2014),
    ("etat", "retiree", lambda r: r.etat == "retiree"),
    ("delai", "hors_delai", late),
    ("delai", "plus_d_un_an", lambda r: late(r, 365)),
    ("delai", "dans_le_delai", lambda r: bool(r.date_reponse) and not late(r)),
]


#: A filter beside the one that a test is of, and another for the test of that one.
OTHERS = {
    False: ("groupe", ("Les Républicains", "Écologiste")),
    True: ("ministere_interroge", ("Justice", "Agriculture")),
}


@pytest.mark.parametrize(("facet", "value", "wanted"), FACETS)
def test_each_facet_alone_keeps_its_questions(
    desk: Desk, facet: str, value: str, wanted: Callable[[Question], bool]
) -> None:
    ids = expected(lambda r: about_forest(r) and wanted(r))
    page = desk.open("q=forêt")
    details = page.locator(f"details[data-facette={facet}]")
    details.wait_for()
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    line = details.locator("li", has=page.locator(f'input[value="{value}"]'))
    expect(line.locator(".facette-total")).to_have_text(str(len(ids)))
    line.locator("input").click()
    desk.total(len(ids))
    assert desk.all_ids() == ids
    assert f"{facet}=" in page.url


@pytest.mark.parametrize(("facet", "value", "wanted"), FACETS)
def test_each_facet_with_others_keeps_what_fits_all(
    desk: Desk, facet: str, value: str, wanted: Callable[[Question], bool]
) -> None:
    other, values = OTHERS[facet == OTHERS[False][0]]
    chosen = "".join(f"&{other}={value}" for value in values)
    desk.open(f"q=forêt{chosen}&de=2012-06-01&{facet}={value}")
    ids = expected(
        lambda r: (
            about_forest(r)
            and wanted(r)
            and getattr(r, other) in values
            and r.date_question is not None
            and r.date_question >= date(2012, 6, 1)
        )
    )
    desk.total(len(ids))
    assert desk.all_ids() == ids


def test_the_handles_of_the_period_do_not_cover_each_other(desk: Desk) -> None:
    page = desk.open("q=forêt")
    handles = page.locator(".curseurs input")
    expect(handles).to_have_count(2)
    expect(handles.first).to_be_visible()
    first, last = (handles.nth(n).bounding_box() for n in range(2))
    assert first
    assert last
    assert first["height"] >= 24
    assert last["height"] >= 24
    assert first["y"] + first["height"] <= last["y"]


def test_filters_that_are_there_are_shown_before_those_that_are_not(
    browser: Browser, page_base: str
) -> None:
    with visitor(browser, page_base) as desk:
        held: list[Route] = []
        desk.page.context.route("**/v/etat.bin", lambda route: held.append(route))
        page = desk.open("q=forêt")
        ministries = page.locator("details[data-facette=ministere_interroge]")
        expect(ministries.locator("li").first).to_be_visible()
        expect(page.locator("details[data-facette=etat]")).to_be_hidden()
        assert held
        desk.page.context.route("**/v/etat.bin", lambda route: route.continue_())
        for route in held:
            route.continue_()
        expect(page.locator("details[data-facette=etat] li").first).to_be_visible()


def test_a_list_that_had_many_values_keeps_its_room(desk: Desk) -> None:
    page = desk.open("q=forêt")
    details = page.locator("details[data-facette=auteur]")
    details.locator("summary").click()
    below = page.locator("details[data-facette=ministere_interroge]")
    expect(details.locator("li")).to_have_count(8)
    before = below.bounding_box()
    page.fill("#recherche-q", "truffe")
    desk.total(1)
    expect(details.locator("li")).to_have_count(1)
    after = below.bounding_box()
    assert before
    assert after
    assert after["y"] == before["y"]


def test_two_values_of_a_facet_are_either_of_them(desk: Desk) -> None:
    desk.open("q=forêt&groupe=Écologiste")
    desk.facet("groupe", "Les Républicains")
    groups = ("Écologiste", "Les Républicains")
    ids = expected(lambda r: about_forest(r) and r.groupe in groups)
    desk.total(len(ids))
    assert desk.all_ids() == ids


def test_facets_and_dates_together_keep_what_fits_all(desk: Desk) -> None:
    desk.open("q=forêt&etat=repondue&ministere_interroge=Agriculture&de=2013-01-01&a=2015-12-31")
    first, last = date(2013, 1, 1), date(2015, 12, 31)
    ids = expected(
        lambda r: (
            about_forest(r)
            and r.etat == "repondue"
            and r.ministere_interroge == "Agriculture"
            and r.date_question is not None
            and first <= r.date_question <= last
        )
    )
    assert ids
    assert desk.all_ids() == ids


def test_a_facet_can_be_chosen_without_any_word(desk: Desk) -> None:
    page = desk.open()
    page.click("#filtrer")
    desk.facet("ministere_interroge", "Justice")
    desk.total(len(expected(lambda r: r.ministere_interroge == "Justice")))


def test_the_chosen_filters_read_as_a_sentence(desk: Desk) -> None:
    page = desk.open("q=forêt&auteur=Barbara Pompili&annee=2014&annee=2015&etat=en_attente")
    told = " ".join((page.locator("#filtres-actifs").text_content() or "").split())
    told = told.replace(" (retirer ce filtre)×", "")
    assert told == (
        "Questions de Barbara Pompili, en attente de réponse, posées en 2014 ou 2015. Tout effacer"
    )


def test_a_filter_is_taken_off_by_its_name_in_the_sentence(desk: Desk) -> None:
    page = desk.open("q=forêt&groupe=Écologiste&etat=repondue")
    page.get_by_role("link", name="Écologiste").click()
    desk.total(len(expected(lambda r: about_forest(r) and r.etat == "repondue")))
    assert "groupe" not in page.url
    assert "etat=repondue" in page.url


def test_all_filters_go_at_once_and_the_words_stay(desk: Desk) -> None:
    page = desk.open("q=forêt&groupe=Écologiste&etat=repondue&de=2013-01-01")
    page.get_by_role("link", name="Tout effacer").click()
    desk.total(len(expected(about_forest)))
    expect(page.locator("#recherche-q")).to_have_value("forêt")
    expect(page.locator("#filtres-actifs")).to_be_empty()


def test_a_deputy_is_chosen_by_typing_part_of_the_name_without_accents(desk: Desk) -> None:
    page = desk.open("q=forêt")
    details = page.locator("details[data-facette=auteur]")
    details.locator("summary").click()
    details.get_by_role("searchbox", name="Chercher un député").fill("bereng")
    expect(details.locator(".facette-nom")).to_have_text(["Bérengère Poletti"])
    page.keyboard.press("Enter")
    desk.total(len(expected(lambda r: about_forest(r) and r.auteur == "Bérengère Poletti")))


def test_the_focus_stays_on_the_value_just_ticked(desk: Desk) -> None:
    page = desk.open("q=forêt")
    desk.facet("etat", "repondue")
    desk.total(len(expected(lambda r: about_forest(r) and r.etat == "repondue")))
    expect(page.locator('details[data-facette=etat] input[value="repondue"]')).to_be_focused()


def test_dates_of_answers_are_told_from_dates_of_questions(desk: Desk) -> None:
    page = desk.open("q=forêt&date=reponse&de=2014-01-01&a=2014-12-31")
    ids = expected(
        lambda r: about_forest(r) and r.date_reponse is not None and r.date_reponse.year == 2014
    )
    assert desk.all_ids() == ids
    expect(page.locator("#filtres-actifs")).to_contain_text("dont la réponse est parue entre")


def test_a_period_is_drawn_by_dragging_over_the_histogram(desk: Desk) -> None:
    page = desk.open("q=forêt")
    bars = page.locator(".barres")
    expect(bars.locator("i").first).to_be_attached()
    page.wait_for_load_state("networkidle")  # counts that still come would move it away
    bars.hover()  # waits until it stands still
    box = bars.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.999, box["y"] + 20, steps=4)
    page.mouse.up()
    page.wait_for_url("**de=20*")
    desk.answered()
    first = date.fromisoformat(page.locator("input[name=de]").input_value())
    desk.total(
        len(
            expected(
                lambda r: (
                    about_forest(r) and r.date_question is not None and r.date_question >= first
                )
            )
        )
    )


def test_a_period_is_chosen_with_the_keyboard(desk: Desk) -> None:
    page = desk.open("q=forêt")
    slider = page.get_by_role("slider", name="Début de la période")
    expect(slider).to_have_attribute("aria-valuetext", "janvier 2012")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**de=2012-02-01*")


def test_filters_stand_beside_the_results_on_wide_screens(desk: Desk) -> None:
    page = desk.open("q=forêt")
    expect(page.locator("#filtres .facette").first).to_be_visible()
    expect(page.locator("#filtrer")).to_be_hidden()


def test_on_a_telephone_results_are_in_sight_at_once(phone: Desk) -> None:
    page = phone.open("q=forêt&etat=repondue")
    expect(page.locator("#resultats h3").first).to_be_in_viewport()
    expect(page.locator(".facette").first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_drawer_filters_and_says_how_many_questions_are_left(phone: Desk) -> None:
    page = phone.open("q=forêt&annee=2014")
    expect(page.locator("#filtrer")).to_have_text("Filtrer (1)")
    page.click("#filtrer")
    expect(page.get_by_role("dialog", name="Filtres")).to_be_visible()
    phone.facet("etat", "repondue")
    ids = expected(
        lambda r: (
            about_forest(r)
            and r.etat == "repondue"
            and r.date_question is not None
            and r.date_question.year == 2014
        )
    )
    page.get_by_role("button", name=f"Voir {len(ids)} questions").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert set(phone.ids()) == ids


def test_escape_closes_the_drawer_and_gives_the_focus_back(phone: Desk) -> None:
    page = phone.open("q=forêt")
    page.click("#filtrer")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#filtrer")).to_be_focused()

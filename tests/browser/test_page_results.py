"""Results: cards, passages, order, pages, and the words handed on to the question."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from exports.cells import safe
from publisher.cards import card_html
from tests.browser.page_site import RECORDS, Desk, about_forest, expected, visitor
from tests.browser.page_site import desk as desk
from tests.browser.page_site import page_base as page_base
from tests.browser.page_site import page_site as page_site
from tests.browser.page_site import phone as phone
from tests.exports.test_exports import MARKS
from tests.site.conftest import make_question

pytestmark = pytest.mark.browser

SOURCES = Path(__file__).parents[2] / "search" / "browser" / "page"

SHIFTS = """() => { window.shifts = 0; new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({type: 'layout-shift', buffered: true}); }"""


def test_results_come_as_one_types(desk: Desk) -> None:
    page = desk.open()
    page.locator("#recherche-q").press_sequentially("bibliothèques", delay=15)
    page.wait_for_url("**q=biblioth%C3%A8ques")
    desk.answered()
    desk.total(len(expected(lambda r: 45 < r.numero <= 60)))


def test_a_card_says_what_the_lists_of_the_site_say(desk: Desk) -> None:
    page = desk.open("q=forêt&auteur=Noël Mamère&annee=2013")
    record = next(r for r in RECORDS if r.numero == 16 or r.id in desk.ids())
    card = page.locator(f"[data-id={desk.ids()[0]}]")
    record = next(r for r in RECORDS if r.id == desk.ids()[0])
    heading = (record.rubrique or "").capitalize()
    expect(card.locator("h3")).to_have_text(
        f"{heading} – {record.titre} – suivin°\u00a0{record.numero}"
    )
    expect(card).to_contain_text("Noël Mamère (Écologiste)")
    expect(card).to_contain_text(record.ministere_interroge or "")


@pytest.mark.parametrize("title", ["établissements scolaires, " * 20, "é" * 300, "é" * 200])
def test_a_long_heading_is_cut_as_in_the_lists_of_the_site(desk: Desk, title: str) -> None:
    result = {"id": "QANR5L14QE1", "adresse": "q14/14-1QE.html", "numero": 1, "titre": title}
    page = desk.open("q=truffe")
    # the site has this module in a bundle alone
    page.route(
        "**/moteur/page/*.js",
        lambda route: route.fulfill(path=SOURCES / Path(route.request.url).name),
    )
    shown = page.evaluate(
        """async ({ base, result }) => {
        const { card } = await import(base + 'recherche/moteur/page/card.js');
        const made = card({ ...result, legislature: 14 }, new URL(base), { cles: [], debuts: [] });
        return made.querySelector('h3').textContent;
    }""",
        {"base": desk.base, "result": result},
    )
    listed = card_html(make_question(1, titre=title)).decode()
    assert shown.partition("n°")[0] == listed.partition('">')[2].partition("<span>")[0]


@pytest.mark.parametrize(("numero", "days"), [(3, "30"), (6, "100")])
def test_a_card_says_after_how_many_days_the_answer_came(
    desk: Desk, numero: int, days: str
) -> None:
    page = desk.open(f"q=dossier {numero}&etat=repondue")
    card = page.locator(f"[data-id=QANR5L14QE{numero}], [data-id=QANR5L13QE{numero}]").first
    expect(card).to_contain_text(f"(en\u00a0{days}\u00a0jours)")


def test_passages_are_labelled_and_their_words_marked(desk: Desk) -> None:
    page = desk.open("q=forêt&etat=repondue")
    card = page.locator("#resultats > li").first
    expect(card.locator(".passage-reponse .passage-origine")).to_have_text("réponse")
    expect(card.locator(".passage-reponse mark")).to_have_text("forêt")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_results_and_passages_arrive(
    browser: Browser, page_base: str, width: int
) -> None:
    with visitor(browser, page_base, viewport={"width": width, "height": 800}) as desk:
        desk.page.add_init_script(f"({SHIFTS})()")
        page = desk.open("q=forêt&etat=repondue")
        expect(page.locator(".passage").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shifts") <= 0.02


def test_twenty_questions_a_page_and_none_twice(desk: Desk) -> None:
    desk.open("q=forêt")
    assert len(desk.ids()) == 20
    assert desk.all_ids() == expected(about_forest)


def test_the_newest_and_the_oldest_come_first_when_asked(desk: Desk) -> None:
    page = desk.open("q=forêt")
    by_day = sorted(r.date_question for r in RECORDS if about_forest(r) and r.date_question)
    page.select_option("select[name=tri]", "ancien")
    page.wait_for_url("**tri=ancien*")
    desk.answered()
    days = {r.id: r.date_question for r in RECORDS}
    assert [days[one] for one in desk.ids()] == by_day[:20]
    page.select_option("select[name=tri]", "recent")
    page.wait_for_url("**tri=recent*")
    desk.answered()
    assert [days[one] for one in desk.ids()] == by_day[::-1][:20]


def test_the_words_searched_are_marked_on_the_question(desk: Desk) -> None:
    page = desk.open("q=chêne&etat=repondue")
    page.locator("#resultats h3 a").first.click()
    expect(page.locator("[data-texte=question] mark").first).to_have_text("chênes")


def test_one_goes_from_mark_to_mark_by_buttons_and_by_keys(desk: Desk) -> None:
    page = desk.open(path="q14/14-36QE.html#mots=forêt,retraite,agri*,commun*")
    bar = page.get_by_role("group", name="Mots de la recherche")
    expect(bar).to_be_visible()
    count = page.locator("[data-texte] mark").count()
    assert count > 2
    expect(bar.get_by_role("status")).to_contain_text(f"1 sur {count}")
    bar.get_by_role("button", name="Mot suivant").click()
    expect(page.locator("mark.courante")).to_have_text(page.locator("mark").nth(1).inner_text())
    page.keyboard.press("n")
    expect(bar.get_by_role("status")).to_contain_text(f"3 sur {count}")
    for _ in range(3):
        page.keyboard.press("p")
    expect(bar.get_by_role("status")).to_contain_text(f"{count} sur {count}")
    page.keyboard.press("/")
    page.keyboard.type("np")
    expect(bar.get_by_role("status")).to_contain_text(f"{count} sur {count}")
    bar.get_by_role("button", name="Ne plus marquer").click()
    expect(bar).to_have_count(0)
    expect(page.locator("mark")).to_have_count(0)
    assert "#" not in page.url


def test_a_page_that_no_search_led_to_has_no_way_from_mark_to_mark(desk: Desk) -> None:
    page = desk.open(path="q14/14-36QE.html#mots=introuvable")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".marques")).to_have_count(0)


def test_a_question_opened_by_itself_has_no_mark_and_loads_nothing_of_the_search(
    desk: Desk,
) -> None:
    page = desk.open(path="q14/14-13504QE.html")
    page.wait_for_load_state("networkidle")
    expect(page.locator("mark")).to_have_count(0)
    assert not [url for url in desk.requests if "/recherche/" in url]


def test_marks_asked_by_a_hostile_address_are_only_words(desk: Desk) -> None:
    page = desk.open(path="q14/14-13504QE.html#mots=<img src=x onerror=alert(1)>,truffe,%E0%A4%A")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-texte] img")).to_have_count(0)
    page = desk.open(path="q14/14-13504QE.html?x#mots=truffe,<b>")
    expect(page.locator("[data-texte] mark")).to_have_text("truffe")


def test_old_results_stay_until_new_ones_come(desk: Desk) -> None:
    page = desk.open("q=bibliothèques")
    before = desk.ids()
    page.evaluate(
        """() => { const list = document.querySelector('#resultats'); window.fewest = 99;
        new MutationObserver(() => { fewest = Math.min(fewest, list.childElementCount); })
          .observe(list, {childList: true}); }"""
    )
    page.fill("#recherche-q", "tourbière")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=tourbi*")
    desk.answered()
    assert set(desk.ids()) != set(before)
    assert page.evaluate("window.fewest") > 0


def test_a_search_made_again_asks_for_nothing(desk: Desk) -> None:
    page = desk.open("q=tourbière")
    before = desk.ids()
    page.fill("#recherche-q", "bibliothèques")
    page.keyboard.press("Enter")
    desk.total(15)
    page.wait_for_load_state("networkidle")
    desk.requests.clear()
    page.go_back()
    page.wait_for_url("**q=tourbi*")
    desk.answered()
    assert desk.ids() == before
    assert not [url for url in desk.requests if "/recherche/1" in url]


def test_a_slow_line_is_told_what_it_waits_for(desk: Desk) -> None:
    page = desk.page

    def slowly(route: Route) -> None:
        time.sleep(1.5)
        route.continue_()

    page.route("**/manifest.json", slowly)
    page.goto(f"{desk.base}recherche.html?q=forêt")
    expect(page.locator("#etat")).to_have_text("Chargement de la recherche…")
    desk.answered()
    expect(page.locator("#etat")).to_contain_text("questions trouvées")


def test_the_count_stands_while_the_last_cards_come(desk: Desk) -> None:
    page = desk.page
    held: list[Route] = []
    page.context.route("**/14-*/c/**", lambda route: held.append(route))
    page.goto(f"{desk.base}recherche.html?q=forêt&tri=ancien")
    count = f"{len(expected(about_forest))} questions trouvées."
    expect(page.locator("#resultats [data-id]")).to_have_count(5)
    page.wait_for_timeout(1000)  # the page says after 800 ms what it waits for, if nothing is there
    expect(page.locator("#etat")).to_have_text(count)
    page.context.route("**/14-*/c/**", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.locator("#resultats [data-id]")).to_have_count(20)
    expect(page.locator("#etat")).to_have_text(count)


def test_half_a_reference_leads_to_its_page(desk: Desk) -> None:
    page = desk.open()
    page.fill("#recherche-q", "14-13504")
    page.keyboard.press("Enter")
    page.locator("#references a").click()
    expect(page.locator("h1")).to_have_text("=somme(1;2)")


def test_all_questions_found_are_exported_and_their_number_told_before(desk: Desk) -> None:
    page = desk.open("q=forêt")
    ids = expected(about_forest)
    button = page.locator("#exporter button")
    expect(button).to_contain_text(f"Exporter les {len(ids)}\u00a0questions (CSV, environ")
    with page.expect_download() as download:
        button.click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    head, *lines = text.split("\r\n")[:-1]
    assert head.startswith("id;legislature;type;numero;rubrique;titre")
    assert {line.split(";")[0] for line in lines} == ids
    assert all(line.endswith(".html") for line in lines)


def test_an_exported_title_is_no_formula_for_a_spreadsheet(desk: Desk) -> None:
    page = desk.open("q=truffe")
    with page.expect_download() as download:
        page.locator("#exporter button").click()
    assert '"\'=somme(1;2)"' in download.value.path().read_text("utf-8")


def test_cells_are_as_safe_as_those_of_the_exports(desk: Desk) -> None:
    page = desk.open("q=truffe")
    made = page.evaluate(
        """async ({ base, values }) => {
        const { cell } = await import(base + 'recherche/moteur/interface-export.js');
        return values.map(cell);
    }""",
        {"base": desk.base, "values": list(MARKS)},
    )
    text = "\r\n".join(made)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert [row[0] for row in rows] == [safe(mark) for mark in MARKS]

"""The search page: its address, its list, its cards, and what it says when something fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser.engine_browser import chromium as chromium
from tests.browser.engine_browser import ids, search
from tests.browser.engine_site import question, write_site
from tests.server import served

pytestmark = pytest.mark.browser

NASTY = 'Texte <img src=x onerror="document.title=1"> & <script>document.title=2</script> piégé.'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    records = [
        question(
            number,
            "Il interroge sur la forêt communale et ses chênes.",
            auteur="Marie-George Buffet" if number % 2 else "Charles de Courson",
            date_question=date(2013 + number % 3, 5, 7),
        )
        for number in range(1, 46)
    ]
    records.append(
        question(
            55901,
            "La truffe est menacée.",
            titre="<b>Truffes</b>",
            rubrique="Agriculture",
            analyse="protection",
            etat="repondue",
            ministere_interroge="Agriculture",
            ministere_attributaire="Écologie",
            page_question=3995,
            date_reponse=date(2014, 7, 29),
            page_reponse=6524,
            reponse=("Le Gouvernement protège la truffe noire.",),
        )
    )
    records.append(question(900, NASTY))
    records.append(question(901, "Il cite la question n° 55901 et l’année 2014."))
    write_site(records, folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield f"{address}/recherche.html"


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    yield page
    context.close()


def settled(page: Page, q: str) -> None:
    page.wait_for_function(
        """q => { const list = document.querySelector('#resultats');
        return list.dataset.q === q && list.getAttribute('aria-busy') === 'false'; }""",
        arg=q,
    )


def test_the_engine_comes_with_the_page_and_nothing_of_the_lists(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(address, wait_until="networkidle")
    manifests = ["manifest.json", "index.json"]
    scripts = ["interface.js", "interface-filters.js"]
    told = [name for name in asked if name != "worker.js"]  # not all browsers tell of it
    assert sorted(told) == sorted(["recherche.html", *scripts, *manifests])


def test_a_narrow_page_asks_for_no_filters_before_they_are_opened(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}?q=truffe")
    settled(page, "truffe")
    page.wait_for_timeout(300)
    assert "interface-filters.js" not in asked


def test_what_the_address_says_is_what_is_searched(page: Page, address: str) -> None:
    page.goto(f"{address}?q=forêt&auteur=Marie-George Buffet&annee=2014&tri=ancien")
    settled(page, "forêt")
    assert page.input_value("#recherche-q") == "forêt"
    assert page.get_attribute("#resultats", "data-total") == "8"
    assert page.input_value("select[name=tri]") == "ancien"


def test_back_and_forth_follow_the_address(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "truffe")
    search(page, "forêt")
    page.go_back()
    settled(page, "truffe")
    assert ids(page) == ["QANR5L14QE55901"]
    page.go_forward()
    settled(page, "forêt")
    assert "q=for" in page.url


def test_twenty_results_a_page_and_links_to_the_others(page: Page, address: str) -> None:
    page.goto(address)
    first = search(page, "forêt")
    assert len(first) == 20
    assert page.get_attribute("#resultats", "data-total") == "45"
    page.click("#pages a[rel=next]")
    page.wait_for_function("() => new URL(location).searchParams.get('page') === '2'")
    page.wait_for_function(
        "first => document.querySelector('#resultats [data-id]')?.dataset.id !== first",
        arg=first[0],
    )
    settled(page, "forêt")
    second = ids(page)
    assert len(second) == 20
    assert not set(first) & set(second)


def test_a_card_says_who_whom_and_when_and_marks_the_words(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "truffes")
    card = page.locator("#resultats [data-id]")
    expect(card).to_contain_text("<b>Truffes</b>")
    expect(card).to_contain_text("n° 55901")
    expect(card).to_contain_text("14e législature")
    expect(card).to_contain_text("Xx Yy")
    expect(card).to_contain_text("Agriculture (réponse : Écologie)")
    expect(card).to_contain_text("20 mai 2014")
    expect(card).to_contain_text("29 juillet 2014")
    href = page.get_attribute("#resultats a.resultat-titre", "href") or ""
    assert href.partition("#")[0].endswith("/q14/14-55901QE.html")
    expect(card.locator(".passage-question mark")).to_have_text("truffe")
    expect(card.locator(".passage-reponse")).to_contain_text("réponse Le Gouvernement protège")


def test_text_of_documents_is_never_markup(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "piégé")
    expect(page.locator("#resultats .passage-question")).to_contain_text("<script>")
    assert page.title() == "piégé – Recherche"
    assert page.locator("#resultats img, #resultats script").count() == 0


@pytest.mark.parametrize(
    "q",
    [
        "55901",
        "n° 55901",
        "55 901",
        "14-55901",
        "QANR5L14QE55901",
        "https://questions.assemblee-nationale.fr/q14/14-55901QE.htm",
        "JO 29/07/2014 p. 6524",
        "JO du 29 juillet 2014 page 6524",
        "JO du 20/05/2014, page 3995",
    ],
)
def test_a_reference_puts_its_question_above_the_results(page: Page, address: str, q: str) -> None:
    page.goto(address)
    search(page, q)
    assert ids(page, "#references") == ["QANR5L14QE55901"]


def test_a_number_is_searched_too(page: Page, address: str) -> None:
    page.goto(address)
    assert search(page, "55901") == ["QANR5L14QE901"]
    assert search(page, "2014") == ["QANR5L14QE901"]
    assert page.get_attribute("#resultats", "data-total") == "1"


def test_an_error_is_underlined_and_the_rest_is_searched(page: Page, address: str) -> None:
    page.goto(address)
    assert search(page, 'truffe "menacée')
    expect(page.locator("#erreur .erreur-lieu")).to_have_text('"menacée')
    expect(page.locator("#erreur")).to_contain_text("ne sont pas fermés")
    assert search(page, "objet:truffe") == ["QANR5L14QE55901"]
    expect(page.locator("#erreur .erreur-lieu")).to_have_text("objet:")
    search(page, "truffe OU")
    expect(page.locator("#erreur .erreur-lieu")).to_have_text("OU")
    search(page, "tr*")
    expect(page.locator("#erreur")).to_contain_text("trois lettres")


def test_results_come_while_one_types(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#recherche-q").press_sequentially("truffe", delay=20)
    settled(page, "truffe")
    assert ids(page) == ["QANR5L14QE55901"]


def test_the_count_is_told_in_french(page: Page, address: str) -> None:
    page.goto(address)
    search(page, "forêt")
    expect(page.locator("#etat")).to_have_text("45 questions trouvées.")
    search(page, "truffe")
    expect(page.locator("#etat")).to_have_text("1 question trouvée.")
    search(page, "zzyzx")
    expect(page.locator("#etat")).to_have_text("Aucune question trouvée.")


def test_a_facet_filters_and_says_how_many(page: Page, address: str) -> None:
    page.goto(f"{address}?q=forêt")
    settled(page, "forêt")
    page.click("details[data-facette=auteur] summary")
    line = page.locator("details[data-facette=auteur] li", has_text="Courson")
    expect(line.locator(".facette-total")).to_have_text("22")
    line.locator("input").check()
    page.wait_for_function("() => document.querySelector('#resultats').dataset.total === '22'")
    assert "auteur=Charles+de+Courson" in page.url


def test_the_same_query_again_asks_nothing(page: Page, address: str) -> None:
    asked: list[str] = []
    under_way: set[str] = set()

    def begins(request: Request) -> None:
        asked.append(request.url)
        under_way.add(request.url)

    page.on("request", begins)
    page.on("requestfinished", lambda request: under_way.discard(request.url))
    page.on("requestfailed", lambda request: under_way.discard(request.url))

    def calm() -> None:
        """Until nothing was asked for during half a second."""
        before = -1
        while under_way or before != len(asked):
            before = len(asked)
            page.wait_for_timeout(500)

    page.goto(address)
    for words in ("truffe noire", "forêt"):
        search(page, words)
        calm()
    asked.clear()
    search(page, "truffe noire")
    calm()
    assert asked == []


def break_files(page: Page, pattern: str, answer: dict[str, Any] | None) -> None:
    """Answers some files otherwise; None cuts the line."""

    def handle(route: Route) -> None:
        if answer is None:
            route.abort("connectionreset")
        else:
            route.fulfill(**answer)

    page.context.route(pattern, handle)


@pytest.mark.parametrize(
    ("pattern", "answer", "sentence"),
    [
        ("**/l/0/*.bin", None, "La connexion a été interrompue."),
        ("**/l/0/*.bin", {"status": 404, "body": ""}, "manque"),
        ("**/l/0/*.bin", {"status": 200, "body": "<html>pas un index</html>"}, "illisible"),
        ("**/index.json", {"status": 200, "body": '{"version": 99}'}, "Rechargez-la"),
        ("**/manifest.json", {"status": 200, "body": '{"version": 99}'}, "Rechargez-la"),
        ("**/manifest.json", {"status": 200, "body": "<html>"}, "illisible"),
    ],
)
def test_a_failure_is_said_and_can_be_tried_again(
    page: Page, address: str, pattern: str, answer: dict[str, Any] | None, sentence: str
) -> None:
    break_files(page, pattern, answer)
    page.goto(address)
    page.fill("#recherche-q", "truffe")
    page.press("#recherche-q", "Enter")
    expect(page.locator("#erreur")).to_contain_text(sentence)
    # the search of what is typed may fail before that of Enter does: both are over before one tries again
    expect(page.locator("#resultats")).to_have_attribute("aria-busy", "false")
    page.context.unroute(pattern)
    page.locator("#recherche-q").blur()  # the completion closes: nothing moves under the pointer
    page.click("#erreur button")  # once more, or the page anew where its index is another
    settled(page, "truffe")
    assert ids(page) == ["QANR5L14QE55901"]
    expect(page.locator("#erreur")).to_be_hidden()


def test_results_are_counted_when_their_cards_are_lost(page: Page, address: str) -> None:
    page.goto(address)
    break_files(page, "**/c/0/*.bin", {"status": 404, "body": ""})
    page.fill("#recherche-q", "truffe")
    page.press("#recherche-q", "Enter")
    expect(page.locator("#resultats .resultat-erreur")).to_contain_text("n’a pas pu être chargée")
    expect(page.locator("#etat")).to_have_text("1 question trouvée.")
    expect(page.locator("#resultats")).to_have_attribute("aria-busy", "false")
    page.context.unroute("**/c/0/*.bin")
    page.locator("#recherche-q").blur()
    page.click("#resultats .resultat-erreur button")
    expect(page.locator("#resultats [data-id]")).to_have_count(1)


def test_an_index_without_positions_says_that_it_has_no_phrases(
    chromium: Browser, tmp_path: Path
) -> None:
    write_site([question(1, "La forêt communale.")], tmp_path, positions=False)
    with served(tmp_path) as address:
        page = chromium.new_page()
        page.goto(f"{address}/recherche.html")
        assert search(page, '"communale forêt"') == ["QANR5L14QE1"]
        expect(page.locator("#erreur")).to_contain_text("cherchés séparément")
        page.close()


def test_the_console_stays_empty(page: Page, address: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    for q in ("forêt", '"truffe noire"', "chên*", "auteur:buffet", "zzyzx", "55901", "-forêt"):
        search(page, q)
    assert said == []


def test_the_engine_is_typed_by_its_own_index(folder: Path) -> None:
    manifest = json.loads((folder / "recherche/manifest.json").read_text("utf-8"))
    assert manifest["version"] == 3
    assert manifest["positions"] is True

"""Journeys in Chromium: what is followed in one build of the site has its news in the next."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from parser.question import Question
from tests.server import served
from tests.site.conftest import ROOT, build, make_question

pytestmark = pytest.mark.browser

AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")
#: Calls that a browser refuses where its reader forbids sites to keep anything.
FORBIDDEN = """Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('refused', 'SecurityError'); } });"""


def about(numero: int, day: date, words: str, answered: date | None = None) -> Question:
    return make_question(
        numero,
        titre=f"dossier {numero}",
        rubrique="énergie",
        auteur="Ève Durand",
        ministere_interroge="Écologie",
        date_question=day,
        etat="repondue" if answered else "en_attente",
        date_reponse=answered,
        question=(f"Elle interroge sur {words}.",),
        reponse=("Le Gouvernement y veille.",) if answered else (),
    )


FIRST = [
    about(1, date(2014, 1, 7), "les éoliennes en mer"),
    about(2, date(2014, 1, 14), "les éoliennes et le bruit"),
    about(3, date(2014, 1, 14), "le gaz"),
]
#: A week later: two more, an older one that was missing, and an answer.
SECOND = [
    about(1, date(2014, 1, 7), "les éoliennes en mer", date(2014, 1, 21)),
    *FIRST[1:],
    about(4, date(2014, 1, 21), "les éoliennes et les oiseaux"),
    about(5, date(2014, 1, 21), "les éoliennes anciennes"),
    about(6, date(2013, 12, 3), "les éoliennes d’hier"),
]


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("follow")
    return build(FIRST, folder / "first").site, build(SECOND, folder / "second").site


#: Whether the day that the news of the last followed search count from is kept.
HAS_ITS_DAY = """() => {
    let kept = window.name;
    try { kept = localStorage["suivi /"] ?? kept; } catch {}
    return Boolean(JSON.parse(kept.slice(kept.indexOf("{"))).recherches[0].vu);
}"""


class Reader:
    """Somebody with one browser, and a site that is published anew."""

    def __init__(self, context: BrowserContext, base: str, publish: Callable[[], None]) -> None:
        self.context, self.base, self._publish = context, base, publish
        self.said: list[str] = []
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        return page

    def publish(self) -> None:
        """While nobody reads: what a page still asks for would be gone for a moment."""
        self.page.goto("about:blank")
        self._publish()

    def open(self, address: str) -> Page:
        self.page.goto(f"{self.base}/{address}")
        return self.page

    def follow(self, address: str) -> None:
        page = self.open(address)
        page.get_by_role("button", name="Suivre cette").click()
        expect(page.get_by_role("button", name="Ne plus suivre cette")).to_be_visible()
        if address.startswith("recherche.html"):
            page.wait_for_function(HAS_ITS_DAY)

    def list(self) -> Page:
        page = self.open("suivi.html")
        expect(page.locator("#suivi")).to_have_attribute("aria-busy", "false")
        return page


@pytest.fixture
def reader(browser: Browser, builds: tuple[Path, Path], tmp_path: Path) -> Iterator[Reader]:
    first, second = builds
    site = tmp_path / "site"
    shutil.copytree(first, site)

    def publish() -> None:
        shutil.rmtree(site)
        shutil.copytree(second, site)

    with served(site) as base:
        context = browser.new_context(locale="fr-FR")
        reader = Reader(context, base, publish)
        yield reader
        assert reader.said == []
        context.close()


def text(page: Page, selector: str) -> str:
    return page.locator(selector).inner_text().replace("\xa0", " ").replace("\u202f", " ")


def test_a_followed_search_tells_what_is_new_since_the_last_visit(reader: Reader) -> None:
    reader.follow("recherche.html?q=éoliennes&tri=recent")
    page = reader.list()
    entry = ".suivis > li"
    assert "Rien de nouveau depuis le JO du 14 janvier 2014 ; 2 questions en tout." in text(
        page, entry
    )
    expect(page.get_by_role("status")).to_contain_text("Rien de nouveau.")
    reader.publish()
    page = reader.list()
    told = text(page, entry)
    assert "« éoliennes »" in told
    assert "2 nouvelles questions, 1 nouvelle réponse, 1 question plus ancienne en plus" in told
    assert "depuis votre visite (JO du 14 janvier 2014) ; 5 questions en tout." in told
    page.get_by_role("link", name="2 nouvelles questions").click()
    expect(page.locator("#resultats > [data-id]")).to_have_count(2)
    ids = page.locator("#resultats > [data-id]").evaluate_all(
        "all => all.map(one => one.dataset.id)"
    )
    assert set(ids) == {"QANR5L14QE4", "QANR5L14QE5"}
    page = reader.list()
    page.get_by_role("button", name="Tout marquer comme vu").click()
    expect(page.get_by_role("status")).to_contain_text("Rien de nouveau.")
    assert "Rien de nouveau depuis le JO du 21 janvier 2014 ; 5 questions" in text(page, entry)
    expect(page.get_by_role("button", name="Tout marquer comme vu")).to_be_hidden()


def test_a_watched_question_tells_that_its_term_is_over(browser: Browser, tmp_path: Path) -> None:
    asked = [
        about(1, date(2014, 11, 30), "le gaz"),
        about(2, date(2014, 12, 31), "le gaz"),
        make_question(3, legislature=13, date_question=date(2012, 3, 6)),
    ]
    site = build(asked, tmp_path, au=date(2015, 3, 1)).site
    with served(site) as base:
        context = browser.new_context(locale="fr-FR")
        reader = Reader(context, base, lambda: None)
        reader.follow("q14/14-1QE.html")
        reader.follow("q14/14-2QE.html")
        reader.follow("q13/13-3QE.html")
        page = reader.list()
        assert [text(page, f".suivis > li:nth-child({at}) .etat") for at in (3, 2, 1)] == [
            "Sans réponse, 91 jours après sa publication : délai de deux mois échu le 30 janvier 2015.",
            "Sans réponse, 60 jours après sa publication : délai de deux mois échu le 28 février 2015.",
            "Sans réponse ; la législature a pris fin.",
        ]
        assert reader.said == []
        context.close()


@pytest.mark.parametrize(
    ("search", "told"),
    [
        # found by a word of its answer: older, and no other than the one that was answered
        ("?q=veille", "1 nouvelle réponse, 1 question plus ancienne en plus depuis"),
        ("?etat=repondue", "1 nouvelle réponse depuis"),
        ("?delai=dans_le_delai&delai=hors_delai", "1 nouvelle réponse depuis"),
        (
            "?etat=repondue&etat=en_attente",
            "2 nouvelles questions, 1 nouvelle réponse, 1 question plus ancienne en plus depuis",
        ),
        ("?etat=en_attente&q=éoliennes", "2 nouvelles questions depuis"),
    ],
)
def test_what_an_answer_brings_into_a_search_is_not_told_as_another_question(
    reader: Reader, search: str, told: str
) -> None:
    """Of the questions that were there before, so many were found: see `FIRST`."""
    before = {"?q=veille": 0, "?etat=repondue": 0, "?etat=en_attente&q=éoliennes": 2}
    reader.publish()
    page = reader.open("suivi.html")
    total = before.get(search, 0 if "delai" in search else 3)
    keep(page, recherches=[{"adresse": search, "vu": "2014-01-14", "total": total}])
    assert told in text(reader.list(), ".suivis > li")


def test_a_watched_question_tells_that_it_was_answered(reader: Reader) -> None:
    reader.follow("q14/14-1QE.html")
    reader.follow("q14/14-3QE.html")
    page = reader.list()
    first = ".suivis > li:nth-child(2)"
    assert "Sans réponse, 7 jours après sa publication." in text(page, first)
    reader.publish()
    page = reader.list()
    assert "Répondue depuis votre visite, le 21 janvier 2014." in text(page, first)
    assert "Sans réponse, 7 jours" in text(page, ".suivis > li:nth-child(1)")
    expect(page.get_by_role("status")).to_contain_text("1 nouveauté.")
    page.get_by_role("button", name="Tout marquer comme vu").click()
    expect(page.get_by_role("status")).to_contain_text("Rien de nouveau.")
    assert "Répondue, le 21 janvier 2014." in text(page, first)
    page.locator(first).get_by_role("link").click()
    page.get_by_role("button", name="Ne plus suivre cette question").click()
    expect(page.get_by_role("button", name="Suivre cette question")).to_be_visible()
    expect(reader.list().locator(".suivis > li")).to_have_count(1)


def test_the_keyboard_alone_follows_and_forgets(reader: Reader) -> None:
    page = reader.open("recherche.html?q=éoliennes")
    page.get_by_role("button", name="Suivre cette recherche").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ne plus suivre cette recherche")).to_be_focused()
    page = reader.list()
    page.get_by_role("button", name="Ne plus suivre « éoliennes »").focus()
    page.keyboard.press("Space")
    expect(page.locator(".suivis")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_the_button_follows_what_the_address_says(reader: Reader) -> None:
    reader.follow("recherche.html?q=éoliennes")
    page = reader.page
    page.get_by_role("searchbox").fill("gaz")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Suivre cette recherche", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Ne plus suivre cette recherche")).to_be_visible()
    page.goto(f"{reader.base}/recherche.html")
    expect(page.locator("#suivre")).to_be_hidden()


def test_a_list_is_exported_and_imported_elsewhere(
    reader: Reader, tmp_path: Path, browser: Browser
) -> None:
    reader.follow("recherche.html?q=éoliennes&etat=en_attente")
    reader.follow("q14/14-1QE.html")
    page = reader.list()
    with page.expect_download() as download:
        page.get_by_role("button", name="Exporter la liste").click()
    file = tmp_path / "liste.json"
    download.value.save_as(file)
    assert json.loads(file.read_bytes())["questions"][0]["page"] == "q14/14-1QE"
    page.evaluate("localStorage.clear()")
    page = reader.list()
    expect(page.locator(".suivis > li")).to_have_count(0)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("status")).to_contain_text("2 entrées ajoutées.")
    expect(page.locator(".suivis > li")).to_have_count(2)
    assert "« éoliennes », questions en attente de réponse" in text(page, ".suivis >> nth=0")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("status")).to_contain_text("Tout y était déjà.")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "null",
        '{"format": "autre", "version": 1}',
        '{"format": "suivi-questions-ecrites", "version": 2}',
    ],
)
def test_a_file_that_is_no_list_changes_nothing(
    reader: Reader, tmp_path: Path, content: str
) -> None:
    reader.follow("q14/14-1QE.html")
    page = reader.list()
    (tmp_path / "autre.json").write_text(content)
    page.locator("input[type=file]").set_input_files(tmp_path / "autre.json")
    expect(page.get_by_role("status")).to_contain_text("rien n’a changé")
    expect(page.locator(".suivis > li")).to_have_count(1)
    # the file can be chosen again once it is mended: a browser tells of a choice that is another alone
    assert page.locator("input[type=file]").input_value() == ""


def test_a_hostile_list_is_text_and_leads_nowhere_else(reader: Reader, tmp_path: Path) -> None:
    mark = "<img src=x onerror='window.atteint=1'>"
    given = {
        "format": "suivi-questions-ecrites",
        "version": 1,
        "recherches": [
            {"adresse": f"?q={mark}", "vu": mark, "total": -1},
            {"adresse": "https://ailleurs.fr/"},
            {"adresse": 3},
            None,
            mark,
        ],
        "questions": [
            {"page": "q14/14-1QE", "titre": mark, "etat": mark},
            {"page": "javascript:alert(1)", "titre": "x"},
            {"page": "../q14/14-1QE", "titre": "x"},
        ],
        "__proto__": {"page": "q14/14-1QE"},
    }
    (tmp_path / "liste.json").write_text(json.dumps(given))
    page = reader.list()
    page.locator("input[type=file]").set_input_files(tmp_path / "liste.json")
    expect(page.locator(".suivis > li")).to_have_count(2)
    expect(page.locator("#suivi")).to_have_attribute("aria-busy", "false")
    assert page.evaluate("window.atteint") is None
    assert page.locator("#suivi img").count() == 0
    links = page.locator("#suivi a").evaluate_all("all => all.map(one => one.href)")
    assert all(link.startswith(f"{reader.base}/") for link in links)


def test_where_the_browser_keeps_nothing_it_is_said_and_the_visit_works(reader: Reader) -> None:
    reader.context.add_init_script(FORBIDDEN)
    reader.page = reader.tab()
    reader.follow("recherche.html?q=éoliennes")
    reader.follow("q14/14-1QE.html")
    page = reader.list()
    expect(page.locator("#suivi-refus")).to_contain_text("refuse de garder")
    expect(page.locator(".suivis > li")).to_have_count(2)
    reader.page = reader.tab()
    expect(reader.list().locator(".suivis > li")).to_have_count(0)


def test_a_question_that_left_the_site_is_said(reader: Reader) -> None:
    page = reader.list()
    page.evaluate(
        """localStorage.setItem('suivi /', JSON.stringify({
        questions: [{page: 'q14/14-99QE', titre: 'Partie', etat: 'en_attente'}]}))"""
    )
    page = reader.list()
    assert "Cette question n’est plus dans ce site." in text(page, ".suivis")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_the_list_with_and_without_entries(
    reader: Reader, colours: str
) -> None:
    reader.page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    reader.page.set_viewport_size({"width": 390, "height": 844})
    for entries in range(2):
        if entries:
            reader.follow("recherche.html?q=éoliennes&etat=en_attente&annee=2014")
            reader.follow("q14/14-1QE.html")
            reader.publish()
        page = reader.list()
        page.evaluate(AXE)
        assert (
            page.evaluate("async () => (await axe.run(document)).violations.map(one => one.id)")
            == []
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_page_leads_to_the_feeds(
    browser: Browser, builds: tuple[Path, Path]
) -> None:
    with served(builds[0]) as base:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{base}/suivi.html")
        expect(page.get_by_text("demande JavaScript")).to_be_visible()
        page.get_by_role("link", name="flux").click()
        expect(page.get_by_role("heading", name="Flux")).to_be_visible()


def keep(page: Page, **lists: Sequence[Mapping[str, object]]) -> None:
    """Puts a list into the browser, as an earlier visit or somebody's file left it."""
    page.evaluate("text => localStorage.setItem('suivi /', text)", json.dumps(lists))


#: Fills what a browser keeps for a site, to the last character.
FILLED = """() => {
    for (let size = 2 ** 23; size >= 1; size = Math.floor(size / 2))
        for (let number = 0; ; number++) {
            try { localStorage.setItem(`plein ${size} ${number}`, 'x'.repeat(size)); } catch { break; }
        }
}"""


def test_an_entry_that_nothing_answers_leaves_the_others_their_news(reader: Reader) -> None:
    odd: list[dict[str, object]] = [
        {"adresse": "?q=gaz", "vu": "2014-99-99"},
        {"adresse": "?q=gaz&annee=2014", "vu": "9999-12-31"},
        {"adresse": "?auteur=Personne+du+Tout", "vu": "2014-01-07", "total": 3},
        {"adresse": "?semaine=xyz"},
        {"adresse": "?legislature=99"},
        {"adresse": "?q=%22((("},
        {"adresse": "?q=gaz&de=2014-13-45"},
        {"adresse": "?date=reponse"},
    ]
    keep(reader.open("suivi.html"), recherches=odd, questions=[{"page": "q14/14-1QE"}])
    page = reader.list()
    expect(page.locator(".suivi-nouvelles", has_text="…")).to_have_count(0)
    assert "Sans réponse, 7 jours" in text(page, ".suivis >> nth=1")
    assert "0 question en tout" in text(page, ".suivis > li:nth-child(3)")
    expect(page.get_by_role("status")).to_contain_text("Les sources vont jusqu’au JO")


def test_a_full_browser_keeps_what_it_has_and_says_what_it_cannot_keep(
    reader: Reader, tmp_path: Path
) -> None:
    page = reader.open("suivi.html")
    keep(page, recherches=[{"adresse": "?q=%C3%A9oliennes", "vu": "2014-01-14"}])
    page.evaluate(FILLED)
    page = reader.list()
    expect(page.locator(".suivis > li")).to_have_count(1)
    expect(page.locator("#suivi-refus")).to_have_count(0)
    more = {
        "format": "suivi-questions-ecrites",
        "version": 1,
        "questions": [{"page": "q14/14-2QE"}],
    }
    (tmp_path / "liste.json").write_text(json.dumps(more))
    page.locator("input[type=file]").set_input_files(tmp_path / "liste.json")
    expect(page.get_by_role("status")).to_contain_text("plus de place")
    reader.publish()
    page = reader.list()
    assert "2 nouvelles questions" in text(page, ".suivis > li")
    page.get_by_role("button", name="Tout marquer comme vu").click()
    expect(page.get_by_role("status")).to_contain_text("plus de place")


def test_a_full_list_loses_nothing_and_says_so(reader: Reader, tmp_path: Path) -> None:
    page = reader.open("suivi.html")
    keep(page, questions=[{"page": f"q14/14-{n}QE", "etat": "en_attente"} for n in range(100, 599)])
    more = {
        "format": "suivi-questions-ecrites",
        "version": 1,
        "questions": [{"page": f"q14/14-{n}QE"} for n in range(1, 4)],
    }
    (tmp_path / "liste.json").write_text(json.dumps(more))
    page = reader.open("suivi.html")
    expect(page.locator(".suivis > li")).to_have_count(499)
    page.locator("input[type=file]").set_input_files(tmp_path / "liste.json")
    expect(page.get_by_role("status")).to_contain_text("1 entrée ajoutée")
    expect(page.get_by_role("status")).to_contain_text("2 de trop")
    page = reader.open("q14/14-3QE.html")
    page.get_by_role("button", name="Suivre cette question").click()
    expect(page.locator("#suivre + [aria-live]")).to_contain_text("500")
    kept = json.loads(page.evaluate("localStorage['suivi /']"))["questions"]
    assert len(kept) == 500
    assert kept[-1]["page"] == "q14/14-1QE"


def test_news_of_a_week_are_of_the_days_that_it_is_of(reader: Reader) -> None:
    reader.publish()
    page = reader.open("suivi.html")
    # question 1 is of another week, and is answered in this one
    keep(page, recherches=[{"adresse": "?semaine=2014-W04", "vu": "2014-01-14", "total": 0}])
    told = text(reader.list(), ".suivis > li")
    assert "2 nouvelles questions depuis" in told


def test_another_tab_that_opens_leaves_the_keyboard_where_it_is(reader: Reader) -> None:
    reader.follow("recherche.html?q=éoliennes")
    page = reader.list()
    page.get_by_role("button", name="Ne plus suivre « éoliennes »").focus()
    page.evaluate("dispatchEvent(new StorageEvent('storage', {key: 'couleurs'}))")
    other = reader.tab()
    other.goto(f"{reader.base}/q14/14-1QE.html")
    expect(other.get_by_role("button", name="Suivre cette question")).to_be_visible()
    expect(page.get_by_role("button", name="Ne plus suivre « éoliennes »")).to_be_focused()
    other.get_by_role("button", name="Suivre cette question").click()
    expect(page.locator(".suivis > li")).to_have_count(2)


def test_a_search_can_be_followed_as_soon_as_its_results_are_there(reader: Reader) -> None:
    """In a browser where what waits for a moment of calm never comes; nothing moves when the button shows."""
    page = reader.page
    held: list[Route] = []
    page.add_init_script(
        """const wait = window.setTimeout;
        window.setTimeout = (call, delay, ...more) => delay >= 1000 ? 0 : wait(call, delay, ...more);"""
    )
    page.route("**/interface-follow.js", lambda route: held.append(route))
    page.set_viewport_size({"width": 390, "height": 844})
    with page.expect_request("**/interface-follow.js"):
        reader.open("recherche.html?q=éoliennes")
    expect(page.locator("#resultats")).to_have_attribute("aria-busy", "false")
    parts = page.locator(".recherche-barre > :not(.hors-vue), #resultats > :first-child")
    where = "all => all.map(one => [one.getBoundingClientRect().x, one.getBoundingClientRect().y])"
    expect(page.locator(".tri")).to_be_visible()
    before = parts.evaluate_all(where)
    held[0].continue_()
    expect(page.get_by_role("button", name="Suivre cette recherche")).to_be_visible()
    assert parts.evaluate_all(where) == before


def test_a_search_is_followed_though_the_page_is_left_at_once(reader: Reader) -> None:
    """Before the latest day of the sources is there; Mon suivi then counts from the day of its own visit."""
    page = reader.open("recherche.html?q=éoliennes")
    held: list[Route] = []
    page.route("**/etat.json", lambda route: route.continue_() if held else held.append(route))
    page.get_by_role("button", name="Suivre cette recherche").click()
    expect(page.get_by_role("button", name="Ne plus suivre cette recherche")).to_be_visible()
    told = reader.list().locator(".suivi-nouvelles")
    expect(told).to_have_text(
        "Suivie à partir du JO du\xa014\xa0janvier\xa02014\xa0; 2\xa0questions en tout."
    )


def test_a_site_without_a_single_day_is_followed_and_has_no_years(
    browser: Browser, tmp_path: Path
) -> None:
    questions = [make_question(n, rubrique="eau", question=("De l’eau.",)) for n in range(1, 4)]
    with served(build(questions, tmp_path).site) as base:
        page = browser.new_page()
        page.goto(f"{base}/recherche.html?q=eau")
        page.get_by_role("button", name="Suivre cette recherche").click()
        page.goto(f"{base}/suivi.html")
        expect(page.locator(".suivi-nouvelles")).to_have_text("Suivie\xa0; 3\xa0questions en tout.")
        years = page.evaluate(
            """async (base) => {
            const { open } = await import(base + '/recherche/moteur/engine.js');
            const engine = await open(base + '/recherche/');
            return (await engine.facets({ q: 'eau' }, ['annee'])).annee;
        }""",
            base,
        )
        assert years == []
        page.close()

"""Text that looks like HTML, Jinja or a script link comes out as text and runs nothing."""

from __future__ import annotations

from datetime import date
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from parser.question import Attribution, Question
from tests.site.conftest import Built, build, make_question, visiting

MARKS = (
    "<script>window.atteint=1</script>",
    "<img src=x onerror='window.atteint=1'>",
    '"><svg onload="window.atteint=1">',
    "{{ 7*7 }}{% raise %}",
    "[x](javascript:window.atteint=1)",
    "--- a: b # c",
    "🙂 \u202eabc &lt;b&gt; &amp;",
)


def hostile(numero: int, mark: str) -> Question:
    """The mark in every field that takes a text."""
    return make_question(
        numero,
        etat="retiree",
        titre=f"Titre {mark}",
        rubrique=f"Rubrique {mark}",
        tete_analyse=f"Tête {mark}",
        analyse=f"Analyse {mark}",
        auteur=f"Prénom {mark}",
        prenom="Prénom",
        nom=mark,
        civilite=mark,
        groupe=f"Groupe {mark}",
        departement=f"Département {mark}",
        circonscription=f"Circonscription {mark}",
        ministere_interroge=f"Ministère {mark}",
        ministere_attributaire=f"Autre {mark}",
        motif_cloture=mark,
        date_question=date(2014, 1, 7),
        attributions=(Attribution(date(2014, 1, 7), f"Encore {mark}"),),
        url_officielle=f"javascript:window.atteint=1//{mark}",
        question=(f"M. X interroge le ministre sur ceci : {mark} zzsujet.",),
        reponse=(f"Réponse {mark}.",),
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A site of nothing but hostile questions."""
    questions = [hostile(number, mark) for number, mark in enumerate(MARKS, 1)]
    return build(questions, tmp_path_factory.mktemp("hostile"))


class Tags(HTMLParser):
    """The elements and attributes of a page that could run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is not ours."""
        sources = dict(attrs)
        source = sources.get("src") or ""
        ours = tag == "script" and source.endswith(
            (
                "assets/javascripts/site.js",
                "recherche/moteur/interface.js",
                "recherche/moteur/interface-followed.js",
            )
        )
        ours |= tag == "svg" and sources.get("aria-hidden") == "true"  # bars and the map
        ours |= sources.get("type") == "application/ld+json"  # data, which nothing runs
        if tag in ("script", "img", "svg", "iframe", "object", "b") and not ours:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"{name}={value}")


def test_no_element_or_attribute_comes_from_a_text(built: Built) -> None:
    for path in built.site.rglob("*.html"):
        html = path.read_text("utf-8").replace("<b>", "", html_b(path.name))
        assert Tags(html).found == [], path


def html_b(name: str) -> int:
    """How many `<b>` are ours: the names in the list of deputies."""
    return len(MARKS) if name == "index.html" else 0


@pytest.mark.parametrize("number", range(1, len(MARKS) + 1))
def test_title_and_facts_show_the_text_as_typed(built: Built, number: int) -> None:
    html = built.html(f"q14/14-{number}QE.html").replace("\xa0", " ").replace("\u202f", " ")
    shown = escape(MARKS[number - 1]).replace("\xa0", " ")
    assert f"<h1>Titre {shown}</h1>" in html
    assert f"Groupe {shown}" in html
    head = html[: html.index("</head>")].replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
    assert f"Rubrique {shown}" in head


@pytest.mark.browser
def test_nothing_runs_in_any_page(browser: Browser, built: Built) -> None:
    with visiting(browser, built.site) as visit:
        for path in sorted(built.site.rglob("*.html")):
            page = visit.open(path.relative_to(built.site).as_posix())
            assert page.evaluate("window.atteint") is None
        visit.assert_quiet()


@pytest.mark.browser
def test_a_word_without_end_makes_no_page_wider_than_the_screen(
    browser: Browser, tmp_path: Path
) -> None:
    built = build([hostile(number, "x" * 300) for number in (1, 2, 3)], tmp_path)
    with visiting(browser, built.site, viewport={"width": 390, "height": 800}) as visit:
        for path in sorted(built.site.rglob("*.html")):
            page = visit.open(path.relative_to(built.site).as_posix())
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        visit.assert_quiet()


@pytest.mark.browser
def test_nothing_runs_in_the_search_results_which_show_the_text(
    browser: Browser, built: Built
) -> None:
    with visiting(browser, built.site) as visit:
        page = visit.open("recherche.html?q=zzsujet")
        page.wait_for_selector("#resultats[data-q=zzsujet][aria-busy=false]")
        assert page.locator("#resultats [data-id]").count() == len(MARKS)
        titles = " ".join(page.locator("#resultats h3").all_inner_texts())
        assert "<script>window.atteint=1</script>" in titles
        assert "{{ 7*7 }}" in titles
        assert page.evaluate("window.atteint") is None
        query = "<img src=x onerror=window.atteint=1>"
        page.goto(f"{visit.base}recherche.html?q={query}")
        done = "#resultats[aria-busy=false]:not([data-q=''])"
        page.wait_for_selector(done, state="attached")
        assert page.locator("#resultats").get_attribute("data-q") == query
        assert page.evaluate("window.atteint") is None
        visit.assert_quiet()

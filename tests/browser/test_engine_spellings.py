"""A value of a facet is one, however its sources spell it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from search.indexer.facets import facet_key
from tests.browser.engine_browser import chromium as chromium
from tests.browser.engine_site import question, write_site
from tests.server import served

pytestmark = pytest.mark.browser

SPELLINGS = [
    "Marie-Noëlle d'Œuvres",
    "MARIE NOELLE D’ŒUVRES",
    "Marie-Noelle d'Oeuvres",
    "Marie Noëlle d’œuvres",
]
SEARCH = """async (auteur) => {
  const { open } = await import(new URL('recherche/moteur/engine.js', document.baseURI));
  window.engine ??= await open(new URL('recherche/', document.baseURI));
  const request = { q: '', filtres: { auteur: [auteur] } };
  const { total } = await window.engine.search(request);
  const counts = await window.engine.facets({ q: '', filtres: {} }, ['auteur']);
  return { total, auteurs: counts.auteur.map(({ valeur, total }) => [valeur, total]) };
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One author in four spellings over two legislatures."""
    site = tmp_path_factory.mktemp("spellings")
    records = [
        question(number, "eau", auteur=auteur, legislature=14 + number % 2)
        for number, auteur in enumerate([*SPELLINGS, SPELLINGS[0], SPELLINGS[0]], 1)
    ]
    write_site(records, site)
    with served(site) as address:
        page = chromium.new_page()
        page.goto(f"{address}/recherche.html")
        yield page
        page.close()


@pytest.mark.parametrize("auteur", SPELLINGS)
def test_every_spelling_finds_the_questions_of_all(page: Page, auteur: str) -> None:
    answer: dict[str, Any] = page.evaluate(SEARCH, auteur)
    assert answer["total"] == 6
    assert [total for _, total in answer["auteurs"]] == [6]


def test_another_name_is_another_value() -> None:
    keys = {
        facet_key(name) for name in (*SPELLINGS, "Marie Noëlle d’Oeuvre", "Marinoëlle d’Œuvres")
    }
    assert len(keys) == 3

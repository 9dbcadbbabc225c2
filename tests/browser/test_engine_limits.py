"""What the engine does not search, it says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from search.indexer import lexicon
from tests.browser.engine_browser import chromium as chromium
from tests.browser.engine_site import question, write_site
from tests.server import served

pytestmark = pytest.mark.browser

SEARCH = """async (q) => {
  const { open } = await import(new URL('recherche/moteur/engine.js', document.baseURI));
  window.engine ??= await open(new URL('recherche/', document.baseURI));
  return window.engine.search({ q });
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A site where the words that begin with `cont` fill more blocks than are read."""
    words = [f"cont{''.join(letters)}" for letters in product("abcdefgh", repeat=4)]
    site = tmp_path_factory.mktemp("limits")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicon, "BLOCK", 300)
        patch.setattr(lexicon, "SLACK", 50)
        texts = [" ".join(words[at : at + 40]) for at in range(0, len(words), 40)]
        texts.append("La mise en demeure, ou la mise au point.")
        write_site((question(number, text) for number, text in enumerate(texts, 1)), site)
    with served(site) as address:
        page = chromium.new_page()
        page.goto(f"{address}/recherche.html")
        yield page
        page.close()


def search(page: Page, q: str) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(SEARCH, q)
    return answer


def test_a_beginning_of_too_many_words_is_searched_in_part_and_says_so(page: Page) -> None:
    answer = search(page, "con*")
    assert 0 < answer["total"] < 100
    (problem,) = answer["errors"]
    assert (problem["start"], problem["end"]) == (0, 4)
    assert "Trop de mots commencent par « con »" in problem["message"]


def test_a_word_read_as_the_beginning_of_too_many_words_is_told_to_be_so(page: Page) -> None:
    answer = search(page, "cont")
    assert answer["debuts"] == [{"mot": "cont", "tous": False}]
    assert 0 < answer["total"] < 100
    assert answer["errors"] == []


def test_a_beginning_of_few_words_is_searched_whole(page: Page) -> None:
    answer = search(page, "contaaa*")
    assert answer["total"] == 1
    assert answer["errors"] == []


def test_tool_words_at_the_end_of_a_phrase_are_told_to_be_left_out(page: Page) -> None:
    answer = search(page, '"mise en"')
    assert answer["total"] == 1
    (problem,) = answer["errors"]
    assert "sans sa fin, « en »" in problem["message"]


def test_a_phrase_that_ends_with_a_word_says_nothing(page: Page) -> None:
    assert search(page, '"mise en demeure"')["errors"] == []
    assert search(page, '"mise au demeure"')["total"] == 0


def test_a_phrase_of_tool_words_only_is_searched_as_words_and_says_so(page: Page) -> None:
    answer = search(page, '"en la"')
    assert answer["total"] == 1
    assert "mots-outils seulement" in answer["errors"][0]["message"]

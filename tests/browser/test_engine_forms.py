"""The browser splits texts as the indexer does."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from search.indexer.forms import split
from search.indexer.langue import SHIPPED
from tests.browser.engine_browser import chromium as chromium
from tests.browser.test_engine_cases import CASES
from tests.search.corpus import sentences
from tests.server import served

pytestmark = pytest.mark.browser

PIECES = (
    *"aeéèœÆXVILRDA0123456789.-'’‑–*°º^,;()«» \u00a0\u202f",
    *("L.", " 312-3", "1 170", "l'", "qu’", "S.N.C.F.", "XIXe", " 2ème", "plate-forme", "ŒUVRE"),
)
SPLIT = """async ({ texts, langue }) => {
  const { Splitter } = await import('/search/browser/forms.js');
  const splitter = new Splitter(langue);
  return texts.map((text) => splitter.split(text));
}"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with served(Path(__file__).parents[2]) as address:
        page = chromium.new_page()
        page.goto(f"{address}/search/browser/page.html")
        yield page
        page.close()


def both(page: Page, texts: list[str]) -> list[tuple[str, object, object]]:
    """The texts that the two sides split differently."""
    answers = page.evaluate(SPLIT, {"texts": texts, "langue": SHIPPED})
    ours = [[list(pair) for pair in split(text)] for text in texts]
    return [
        (text, mine, other)
        for text, mine, other in zip(texts, ours, answers, strict=True)
        if mine != other
    ]


def test_real_sentences_and_cases_are_split_alike(page: Page) -> None:
    texts = [*sentences(), *CASES["documents"].values(), *(c["text"] for c in CASES["splits"])]
    texts += [case["q"] for case in CASES["queries"]]
    assert len(texts) > 300
    assert both(page, texts) == []


def test_random_texts_are_split_alike(page: Page) -> None:
    chance = random.Random(11)
    texts = ["".join(chance.choices(PIECES, k=chance.randrange(1, 25))) for _ in range(4000)]
    assert both(page, texts) == []

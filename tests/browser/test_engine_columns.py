"""The browser reads the columns of facets as the indexer wrote them."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from search.indexer.encode import inflate
from search.indexer.facet_columns import column
from tests.browser.engine_browser import chromium as chromium
from tests.server import served

pytestmark = pytest.mark.browser

READ = """async (columns) => {
  const { column } = await import('/search/browser/columns.js');
  return columns.map(({ bytes, documents, base }) =>
    [...column(new Uint8Array(bytes), documents, base && new Uint16Array(base))]);
}"""
SIZES = (1, 2, 3, 6, 10, 16, 17, 80, 256, 257, 600, 4000)


def test_columns_of_all_kinds_and_sizes_are_read_alike(chromium: Browser) -> None:
    chance = random.Random(5)
    asked, wanted, kinds = [], [], set()
    for case in range(300):
        documents = chance.choice((0, 1, 2, 7, 8, 9, 300))
        size = chance.choice(SIZES)
        base = [chance.randrange(40) for _ in range(documents)]
        late = documents // 2 if case % 3 == 1 else documents  # renamed half-way
        values = [(number * 7 + (doc >= late)) % size for doc, number in enumerate(base)]
        if case % 3 == 0:
            values = [chance.randrange(size) for _ in values]
        data, told = column(np.array(values, np.int64), np.array(base, np.int64))
        raw = inflate(data)
        kinds.add(raw[0])
        asked.append({"bytes": list(raw), "documents": documents, "base": base if told else None})
        wanted.append(values)
    assert kinds == {0, 1, 2}
    with served(Path(__file__).parents[2]) as address:
        page = chromium.new_page()
        page.goto(f"{address}/search/browser/page.html")
        assert page.evaluate(READ, asked) == wanted
        page.close()

"""The browser reads the columns of facets as the indexer wrote them."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser

from search.indexer import repeats
from search.indexer.encode import inflate
from search.indexer.facet_columns import column
from search.indexer.repeats import Repeated
from tests.browser.engine_browser import chromium as chromium
from tests.server import served

pytestmark = pytest.mark.browser

READ = """async (columns) => {
  const { column } = await import('/search/browser/columns.js');
  return columns.map(({ bytes, documents, base }) =>
    [...column(new Uint8Array(bytes), documents, base && new Uint16Array(base))]);
}"""
READ_REPEATS = """async (columns) => {
  const { column } = await import('/search/browser/repeats.js');
  return columns.map(({ bytes, documents }) => {
    const { firsts, elsewhere } = column(new Uint8Array(bytes), documents);
    const own = [...firsts].flatMap((first, doc) => (first === doc ? [] : [[doc, first]]));
    return [own, [...elsewhere].map(([doc, group]) => [doc, Math.floor(group / 2 ** 32), group % 2 ** 32])];
  });
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


def test_groups_of_repeats_are_read_alike(chromium: Browser) -> None:
    chance = random.Random(6)
    asked, wanted = [], []
    # the last one has steps and documents beyond 16 bits
    for documents in (*(chance.choice((1, 2, 9, 300)) for _ in range(60)), 150_000):
        places = sorted(chance.sample(range(documents), chance.randrange(documents + 1)))
        group = [chance.randrange(len(places) // 2 + 1) for _ in places]
        others = {number for number in set(group) if chance.random() < 0.3}
        first: dict[int, tuple[int, int]] = {
            number: (chance.choice((9, 12)), number) for number in sorted(others)
        }
        begun: dict[int, int] = {}
        for place, number in zip(places, group, strict=True):
            first.setdefault(number, (14, place))
            begun.setdefault(number, place)
        told = [first[number] for number in group]
        repeated = Repeated(
            np.array(places, np.int64),
            np.array([legislature for legislature, _ in told], np.int64),
            np.array([doc for _, doc in told], np.int64),
            np.zeros(len(places), np.int64),
            ("QE",) * len(places),
        )
        raw = inflate(repeats.column(repeated, 14, documents))
        asked.append({"bytes": list(raw), "documents": documents})
        pairs = zip(places, group, strict=True)
        own = [[place, begun[number]] for place, number in pairs if begun[number] != place]
        elsewhere = sorted([begun[number], *first[number]] for number in others)
        wanted.append([own, elsewhere])
    with served(Path(__file__).parents[2]) as address:
        page = chromium.new_page()
        page.goto(f"{address}/search/browser/page.html")
        assert page.evaluate(READ_REPEATS, asked) == wanted
        page.close()

"""Known-item search: is a question found by four of its words?

    python -m benchmarks.known_item CORPUS.jsonl INDEX [--questions 500] [--n 100000]

Each question is searched by four of its words, drawn by seed among those in 50 to 5,000 documents,
as written and with accents dropped, by the real engine in Chromium. Beside it exact BM25 of the same
words over the same families (the ceiling): counts from the records, split and weighted as the index
does, but neither rounded nor cut; all documents are scored.
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import time
from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from playwright.sync_api import sync_playwright

from benchmarks.search_corpus import read
from benchmarks.search_wire import served
from search.indexer import bm25
from search.indexer.families import families
from search.indexer.forms import fold, split
from search.indexer.langue import LANGUE
from search.indexer.slices import Postings, index_slice, texts
from tests.chromium import ARGUMENTS, find_chromium

WORDS: Final = 4
#: Documents split at once.
SLICE: Final = 4096
FEWEST, MOST = 50, 5000
RUN: Final = """async (queries) => {
  const { open } = await import(new URL('index/moteur/engine.js', document.baseURI));
  const engine = await open(new URL('index/', document.baseURI));
  const out = [];
  for (const q of queries) {
    const { total, results } = await engine.search({ q });
    out.push({ total, ids: results.slice(0, 10).map((result) => result.id) });
  }
  return out;
}"""


class _PlainWords(dict[str, str]):
    """What a piece of text says as a plain word: letters only, in small letters, no tool word."""

    def __missing__(self, piece: str) -> str:
        word = piece.strip(".,;:!?()«»").lower()
        plain = word.isalpha() and len(word) > 3 and fold(word) not in LANGUE.mots_outils
        self[piece] = word = word if plain else ""
        return word


def draw(corpus: Path, documents: int, questions: int) -> list[tuple[str, list[str]]]:
    """(official id, four words) of questions drawn by seed."""
    plain = _PlainWords()

    def words_of(text: str) -> set[str]:
        return set(map(plain.__getitem__, set(text.split()))) - {""}

    frequency: Counter[str] = Counter()
    chance = random.Random(1)
    wanted = set(chance.sample(range(documents), questions))
    drawn = []
    for at, record in enumerate(read(corpus, documents)):
        fields = texts(record)
        frequency.update(words_of(" ".join(fields[2:])))
        if at in wanted:
            drawn.append((record.id, words_of(fields[2])))
    out = []
    for name, said in drawn:
        words = sorted(word for word in said if FEWEST <= frequency[word] <= MOST)
        if len(words) >= WORDS:
            out.append((name, chance.sample(words, WORDS)))
    return out


@dataclass(slots=True)
class _Records:
    """The corpus, split as the index splits it; and what the ranking says of documents."""

    slices: list[Postings]
    ids: list[str]
    order: list[tuple[str, int]]


def split_corpus(corpus: Path, documents: int) -> _Records:
    """One pass over the records."""
    found = _Records([], [], [])
    records = read(corpus, documents)
    while batch := list(islice(records, SLICE)):
        found.slices.append(index_slice(map(texts, batch), positioned=False))
        found.ids += [record.id for record in batch]
        found.order += [(str(record.date_question), record.numero) for record in batch]
    return found


def ceiling(
    corpus: Path, documents: int, items: list[tuple[str, list[str]]]
) -> tuple[list[int], list[int]]:
    """Rank of each question and number of hits by exact BM25 over families; rank 0: not found."""
    records = split_corpus(corpus, documents)
    forms = sorted(set[str]().union(*(part.forms for part in records.slices)))
    family = dict(zip(forms, families(forms), strict=True))
    queries = [
        [family[form] for word in words for _, form in split(word) if form in family]
        for _, words in items
    ]
    lists = _lists(records.slices, family, set(chain(*queries)))
    lengths = np.concatenate([part.lengths for part in records.slices])
    mean = float(lengths.mean())
    newest = np.empty(len(lengths), np.int64)
    newest[sorted(range(len(lengths)), key=records.order.__getitem__)] = np.arange(len(lengths))
    ranks, totals = [], []
    for (wanted, _), query in zip(items, queries, strict=True):
        docs = functools.reduce(np.intersect1d, (lists[number][0] for number in query))
        score = np.zeros(len(docs))
        for number in query:
            found_in, weights = lists[number]
            frequency = weights[np.searchsorted(found_in, docs)] / bm25.UNIT_WEIGHT
            score += bm25.idf(documents, len(found_in)) * bm25.impact(
                frequency, lengths[docs], mean
            )
        order = [records.ids[docs[i]] for i in np.lexsort((-newest[docs], -score))]
        ranks.append(order.index(wanted) + 1 if wanted in order else 0)
        totals.append(len(docs))
    return ranks, totals


#: Documents, rising, and the weights of a family in them.
_List = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


def _lists(slices: list[Postings], family: dict[str, int], wanted: set[int]) -> dict[int, _List]:
    """The lists of the wanted families, exact."""
    docs: dict[int, list[npt.NDArray[np.int64]]] = {number: [] for number in wanted}
    weights: dict[int, list[npt.NDArray[np.int64]]] = {number: [] for number in wanted}
    first = 0
    for part in slices:
        for name, (a, b) in zip(part.forms, pairwise(part.bounds.tolist()), strict=True):
            if family[name] in wanted:
                docs[family[name]].append(part.doc[a:b] + np.int64(first))
                weights[family[name]].append(part.weight[a:b].astype(np.int64))
        first += len(part.lengths)
    out = {}
    for number in wanted:
        every, place = np.unique(np.concatenate(docs[number]), return_inverse=True)
        summed = np.bincount(place, np.concatenate(weights[number])).astype(np.int64)
        out[number] = (every, summed)
    return out


def shares(ranks: list[int], totals: list[int]) -> dict[str, float]:
    """What is told of a way of searching."""
    return {
        "first": round(sum(rank == 1 for rank in ranks) / len(ranks), 3),
        "first_ten": round(sum(0 < rank <= 10 for rank in ranks) / len(ranks), 3),
        "mean_hits": round(float(np.mean(totals)), 1),
    }


def judged(items: list[tuple[str, list[str]]], answers: list[dict[str, Any]]) -> dict[str, float]:
    """What is told of answers, each a total and the first ids."""
    ranks = [
        answer["ids"].index(wanted) + 1 if wanted in answer["ids"] else 0
        for (wanted, _), answer in zip(items, answers, strict=True)
    ]
    return shares(ranks, [answer["total"] for answer in answers])


def main() -> None:
    """Prints one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpus", type=Path)
    options.add_argument("index", type=Path)
    options.add_argument("--questions", type=int, default=500)
    options.add_argument("--n", type=int, default=100_000)
    options.add_argument("--no-ceiling", action="store_true")
    given = options.parse_args()
    items = draw(given.corpus, given.n, given.questions)
    report: dict[str, Any] = {"questions": len(items)}
    with sync_playwright() as playwright, served(given.index.resolve()) as address:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS), headless=True
        )
        page = browser.new_page()
        page.goto(address)
        for name, change in (("as_written", str), ("without_accents", fold)):
            answers = page.evaluate(RUN, [" ".join(map(change, words)) for _, words in items])
            report[name] = judged(items, answers)
        browser.close()
    if not given.no_ceiling:
        start = time.process_time()
        report["exact_bm25"] = shares(*ceiling(given.corpus, given.n, items))
        report["exact_bm25_processor_seconds"] = round(time.process_time() - start)
    print(json.dumps(report))


if __name__ == "__main__":
    main()

"""Known-item search: is a question found by four of its words?

    python -m benchmarks.known_item CORPUS.jsonl INDEX [--questions 500] [--n 100000]

Each question is searched by four of its words, drawn by seed among those in 50 to 5,000 documents,
as written and with accents dropped, by the real engine in Chromium. Beside it exact BM25 of the same
words over the same families (the ceiling), computed here from the records.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any, Final

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.search_corpus import read
from benchmarks.search_wire import served
from search.indexer import bm25
from search.indexer.families import families
from search.indexer.forms import fold, split
from search.indexer.langue import LANGUE
from search.indexer.slices import texts
from tests.chromium import ARGUMENTS, find_chromium

WORDS: Final = 4
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


def draw(corpus: Path, documents: int, questions: int) -> list[tuple[str, list[str]]]:
    """(official id, four words) of questions drawn by seed."""
    frequency: Counter[str] = Counter()
    for record in read(corpus, documents):
        frequency.update(plain_words(" ".join(texts(record)[2:])))
    chance = random.Random(1)
    wanted = set(chance.sample(range(documents), questions))
    out = []
    for at, record in enumerate(read(corpus, documents)):
        if at not in wanted:
            continue
        words = sorted(
            word for word in plain_words(texts(record)[2]) if FEWEST <= frequency[word] <= MOST
        )
        if len(words) >= WORDS:
            out.append((record.id, chance.sample(words, WORDS)))
    return out


def plain_words(text: str) -> set[str]:
    """Words of letters only, in small letters, tool words left out."""
    pieces = (piece.strip(".,;:!?()«»").lower() for piece in text.split())
    return {p for p in pieces if p.isalpha() and len(p) > 3 and fold(p) not in LANGUE.mots_outils}


def ceiling(
    corpus: Path, documents: int, items: list[tuple[str, list[str]]]
) -> tuple[list[int], list[int]]:
    """Rank of each question and number of hits by exact BM25 over families; rank 0: not found."""
    vocabulary: set[str] = set()
    for record in read(corpus, documents):
        for text in texts(record):
            vocabulary.update(form for _, form in split(text))
    forms = sorted(vocabulary)
    family = dict(zip(forms, families(forms), strict=True))
    wanted = {family[word] for _, words in items for word in words if word in family}
    tf: dict[int, dict[int, float]] = {number: {} for number in wanted}
    lengths = np.zeros(documents)
    ids = []
    for at, record in enumerate(read(corpus, documents)):
        ids.append(record.id)
        for text, weight in zip(texts(record), bm25.WEIGHTS, strict=True):
            found = split(text)
            lengths[at] += len({place for place, _ in found})
            for _, form in found:
                number = family[form]
                if number in tf:
                    tf[number][at] = tf[number].get(at, 0.0) + weight / bm25.UNIT_WEIGHT
    mean = float(lengths.mean())
    ranks, totals = [], []
    for wanted_id, words in items:
        lists = [tf[family[word]] for word in words if word in family]
        docs = sorted(set.intersection(*map(set, lists)))
        score = np.zeros(len(docs))
        for found_in in lists:
            frequencies = np.array([found_in[doc] for doc in docs])
            score += bm25.idf(documents, len(found_in)) * bm25.impact(
                frequencies, lengths[docs], mean
            )
        order = [ids[docs[i]] for i in np.lexsort((-np.array(docs), -score))]
        ranks.append(order.index(wanted_id) + 1 if wanted_id in order else 0)
        totals.append(len(docs))
    return ranks, totals


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
        report["exact_bm25"] = shares(*ceiling(given.corpus, given.n, items))
    print(json.dumps(report))


if __name__ == "__main__":
    main()

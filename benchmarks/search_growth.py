"""How a search and an index grow with the questions: one size, in one legislature or in several.

    python -m benchmarks.search_growth OUT queries.json CORPUS.jsonl... --n 400000 --legislatures 4
    python -m benchmarks.search_growth OUT queries.json --repeat INDEX --legislatures 4

Builds the index in OUT, then makes the first search of an empty cache in Chromium of each query of
class `rare` that finds something: engine and first page of cards included, as in search_wire. In one
legislature the corpora follow one another, their numbers raised, their deputies those of the first; in
several each is its own, all of the same length; with --repeat a built index stands for each. Prints
lines of JSON: the index; medians of the searches, in bytes, and by kind of file the mean.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

from benchmarks.search_corpus import read
from benchmarks.search_wire import DONE, address_of, files_sent, opened, sent, served
from parser.question import Question
from search.indexer import build
from tests.chromium import ARGUMENTS, find_chromium

#: The last legislature of several.
LAST: Final = 17
#: Questions of a corpus at most: what is added to the numbers of the next.
RAISED: Final = 100_000


def questions(corpora: list[Path], documents: int, legislatures: int) -> Iterator[Question]:
    """So many records: of the corpora in turn, or as many of each."""
    if legislatures == 1:
        return islice(one_legislature(corpora), documents)
    return chain.from_iterable(
        read(path, documents // legislatures, LAST - at)
        for at, path in enumerate(corpora[:legislatures])
    )


def one_legislature(corpora: list[Path]) -> Iterator[Question]:
    """All corpora as one, of the deputies of the first: a legislature has 577, not as many more."""
    members: dict[str | None, Question] = {}
    for at, path in enumerate(corpora):
        sitting = list(members.values())
        stands_for: dict[str | None, Question] = {}
        for record in read(path, added=at * RAISED):
            if not sitting:
                members.setdefault(record.auteur, record)
                yield record
                continue
            member = stands_for.setdefault(record.auteur, sitting[len(stands_for) % len(sitting)])
            yield replace(
                record,
                auteur=member.auteur,
                civilite=member.civilite,
                groupe=member.groupe,
                departement=member.departement,
            )


def built(given: argparse.Namespace) -> dict[str, Any]:
    """The index, and what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    report = build(
        questions(given.corpora, given.n, given.legislatures),
        given.out,
        workers=given.workers,
        positions=given.positions,
    )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    used = sum(
        b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime
        for a, b in zip(before, after, strict=True)
    )
    return {
        "documents": report.documents,
        "legislatures": given.legislatures,
        "positions": given.positions,
        "workers": given.workers,
        "megabytes": round(report.size / 1e6, 1),
        "files": report.files,
        "seconds": round(seconds, 1),
        "processor_seconds": round(used, 1),
        "load": round(os.getloadavg()[0], 1),
        "largest_mb": max(usage.ru_maxrss for usage in after) >> 10,
        "forms": report.forms,
        "postings": report.postings,
    }


def repeated(index: Path, out: Path, legislatures: int) -> None:
    """An index whose legislatures are all the one of another, each under a number of its own.

    A browser sees as many files and bytes as for different questions, without a build of each;
    only the counts over all of them are those of one.
    """
    manifest = json.loads((index / "manifest.json").read_text("utf-8"))
    (only,) = manifest["legislatures"]
    manifest["legislatures"] = entries = []
    for number in range(LAST - legislatures + 1, LAST + 1):
        entry = only | {"legislature": number, "dossier": f"{number}-{only['dossier'][3:]}"}
        folder = out / entry["dossier"]
        shutil.copytree(index / only["dossier"], folder, copy_function=os.link)
        told = json.loads((folder / "index.json").read_text("utf-8")) | {"legislature": number}
        (folder / "index.json").unlink()
        (folder / "index.json").write_text(
            json.dumps(told, separators=(",", ":"), ensure_ascii=False)
        )
        entries.append(entry)
    (out / "manifest.json").write_text(
        json.dumps(manifest, separators=(",", ":"), ensure_ascii=False)
    )


def kind(name: str) -> str:
    """What a file is: `engine`, `manifest.json`, `index.json`, `noms.bin`, `l`, `c`…"""
    parts = name.removeprefix("index/").split("/")
    return "engine" if parts[0] == "moteur" else parts[1] if len(parts) > 1 else parts[0]


def first_search(page: Page, query: dict[str, Any]) -> int:
    """Goes to a query, waits for all of its answer; the number of documents found."""
    page.evaluate(
        "address => { history.pushState(null, '', '?' + address);"
        "dispatchEvent(new PopStateEvent('popstate')); }",
        address_of(query),
    )
    page.wait_for_function(DONE, arg=query["q"], polling=5)
    return int(page.get_attribute("#resultats", "data-total") or 0)


def searched(given: argparse.Namespace) -> dict[str, Any]:
    """Bytes and requests of first searches of rare words."""
    queries = json.loads(given.queries.read_text("utf-8"))["queries"]
    sizes, requests, hits = [], [], []
    kinds = Counter[str]()
    with sync_playwright() as playwright, served(given.out.resolve()) as address:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS), headless=True
        )
        for query in queries:
            if query["class"] != "rare":
                continue
            context = browser.new_context()
            since = sent()
            page = opened(context, address, slow=False)
            found = first_search(page, query)
            files = files_sent(since)
            context.close()
            if not found:
                continue
            hits.append(found)
            sizes.append(sum(size for _, size in files))
            requests.append(len(files))
            for name, size in files:
                kinds[kind(name)] += size
        browser.close()
    return {
        "queries": len(sizes),
        "hits": statistics.median(hits),
        "bytes": round(statistics.median(sizes)),
        "requests": statistics.median(requests),
        "by_kind": {name: round(size / len(sizes)) for name, size in sorted(kinds.items())},
    }


def main() -> None:
    """Prints one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("queries", type=Path)
    options.add_argument("corpora", type=Path, nargs="*")
    options.add_argument("--n", type=int, default=100_000)
    options.add_argument("--legislatures", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--positions", action="store_true")
    options.add_argument("--built", action="store_true", help="the index is there")
    options.add_argument("--repeat", type=Path, help="an index to repeat in each legislature")
    given = options.parse_args()
    if given.repeat:
        repeated(given.repeat, given.out, given.legislatures)
    elif not given.built:
        if given.legislatures > max(1, len(given.corpora)):
            options.error("a corpus for each legislature")
        print(json.dumps(built(given)), flush=True)
    print(json.dumps(searched(given)))


if __name__ == "__main__":
    main()

"""Our search beside Pagefind and lunr (Python), on the same documents in one run.

    python -m benchmarks.search_peers CORPUS.jsonl queries.json --work FOLDER [--n 50000] [--lunr 10000]

Prints a Markdown table: what each index costs to build, what a search costs in Chromium, whether a
question is found by four of its words (as known_item.py draws them).

Pagefind is the extended binary of the npm package, put into FOLDER. Its pages hold what plain words
match in ours (title and analysis as h1, rubric as h2, paragraphs of question and answer), with
filters for deputy, ministry and year, and a sort by date. lunr has the same four fields, and its own
pipeline with our list of tool words and Snowball's French stemmer; every word is required, as in the
two others. A size of 0 leaves its part out.

Bytes are bodies as a host sends them that gzips html, js and json. Times of ours are to the first
card on the page, those of Pagefind to the text of its first result. Bytes of Pagefind are with ten
results, which are the whole texts of the documents: their share is told.
"""

from __future__ import annotations

import argparse
import html
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from lunr.builder import Builder
from lunr.pipeline import Pipeline
from lunr.token import Token
from lunr.trimmer import trimmer
from playwright.sync_api import Browser, Page, sync_playwright
from Stemmer import Stemmer

from benchmarks import measure, search_wire
from benchmarks.known_item import RUN, WORDS, draw, judged
from benchmarks.search_corpus import read
from parser.question import Question
from search.indexer.forms import fold
from search.indexer.langue import LANGUE
from search.indexer.slices import texts
from tests.chromium import ARGUMENTS, find_chromium

PAGEFIND: Final = "1.6.0"
FIELDS: Final = ("titre", "rubrique", "question", "reponse")
CLASSES: Final = {
    "rare": "one word, rare",
    "medium": "one word, medium",
    "common": "one word, common",
    "multi": "several words",
    "filtered": "word and filter",
}
#: A page of Pagefind's keeps all that it loads: it is opened anew after so many known-item searches.
BATCH: Final = 25
PAGE: Final = b"""<!doctype html><html lang="fr"><meta charset="utf-8"><title>Recherche</title>
<link rel="icon" href="data:,"><script>
let loaded;
async function ask({ q, filters, sort }) {
  const start = performance.now();
  loaded ??= await import('/index/pagefind.js');
  const options = { filters: filters || {}, sort: sort ? { date: 'desc' } : {} };
  const { results } = await loaded.search(q, options);
  const ten = results.slice(0, 10).map((result) => result.data());
  if (ten.length) await ten[0];
  const cards = performance.now() - start;
  const urls = (await Promise.all(ten)).map(({ url }) => url);
  return { total: results.length, cards, whole: performance.now() - start, urls };
}
</script></html>"""

Items = list[tuple[str, list[str]]]
Columns = dict[str, dict[str, str]]


def pages(records: Iterator[Question], folder: Path) -> None:
    """One minimal page per document."""
    for record in records:
        title, rubric, question, answer = map(html.escape, texts(record))
        told = {
            "depute": record.auteur,
            "ministere": record.ministere_interroge,
            "annee": str(record.date_question)[:4],
        }
        head = "".join(
            f'<meta data-pagefind-filter="{name}[content]" content="{html.escape(value)}">'
            for name, value in told.items()
            if value
        )
        body = "".join(f"<p>{line}</p>" for line in f"{question}\n{answer}".split("\n") if line)
        path = folder / str(record.numero % 100) / f"{record.id}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>{head}'
            f'<meta data-pagefind-sort="date[content]" content="{record.date_question}"></head>'
            f"<body><h1>{title}</h1><h2>{rubric}</h2>{body}</body></html>",
            "utf-8",
        )


def pagefind(work: Path, corpus: Path, documents: int) -> tuple[Path, measure.Run]:
    """Installs Pagefind in `work` and runs it: the folder of its index, what it took."""
    package = f"pagefind@{PAGEFIND}"
    measure.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", work, package])
    binary = next(work.glob("node_modules/@pagefind/*/bin/pagefind_extended"))
    site, out = work / "pages", work / "pagefind"
    pages(read(corpus, documents), site)
    return out, measure.run(
        [binary, "--site", site, "--output-path", out, "--force-language", "fr"]
    )


def ours(
    work: Path, corpus: Path, documents: int, positions: bool = True
) -> tuple[Path, measure.Run]:
    """Runs our indexer with two processes: the folder of its index, what it took."""
    out = work / f"ours-{documents}{'' if positions else '-no-positions'}"
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.search_build", corpus, out]
    command += ["--n", str(documents), *(() if positions else ("--no-positions",))]
    return out, measure.run(command)


def stopped(token: Token, at: int = 0, tokens: Sequence[Token] = ()) -> Token | None:
    """Leaves tool words out."""
    return None if fold(str(token)) in LANGUE.mots_outils else token


def stemmed(stemmer: Stemmer, token: Token, at: int = 0, tokens: Sequence[Token] = ()) -> Token:
    """Puts the stem in the place of a word."""
    return token.update(lambda word, _: stemmer.stemWord(word))


def lunr_here(corpus: Path, documents: int, items: Items, out: Path) -> None:
    """Builds lunr's index in this process, searches it, prints one line of JSON into `out`."""
    start = time.perf_counter()
    stem = partial(stemmed, Stemmer("french"))
    for function, name in ((stopped, "outils"), (stem, "racines")):
        Pipeline.register_function(function, name)
    builder = Builder()
    builder.pipeline.add(trimmer, stopped, stem)
    builder.search_pipeline.add(stem)
    builder.ref("id")
    for field in FIELDS:
        builder.field(field)
    for record in read(corpus, documents):
        builder.add({"id": record.id, **dict(zip(FIELDS, texts(record), strict=True))})
    index = builder.build()
    text = json.dumps(index.serialize(), ensure_ascii=False, separators=(",", ":"))
    size = len(text.encode())
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    taken = measure.Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss >> 10)
    del text
    report: dict[str, Any] = {"taken": taken, "size": size}
    for name, change in WAYS.items():
        answers = []
        for _, words in items:
            found = index.search(" ".join(f"+{change(word)}" for word in words))
            answers.append({"total": len(found), "ids": [hit["ref"] for hit in found[:10]]})
        report[name] = judged(items, answers)
    out.write_text(json.dumps(report), "utf-8")


WAYS: Final[dict[str, Callable[[str], str]]] = {"as written": str, "without accents": fold}


def built(taken: measure.Run, size: int, files: int) -> dict[str, str]:
    """Cells of a build."""
    return {
        "build, s": f"{taken.seconds:.0f}",
        "build, processor time of all processes, s": f"{taken.cpu:.0f}",
        "largest process, MB": f"{taken.peak * 1.048576:,.0f}",
        "index, MB": f"{size / 1e6:.1f}",
        "files": f"{files:,}",
    }


def found(way: str, share: dict[str, float]) -> dict[str, str]:
    """Cells of known-item searches."""
    return {
        f"known item {way}: first": f"{share['first']:.1%}",
        f"known item {way}: first ten": f"{share['first_ten']:.1%}",
        f"known item {way}: mean hits": f"{share['mean_hits']:.1f}",
    }


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS), headless=True
        )
        yield browser
        browser.close()


def open_ours(page: Page, address: str) -> None:
    """Loads the search page; the engine waits for a search."""
    page.goto(address)
    page.wait_for_selector("#filtrer:not([hidden])")


def open_pagefind(page: Page, address: str) -> None:
    """Loads a page that loads Pagefind at its first search."""
    page.goto(address)


def ask_pagefind(page: Page, query: dict[str, Any]) -> dict[str, float]:
    """Milliseconds to the first result and to ten."""
    asked = {name: query[name] for name in ("q", "filters", "sort") if name in query}
    answer: dict[str, float] = page.evaluate("query => ask(query)", asked)
    return answer


def wire(
    browser: Browser,
    address: str,
    queries: list[dict[str, Any]],
    load: Callable[[Page, str], None],
    ask: Callable[[Page, dict[str, Any]], dict[str, float]],
) -> dict[str, str]:
    """Cells of first and next searches, medians by class."""
    sizes: dict[str, list[tuple[int, int, float]]] = {}

    def timed(page: Page, kind: str, query: dict[str, Any]) -> None:
        since = len(search_wire.COUNTED)
        times = ask(page, query)
        new = [entry for entry in search_wire.COUNTED[since:] if entry[0] != "recherche.html"]
        size = sum(size for _, size, _ in new)
        results = sum(size for name, size, _ in new if name.endswith(".pf_fragment"))
        sizes.setdefault(f"{CLASSES[query['class']]}, {kind}", []).append(
            (size, results, times["cards"])
        )

    for query in queries:
        context = browser.new_context()
        page = context.new_page()
        load(page, address)
        timed(page, "first", query)
        context.close()
    page = browser.new_context().new_page()
    load(page, address)
    ask(page, search_wire.OTHER)
    for query in queries:
        timed(page, "next", query)
    cells = {}
    for kind in ("first", "next"):
        for name in CLASSES.values():
            rows = sizes.get(f"{name}, {kind}", [])
            if not rows:
                continue
            size, results, spent = (statistics.median(column) for column in zip(*rows, strict=True))
            part = f" (results {results / 1000:.0f})" if results else ""
            cells[f"{kind} search, {name}"] = f"{size / 1000:,.0f} kB{part}, {spent:,.0f} ms"
    cells[f"tab after these {len(queries) + 1} searches, MB"] = (
        f"{search_wire.memory_mb(browser):,.0f}"
    )
    return cells


def known_ours(index: Path, items: Items) -> dict[str, str]:
    """Cells of known-item searches by our engine."""
    cells: dict[str, str] = {}
    with search_wire.served(index.resolve()) as address, chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        for way, change in WAYS.items():
            answers = page.evaluate(RUN, [" ".join(map(change, words)) for _, words in items])
            cells |= found(way, judged(items, answers))
    return cells


def known_pagefind(browser: Browser, address: str, items: Items) -> dict[str, str]:
    """Cells of known-item searches by Pagefind."""
    cells: dict[str, str] = {}
    for way, change in WAYS.items():
        answers = []
        for start in range(0, len(items), BATCH):
            context = browser.new_context()
            page = context.new_page()
            page.goto(address)
            for _, words in items[start : start + BATCH]:
                asked = {"q": " ".join(map(change, words))}
                answer = page.evaluate("query => ask(query)", asked)
                ids = [Path(url).name.removesuffix(".html") for url in answer["urls"]]
                answers.append({"total": answer["total"], "ids": ids})
            context.close()
        cells |= found(way, judged(items, answers))
    return cells


def told(columns: Columns, name: str, cells: dict[str, str]) -> None:
    """Keeps cells, and says them at once."""
    columns.setdefault(name, {}).update(cells)
    print(name, cells, file=sys.stderr, flush=True)


def table(columns: Columns) -> str:
    """A Markdown table, one column an index."""
    rows = dict.fromkeys(row for cells in columns.values() for row in cells)
    lines = ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [
        f"| {row} | " + " | ".join(cells.get(row, "–") for cells in columns.values()) + " |"
        for row in rows
    ]
    return "\n".join(lines)


def folder_cells(taken: measure.Run, out: Path) -> dict[str, str]:
    """Cells of a build that wrote a folder."""
    return built(taken, measure.size(out), measure.count_files(out, ".*"))


def beside_pagefind(given: argparse.Namespace, columns: Columns) -> None:
    """Ours and Pagefind: build, bytes and times, known items."""
    corpus, work, documents = given.corpus, given.work, given.n
    data = json.loads(given.queries.read_text("utf-8"))
    queries = [query for query in data["queries"] if query["class"] in CLASSES]
    items = draw(corpus, documents, given.questions)
    name = f"ours, {documents:,}"
    index, taken = ours(work, corpus, documents)
    told(columns, name, folder_cells(taken, index))
    with search_wire.served(index.resolve()) as address, chromium() as browser:
        told(columns, name, wire(browser, address, queries, open_ours, search_wire.ask))
    told(columns, name, known_ours(index, items))

    out, taken = pagefind(work, corpus, documents)
    name = f"Pagefind {PAGEFIND}, {documents:,}"
    told(columns, name, folder_cells(taken, out))
    with search_wire.serve(out.resolve(), PAGE) as address, chromium() as browser:
        told(columns, name, wire(browser, address, queries, open_pagefind, ask_pagefind))
    with search_wire.serve(out.resolve(), PAGE) as address, chromium() as browser:
        told(columns, name, known_pagefind(browser, address, items))


def beside_lunr(given: argparse.Namespace, columns: Columns) -> None:
    """Ours and lunr: build, known items; lunr in a process of its own, for its memory."""
    corpus, work, documents = given.corpus, given.work, given.lunr
    items = draw(corpus, documents, given.questions)
    name = f"ours, {documents:,}"
    index, taken = ours(work, corpus, documents)
    told(columns, name, folder_cells(taken, index))
    told(columns, name, known_ours(index, items))
    (work / "items.json").write_text(json.dumps(items), "utf-8")
    command = [sys.executable, "-m", "benchmarks.search_peers", corpus, given.queries]
    measure.run([*command, "--work", work, "--lunr", str(documents), "--lunr-here"])
    report = json.loads((work / "lunr.json").read_text("utf-8"))
    name = f"lunr (Python), {documents:,}"
    told(columns, name, built(measure.Run(*report["taken"]), report["size"], 1))
    for way in WAYS:
        told(columns, name, found(way, report[way]))


def main() -> None:
    """Prints the table, of what there is if a part failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpus", type=Path)
    options.add_argument("queries", type=Path)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--n", type=int, default=50_000)
    options.add_argument("--lunr", type=int, default=10_000)
    options.add_argument("--questions", type=int, default=200)
    options.add_argument("--lunr-here", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    for name in ("corpus", "queries", "work"):
        setattr(given, name, getattr(given, name).resolve())
    given.work.mkdir(parents=True, exist_ok=True)
    if given.lunr_here:
        items = json.loads((given.work / "items.json").read_text("utf-8"))
        lunr_here(given.corpus, given.lunr, items, given.work / "lunr.json")
        return
    columns: Columns = {}
    try:
        if given.n:
            beside_pagefind(given, columns)
        if given.lunr:
            beside_lunr(given, columns)
        if given.n:
            plain, taken = ours(given.work, given.corpus, given.n, positions=False)
            told(columns, f"ours, {given.n:,}, no positions", folder_cells(taken, plain))
    finally:
        print(f"{measure.machine()}; known item: {WORDS} words each\n\n{table(columns)}")


if __name__ == "__main__":
    main()

"""What a search costs in Chromium: bytes, rounds, milliseconds, memory, on a fast and a slow line.

    python -m benchmarks.search_wire INDEX queries.json [--slow | --facets | --memory]

INDEX is a folder that search_build wrote. The queries are {queries: [{q, class, filters}], phrases:
[{q}]}. Bytes are those of bodies as a host sends them that gzips html, js and json; the page itself
is not counted. `first` is a new browser context for each query, `next` the query after
another one in the same page, all queries in turn, `again` the same query once more. Left out is what
the page asks for when its cards stand: passages, filters and their counts (told apart, as the engine
gives them), export.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import re
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from search.engine_files import install, page_fragment
from tests.chromium import ARGUMENTS, find_chromium

PAGE: Final = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Recherche</title>
<link rel="icon" href="data:,"><body>{fragment}
<script type="module" src="index/moteur/interface.js"></script></body></html>"""
#: On a narrow page filters are not shown, so nothing is counted: the columns and lists behind counts are
#: told apart.
NARROW: Final[ViewportSize] = {"width": 600, "height": 900}
WIDE: Final[ViewportSize] = {"width": 1280, "height": 900}
#: The slow line: 1.6 Mbit/s, 150 ms, processor four times slower.
SLOW: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
FACETS: Final = {"depute": "auteur", "ministere": "ministere_interroge", "annee": "annee"}
#: A search that is none of the list, so that the engine is loaded.
OTHER: Final = {"q": "hôpital"}
#: Searches whose facets are counted, in turn.
FACET_QUERIES: Final = (
    {"q": "retraite"},
    {"q": "hôpital public"},
    {"q": "retraite", "filtres": {"annee": ["2014"]}},
)
SEARCHED: Final = """async (request) => {
  const { open } = await import(new URL('index/moteur/engine.js', document.baseURI));
  window.engine ??= await open(new URL('index/', document.baseURI));
  return (await window.engine.search(request)).total;
}"""
FACET_COUNTS: Final = "(request) => window.engine.facets(request)"
LATER: Final = re.compile(r"^recherche.html$|/(interface-[a-z]+|snippets)\.js$|/v/[a-z_]+\.bin$")
DONE: Final = """q => { const list = document.querySelector('#resultats');
  return list.dataset.q === q && list.getAttribute('aria-busy') === 'false'; }"""
CARDS: Final = """q => { const list = document.querySelector('#resultats');
  return list.dataset.q === q
    && (list.querySelector('[data-id]') || list.getAttribute('aria-busy') === 'false'); }"""


#: What a server sent since the start: name, bytes, when.
COUNTED: Final[list[tuple[str, int, float]]] = []


class _Counting(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, gzips as common hosts do, counts what it sends."""

    protocol_version = "HTTP/1.1"
    index = Path()
    page = b""

    def do_GET(self) -> None:
        """Answers from the index, or with the page."""
        name = self.path.split("?")[0].lstrip("/")
        kind = {"js": "text/javascript", "json": "application/json"}.get(
            name.rsplit(".", 1)[-1], "application/octet-stream"
        )
        if name == "recherche.html":
            body, kind = self.page, "text/html; charset=utf-8"
        else:
            path = self.index / name.removeprefix("index/")
            if not name.startswith("index/") or not path.is_file():
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = path.read_bytes()
        self.send_response(200)
        if kind != "application/octet-stream":
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # a browser that was closed
            self.wfile.write(body)
        COUNTED.append((name, len(body), time.perf_counter()))

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address of the search page over an index."""
    install(index)
    fragment = page_fragment().replace('data-index="recherche/"', 'data-index="index/"')
    with serve(index, PAGE.format(fragment=fragment).encode()) as address:
        yield address


@contextmanager
def serve(index: Path, page: bytes) -> Iterator[str]:
    """The address of a page beside a folder, `index/` to it."""
    handler = functools.partial(_Counting, directory=str(index))
    _Counting.index = index
    _Counting.page = page
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/recherche.html"
    server.shutdown()


def address_of(query: dict[str, Any]) -> str:
    """The query string of a query of the list."""
    values = [("q", query["q"])]
    values += [(FACETS[name], value) for name, value in query.get("filters", {}).items()]
    if query.get("sort") == "date":
        values.append(("tri", "recent"))
    return urlencode(values)


def ask(page: Page, query: dict[str, Any]) -> dict[str, float]:
    """Goes to a query within the page; milliseconds to the first card and to the whole page."""
    started = page.evaluate(
        """address => { history.pushState(null, '', '?' + address);
        dispatchEvent(new PopStateEvent('popstate')); return performance.now(); }""",
        address_of(query),
    )
    page.wait_for_function(CARDS, arg=query["q"], polling=5)
    first = page.evaluate("performance.now()")
    page.wait_for_function(DONE, arg=query["q"], polling=5)
    return {"cards": first - started, "whole": page.evaluate("performance.now()") - started}


def counted(since: int) -> tuple[int, int]:
    """Bytes and requests from one on, the page left out."""
    new = files_sent(since)
    return sum(size for _, size in new), len(new)


def sent() -> int:
    """How many answers were sent so far."""
    return len(COUNTED)


def files_sent(since: int) -> list[tuple[str, int]]:
    """Names and bytes of the answers from one on, the page left out, and with it what it asks for
    when its cards stand: passages, filters, export, counts."""
    new = [(name, size) for name, size, _ in COUNTED[since:]]
    return [(name, size) for name, size in new if not LATER.search(name)]


def opened(context: BrowserContext, address: str, slow: bool) -> Page:
    """The search page, loaded, its engine not; the script of the page is there."""
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#filtrer:not([hidden])")
    if slow:
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def facet_bytes(context: BrowserContext, address: str) -> dict[str, Any]:
    """Bytes of the counts of all facets after a search, by file; then of those of another search."""
    page = context.new_page()
    page.goto(address)
    sizes = []
    for queries in FACET_QUERIES:
        page.evaluate(SEARCHED, queries)
        since = sent()
        counts = page.evaluate(FACET_COUNTS, queries)
        sizes.append([(name, size) for name, size, _ in COUNTED[since:]])
    values = {name: len(entries) for name, entries in counts.items()}
    return {
        "once_kb": round(sum(size for _, size in sizes[0]) / 1000, 1),
        "requests": len(sizes[0]),
        "next_kb": [round(sum(size for _, size in each) / 1000, 1) for each in sizes[1:]],
        "kb": {name.split("/", 2)[-1]: round(size / 1000, 1) for name, size in sorted(sizes[0])},
        "values": values,
    }


def memory_mb(browser: Browser) -> float:
    """Memory of the largest renderer of the browser, its worker included, from the system."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    status = [
        Path(f"/proc/{process['id']}/status").read_text()
        for process in processes
        if process["type"] == "renderer"
    ]
    return max(int(text.split("VmRSS:")[1].split()[0]) / 1024 for text in status)


def memory_of_30(browser: Browser, address: str, queries: list[dict[str, Any]]) -> list[int]:
    """Memory of the tab on a wide page with filters and counts: opened, then after every ten searches."""
    page = opened(browser.new_context(viewport=WIDE), address, slow=False)
    sizes = [round(memory_mb(browser))]
    for number, query in enumerate(queries[:30], 1):
        ask(page, query)
        page.wait_for_timeout(300)  # the counts
        if number % 10 == 0:
            sizes.append(round(memory_mb(browser)))
    return sizes


def main() -> None:
    """Prints a table by class, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("index", type=Path)
    options.add_argument("queries", type=Path)
    options.add_argument("--slow", action="store_true")
    options.add_argument("--facets", action="store_true", help="only the bytes of facet counts")
    options.add_argument("--memory", action="store_true", help="only the memory of the tab")
    given = options.parse_args()
    data = json.loads(given.queries.read_text("utf-8"))
    queries = [*data["queries"], *({**phrase, "class": "phrase"} for phrase in data["phrases"])]
    rows: dict[str, dict[str, list[float]]] = {}

    def note(
        query: dict[str, Any], kind: str, times: dict[str, float], size: tuple[int, int]
    ) -> None:
        row = rows.setdefault(query["class"], {})
        row.setdefault(f"{kind} kB", []).append(size[0] / 1000)
        row.setdefault(f"{kind} requests", []).append(size[1])
        row.setdefault(f"{kind} ms", []).append(times["cards"])

    with sync_playwright() as playwright, served(given.index.resolve()) as address:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS), headless=True
        )
        if given.facets:
            print(json.dumps(facet_bytes(browser.new_context(), address)))
            return
        if given.memory:
            print(json.dumps({"memory_mb": memory_of_30(browser, address, queries)}))
            return
        for query in queries:
            context = browser.new_context(viewport=NARROW)
            since = sent()
            page = opened(context, address, given.slow)
            note(query, "first", ask(page, query), counted(since))
            context.close()
        context = browser.new_context(viewport=NARROW)
        page = opened(context, address, given.slow)
        ask(page, OTHER)
        for query in queries:
            since = sent()
            note(query, "next", ask(page, query), counted(since))
        for query in queries:
            ask(page, OTHER)
            since = sent()
            note(query, "again", ask(page, query), counted(since))
        memory = memory_mb(browser)
        facets = facet_bytes(browser.new_context(), address)
        browser.close()
    table = {
        name: {key: round(statistics.median(values), 1) for key, values in row.items()}
        for name, row in rows.items()
    }
    for name, row in table.items():
        print(name, row)
    report = {"slow": given.slow, "memory_mb": round(memory), "facets": facets, "classes": table}
    print(json.dumps(report))


if __name__ == "__main__":
    main()

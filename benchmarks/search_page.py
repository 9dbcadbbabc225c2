"""The search page as a visitor with a slow telephone and a slow line sees it.

    python -m benchmarks.search_page SITE queries.json [--fast | --devtools]

SITE is a folder that build.py wrote, served as a host that compresses text. The processes of the page, its
workers included, run four times slower (slowed.py); the line gives 1.6 Mbit/s after 150 ms a request. Both
are measured first. --fast leaves both as they are; --devtools slows the page as DevTools does, which does
not reach workers. The queries are {queries: [{q, class, filters}], phrases: [{q}]}: a few of each class.
Under four minutes.

Each visit is a new browser context: the page is loaded, then words are typed at once and Enter pressed
(the engine is not there yet), then other words (`next`), then the first ones (`again`). Times run from
Enter to the frame that shows what was asked. `filters`: the panel is shown; `all facets`: every list of
it, all of them opened at once.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.host import hosted
from benchmarks.measure import machine
from benchmarks.slowed import slowed
from tests.chromium import ARGUMENTS, find_chromium

#: How many times slower the page runs.
TIMES: Final = 4
#: What runs slower: nothing (""), the thread of the page, or its whole process.
PAGE: Final = "page"
PROCESS: Final = "process"
#: 1.6 Mbit/s down, 150 ms.
LINE: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
#: A file that every site has, too small to matter and one that takes its time.
FILE: Final = "assets/vendor/source-serif-4/source-serif-4-latin-400-normal.woff2"
#: Queries of a class, and visits.
EACH: Final = 3
FACETS: Final = {"depute": "auteur", "ministere": "ministere_interroge", "annee": "annee"}
DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
TELEPHONE: Final[ViewportSize] = {"width": 390, "height": 844}
#: Tasks of the page's thread longer than this are told, in milliseconds.
LONG: Final = 100
#: Between two letters, in milliseconds: the search of the first has begun.
BETWEEN_LETTERS: Final = 400

#: What the page notes about itself, from its first moment.
NOTES: Final = """(() => {
  const notes = (window.notes = { tasks: [], shifts: [], entered: 0, listed: 0 });
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("longtask", ({ startTime, duration }) => notes.tasks.push([startTime, duration]));
  const named = ({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)?.outerHTML?.slice(0, 60);
  observe("layout-shift", ({ hadRecentInput, startTime, value, sources }) =>
    hadRecentInput || notes.shifts.push([startTime, value, ...sources.map(named)]));
  addEventListener("keydown", (event) => { notes.entered = event.timeStamp; notes.listed = 0; }, true);
  const painted = (done) => requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  window.until = (fits) => new Promise((resolve) => {
    const look = () => {
      if (!fits()) return false;
      watch.disconnect();
      painted(resolve);
      return true;
    };
    const watch = new MutationObserver(look);
    if (!look()) watch.observe(document, { subtree: true, childList: true, attributes: true });
  });
})()"""
#: What is waited for after Enter, before it is pressed.
AWAIT: Final = """(q) => {
  const list = document.querySelector("#resultats");
  const here = () => list.dataset.q === q;
  window.cards = until(() => here() && list.querySelector("[data-id]"));
  window.whole = until(() => here() && list.getAttribute("aria-busy") === "false");
}"""
PANEL: Final = """() => until(() => document.querySelector(".filtres-contenu[aria-busy=false]"))"""
#: Playwright's own ways of finding and filling a box are long tasks on a slow processor.
EMPTY_BOX: Final = """() => {
  const box = document.querySelector("#recherche-q");
  box.value = "";
  box.focus();
}"""
ALL_FACETS: Final = """() => {
  const lists = [...document.querySelectorAll("details.facette:not([open])")];
  for (const list of lists) list.open = true;
  const { length } = notes.shifts;
  return until(() => lists.every((list) => list.querySelector("li"))).then((when) => {
    for (const list of lists) list.open = false;
    setTimeout(() => notes.shifts.splice(length), 100); // nobody opens all lists at once
    return when;
  });
}"""
WATCH_NAMES: Final = """() => {
  const list = document.querySelector("[role=listbox]");
  new MutationObserver(() => {
    const { notes } = window;
    if (notes.listed || !list.childElementCount) return;
    notes.listed = -1;
    requestAnimationFrame(() => setTimeout(() => { notes.listed = performance.now(); }));
  }).observe(list, { childList: true });
}"""
SPIN: Final = "const t = performance.now(); let x = 0; for (let i = 0; i < 1e8; i++) x += i % 7;"
IN_WORKER: Final = """(code) => new Promise((done) => {
  const worker = new Worker(URL.createObjectURL(new Blob([code])));
  worker.onmessage = ({ data }) => done(data);
})"""


class Visit:
    """A page of the site in a browser context of its own."""

    def __init__(self, browser: Browser, base: str, size: ViewportSize, slow: str) -> None:
        self.browser = browser
        self.base = base
        # the policy of the site would refuse the worker that measures the line
        self.context = browser.new_context(locale="fr-FR", viewport=size, bypass_csp=True)
        self.context.add_init_script(NOTES)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.page.goto(f"{base}etat.json")
        self.ended = ExitStack()
        if slow:
            session = self.context.new_cdp_session(self.page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", LINE)
            if slow == PAGE:
                session.send("Emulation.setCPUThrottlingRate", {"rate": TIMES})
            else:
                self.ended.enter_context(slowed(renderers(browser), TIMES))

    def load(self) -> None:
        """The search page, its script run, the engine not asked for."""
        self.page.goto(f"{self.base}recherche.html", wait_until="load")
        self.page.evaluate("() => until(() => !document.querySelector('#filtrer').hidden)")

    def enter(self, query: dict[str, Any]) -> dict[str, float]:
        """Types a query and presses Enter; seconds to the first cards and to all of them."""
        page = self.page
        filters = {FACETS[name]: value for name, value in query.get("filters", {}).items()}
        wanted = "&".join(f"{name}={quote(value)}" for name, value in filters.items())
        page.evaluate("(a) => history.replaceState(null, '', a)", f"recherche.html?{wanted}")
        page.evaluate(AWAIT, query["q"])
        page.evaluate(EMPTY_BOX)
        page.keyboard.insert_text(query["q"])
        page.keyboard.press("Enter")
        return {
            "cards": self.since_enter("window.cards"),
            "whole": self.since_enter("window.whole"),
        }

    def since_enter(self, moment: str) -> float:
        """Seconds from the last key to what a script waits for."""
        found: float = self.page.evaluate(moment)
        entered: float = self.page.evaluate("notes.entered")
        return (found - entered) / 1000

    def close(self) -> None:
        """Ends the visit."""
        self.ended.close()
        self.context.close()


def renderers(browser: Browser) -> list[int]:
    """The processes that run pages and their workers."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return [process["id"] for process in processes if process["type"] == "renderer"]


@contextmanager
def visit(browser: Browser, base: str, size: ViewportSize, slow: str) -> Iterator[Visit]:
    """One visit, ended whatever happens."""
    begun = Visit(browser, base, size, slow)
    try:
        yield begun
    finally:
        begun.close()


def chosen(data: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """A few queries of each class, one word of each frequency."""
    queries = data["queries"]
    words = [
        next(query for query in queries if query["class"] == kind)
        for kind in ("rare", "medium", "common")
    ]
    return {
        "one word": words,
        "word + deputy": [q for q in queries if "depute" in q.get("filters", {})][:EACH],
        "several": [q for q in queries if q["class"] == "multi"][:EACH],
        "phrase": data["phrases"][:EACH],
    }


def conditions(browser: Browser, base: str, site: Path, slow: str) -> str:
    """What the throttles do to the page and to its workers, in words."""
    size = (site / FILE).stat().st_size
    code = f"(() => {{ {SPIN} return performance.now() - t; }})()"
    posting = f"onmessage = () => {{ {SPIN} postMessage(performance.now() - t); }}; onmessage();"
    fetching = (
        "(async () => { const t = performance.now();"
        f" await (await fetch('{base}{FILE}', {{cache: 'no-store'}})).arrayBuffer();"
        " postMessage(performance.now() - t); })()"
    )
    speeds: list[tuple[float, float]] = []
    for throttled in ("", slow):
        with visit(browser, base, DESK, throttled) as begun:
            begun.page.goto(f"{base}a-propos.html")
            speeds.append(
                (
                    statistics.median(begun.page.evaluate(code) for _ in range(5)),
                    statistics.median(begun.page.evaluate(IN_WORKER, posting) for _ in range(5)),
                )
            )
            took: float = begun.page.evaluate(IN_WORKER, fetching)
    return (
        f"processor {speeds[1][0] / speeds[0][0]:.1f} times slower in the page,"
        f" {speeds[1][1] / speeds[0][1]:.1f} in a worker;"
        f" {size / 1000:.0f} kB reach a worker in {took / 1000:.2f} s"
    )


def typing(begun: Visit, name: str) -> list[float]:
    """Milliseconds from each letter of a name to the names proposed, the second time it is typed."""
    page = begun.page
    page.evaluate(EMPTY_BOX)
    page.evaluate("() => until(() => document.querySelector('[role=listbox]'))")
    page.keyboard.type(name, delay=BETWEEN_LETTERS)
    page.evaluate("() => until(() => document.querySelector('[role=option]'))")
    page.evaluate(EMPTY_BOX)
    page.wait_for_timeout(3 * BETWEEN_LETTERS)
    page.evaluate(WATCH_NAMES)
    times = []
    for letter in name:
        page.keyboard.type(letter)
        page.wait_for_timeout(BETWEEN_LETTERS)
        listed = page.evaluate("notes.listed - notes.entered")
        times.append(listed)
    return times[1:]  # one letter proposes nothing


def told(values: Sequence[float], digits: int = 2) -> str:
    """The median, and the worst in brackets."""
    return f"{statistics.median(values):.{digits}f} ({max(values):.{digits}f})" if values else "–"


def main() -> None:
    """Prints tables: times, then what moves and what blocks."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site", type=Path)
    options.add_argument("queries", type=Path)
    options.add_argument("--fast", action="store_true", help="no throttle")
    options.add_argument("--devtools", action="store_true", help="the page slowed, its workers not")
    given = options.parse_args()
    slow = "" if given.fast else PAGE if given.devtools else PROCESS
    classes = chosen(json.loads(given.queries.read_text("utf-8")))
    tasks: dict[str, list[float]] = {"load": [], "search": [], "typing a name": []}
    shifts: dict[str, list[float]] = {"desk": [], "telephone": []}
    moved: dict[str, float] = {}

    def note(begun: Visit, where: str, loaded: float) -> None:
        """Tasks of the visit before and after its load, and shifts."""
        notes = begun.page.evaluate("notes")
        for start, length in notes["tasks"]:
            tasks["load" if start < loaded else "search"].append(length)
        shifts[where].append(sum(value for _, value, *_ in notes["shifts"]))
        for _, value, *nodes in notes["shifts"]:
            moved[" ".join(map(str, nodes))] = value

    with sync_playwright() as playwright, hosted(given.site) as base:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(ARGUMENTS), headless=True
        )
        print(f"{machine()}; {conditions(browser, base, given.site, slow)}\n")
        names = ("cards", "whole", "filters", "all facets", "next", "again")
        print(f"| Enter to, s: median (worst) | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
        for kind, queries in classes.items():
            rows: dict[str, list[float]] = {name: [] for name in names}
            for at, query in enumerate(queries):
                with visit(browser, base, DESK, slow) as begun:
                    begun.load()
                    loaded = begun.page.evaluate("performance.now()")
                    for name, seconds in begun.enter(query).items():
                        rows[name].append(seconds)
                    rows["filters"].append(begun.since_enter(PANEL))
                    rows["all facets"].append(begun.since_enter(ALL_FACETS))
                    rows["next"].append(begun.enter(queries[(at + 1) % len(queries)])["cards"])
                    begun.page.evaluate(PANEL)
                    rows["again"].append(begun.enter(query)["cards"])
                    begun.page.evaluate(PANEL)
                    note(begun, "desk", loaded)
            print(f"| {kind} | {' | '.join(told(rows[name]) for name in names)} |", flush=True)
        for queries in classes.values():
            with visit(browser, base, TELEPHONE, slow) as begun:
                begun.load()
                loaded = begun.page.evaluate("performance.now()")
                begun.enter(queries[0])
                begun.page.wait_for_timeout(1000)
                note(begun, "telephone", loaded)
        deputy = classes["word + deputy"][0]["filters"]["depute"]
        with visit(browser, base, DESK, slow) as begun:
            begun.load()
            started = begun.page.evaluate("performance.now()")
            letters = typing(begun, deputy)
            tasks["typing a name"] = [
                length for start, length in begun.page.evaluate("notes.tasks") if start > started
            ]
        browser.close()
    print(f"\nLetter to names proposed, ms, {len(letters)} letters of a name: {told(letters, 0)}")
    for when, lengths in tasks.items():
        long = [length for length in lengths if length > LONG]
        worst = max(lengths, default=0)
        print(f"Tasks over {LONG} ms, {when}: {len(long)}, the longest {worst:.0f} ms")
    for where, values in shifts.items():
        print(f"Layout shift of a visit, {where}: {told(values, 3)}")
    for nodes, value in sorted(moved.items(), key=lambda item: -item[1])[:5]:
        print(f"  {value:.3f} {nodes}")


if __name__ == "__main__":
    main()

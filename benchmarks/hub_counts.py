"""Do the counts of hubs and statistics equal the searches that they lead to? Random counts, the real engine.

    python -m benchmarks.hub_counts --site /some/site [--counts 1000] [--seed 1]

Differences are printed one by one; none is the bar.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.measure import count_files, machine
from tests.chromium import ARGUMENTS, find_chromium
from tests.server import served
from tests.site.counts import TOTALS, Counted, counts_of, request


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--site", type=Path, required=True, help="with its index")
    parser.add_argument("--counts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1, help="of the choice")
    options = parser.parse_args(arguments)
    every = sorted(set(counts_of(options.site)))
    chosen = random.Random(options.seed).sample(every, min(options.counts, len(every)))
    print(machine())
    print(
        f"{count_files(options.site, '.html'):,} pages of HTML, {len(every):,} counts with a search"
    )
    different = [
        (one, total) for one, total in compared(options.site, chosen) if total != one.number
    ]
    for one, total in different:
        print(f"{one.page}: {one.number}, the search ?{one.query} finds {total}")
    print(f"{len(chosen):,} compared, differences: {len(different)}")


def compared(site: Path, chosen: Sequence[Counted]) -> list[tuple[Counted, int]]:
    """Each count with what its search finds."""
    with served(site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*ARGUMENTS])
        page = browser.new_page()
        page.goto(f"{base}/recherche.html")
        requests = [request(one.query) for one in chosen]
        totals = page.evaluate(TOTALS, {"requests": requests, "base": base})
        browser.close()
    return list(zip(chosen, totals, strict=True))


if __name__ == "__main__":
    main()

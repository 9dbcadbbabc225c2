"""How fast are pages rendered, and which texts go round Python-Markdown?

    python -m benchmarks.rendering --source /some/folder [--time]

Says how many questions of the sources take the fast road (`publisher/plain_markdown.py`), and of each other
one why not. With `--time`, renders their pages and hubs with two processes both ways: as a build does, and
with every question through Python-Markdown.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import ROOT, count_files, machine, run
from publisher import plain_front_matter, plain_markdown

#: Questions told one by one.
TOLD = 40


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--source", type=Path, action="append", required=True)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--render", type=Path, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--slow", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.render:
        render(*options.render, slow=options.slow)
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sources = [part for source in options.source for part in ("--source", source.resolve())]
        folders = ("--pages", work / "pages", "--cache", work / "cache")
        run([sys.executable, "build.py", "parse", *sources, *folders, "--site", work / "site"])
        tell_roads(work / "pages")
        if options.time:
            measure(work)


def tell_roads(pages: Path) -> None:
    """How many questions take which road, and why some the slow one."""
    names = sorted(pages.glob("q*/*.md"))
    missed = [(path, why) for path in names if (why := slow_because(path.read_text("utf-8")))]
    fast = len(names) - len(missed)
    print(
        f"{fast:,} of {len(names):,} questions on the fast road ({100 * fast / len(names):.2f} %)"
    )
    for path, why in missed[:TOLD]:
        print(f"  {path.stem}: {why}")


def slow_because(page: str) -> str | None:
    """Why the page of a question needs PyYAML or Python-Markdown; None where it does not."""
    if plain_front_matter._plain(page) is None:
        return "its front matter"
    markdown, _ = plain_front_matter.read(page)
    if plain_markdown.to_html(markdown) is not None:
        return None
    return next(f"{block[:70]!r}" for block in _unusual(markdown))


def _unusual(markdown: str) -> Iterator[str]:
    for block in markdown.strip("\n").split("\n\n"):
        if plain_markdown.to_html(block) is None:
            yield block


def measure(work: Path) -> None:
    """Renders both ways in turns, and prints pages a second."""
    print(machine())
    ways: dict[str, list[str]] = {"as a build does": [], "all by Python-Markdown": ["--slow"]}
    for name, more in ways.items():
        site = work / "site"
        shutil.rmtree(site, ignore_errors=True)
        site.mkdir()
        render: list[str | Path] = ["--render", work / "pages", site, "--source", work, *more]
        took = run([sys.executable, "-m", "benchmarks.rendering", *render])
        html = count_files(site, ".html")
        print(
            f"{name:24} {html:,} pages {took.seconds:6.1f} s {html / took.seconds:6.0f} pages/s"
            f" {took.cpu:6.1f} s of CPU {html / took.cpu:6.0f} pages a CPU second {took.peak:5} MiB"
        )


def render(pages: Path, site: Path, *, slow: bool) -> None:
    """What a build does once the pages are there."""
    from publisher.generated import copy_handwritten
    from publisher.site import build_site

    if slow:
        plain_markdown.to_html = lambda markdown: None
    copy_handwritten(ROOT / "docs", pages)
    build_site(pages, site, workers=2)


if __name__ == "__main__":
    main()

"""How fast is `build.py site`, from sources to site, beside plain `mkdocs build` and Hugo on the same pages?

    python -m benchmarks.build_speed --source /some/folder --rounds 3

Hugo takes part where it is installed, with a layout that has the frame of ours. They take turns in one
run, since machines are noisy: trust the ratio more than the figures.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import hugo
from benchmarks.measure import ROOT, Run, count_files, machine, run, size

#: Plain MkDocs with the project's settings, reading and writing elsewhere.
PLAIN_SETTINGS = "INHERIT: {config}\ndocs_dir: {docs}\nsite_dir: {site}\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        measure(options.source.resolve(), Path(work), options.rounds)


def measure(source: Path, work: Path, rounds: int) -> None:
    """Builds ``rounds`` times each way below ``work`` and prints the medians."""
    pages, site, plain = work / "pages", work / "site", work / "plain"
    settings = ROOT / f".mkdocs-{work.name}.yml"
    settings.write_text(
        PLAIN_SETTINGS.format(config=ROOT / "mkdocs.yml", docs=pages, site=plain), "utf-8"
    )
    ours: list[Run] = []
    theirs: list[Run] = []
    others: list[Run] = []
    try:
        for _ in range(rounds):
            ours.append(
                run(
                    [
                        *(sys.executable, "build.py", "site", "--source", source),
                        *("--pages", pages, "--site", site, "--cache", work / "cache"),
                    ]
                )
            )
            for name in ("site", "cache"):  # the next round begins anew
                if len(ours) < rounds:
                    shutil.rmtree(work / name)
            theirs.append(run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", settings]))
            if shutil.which("hugo"):
                if not others:
                    hugo.prepare(next(plain.glob("q*/*.html")), work / "hugo")
                others.append(run(hugo.command(pages, work / "hugo", work / "hugo-site")))
    finally:
        settings.unlink()
    html = count_files(site, ".html")
    print(machine())
    print(f"{html:,} pages of HTML, {size(site) / 1e6:.1f} MB in the site")
    ways = {"build.py site": ours, "mkdocs build": theirs}
    if others:
        ways["hugo"] = others
        print(f"{count_files(work / 'hugo-site', '.html'):,} pages by Hugo")
    for name, runs in ways.items():
        seconds = statistics.median(r.seconds for r in runs)
        print(
            f"{name:14} {seconds:7.1f} s  {html / seconds:6.0f} pages/s"
            f"  {statistics.median(r.cpu for r in runs):7.1f} s of CPU  {runs[-1].peak:5} MiB"
        )
    for name, runs in list(ways.items())[1:]:
        ratio = statistics.median(a.seconds / b.seconds for a, b in zip(runs, ours, strict=True))
        cpu = statistics.median(a.cpu / b.cpu for a, b in zip(runs, ours, strict=True))
        print(f"pages/s of build.py site to those of {name}: {ratio:.2f} ({cpu:.2f} by CPU)")


if __name__ == "__main__":
    main()

"""How fast is `build.py site`, from sources to site, beside plain `mkdocs build` on the same pages?

    python -m benchmarks.build_speed --source /some/folder --rounds 3

The two take turns in one run, since machines are noisy: trust the ratio more than the figures.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

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
            theirs.append(run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", settings]))
    finally:
        settings.unlink()
    html = count_files(site, ".html")
    print(machine())
    print(f"{html:,} pages of HTML, {size(site) / 1e6:.1f} MB in the site")
    for name, runs in (("build.py site", ours), ("mkdocs build", theirs)):
        seconds = statistics.median(r.seconds for r in runs)
        print(
            f"{name:14} {seconds:7.1f} s  {html / seconds:6.0f} pages/s"
            f"  {statistics.median(r.cpu for r in runs):7.1f} s of CPU  {runs[-1].peak:5} MiB"
        )
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(theirs, ours, strict=True))
    print(f"pages/s of build.py site to those of mkdocs build: {ratio:.2f}")


if __name__ == "__main__":
    main()

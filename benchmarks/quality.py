"""What the report on the sources costs: taking the account, and writing the report with all its lists.

python -m benchmarks.quality --source /some/folder [--doubtful 5]

One question in `--doubtful` is given a finding, as if its source had an unknown label: generated sources
have none.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import machine
from parser.corpus import read_sources
from parser.findings import Finding
from parser.report import Read, Report
from parser.sources import find_files
from publisher.quality.account import Account
from publisher.quality.report import write_quality
from publisher.writing import PageWriter


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--doubtful", type=int, default=5, metavar="N")
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as work:
        pages = Path(work) / "pages"
        report = read_sources(find_files([options.source]), Path(work) / "records.jsonl")
        peak = _peak()
        start = time.process_time()
        account = Account(doubtful(report, options.doubtful), report.more, [options.source])
        account.digest()
        taken = time.process_time() - start
        start = time.process_time()
        writer = PageWriter(pages, dict)
        write_quality(writer, account, ())
        written = time.process_time() - start
        sizes = [(pages / path).stat().st_size for path in writer.written]
        findings = sum(count.findings for count in account.kinds())
        print(
            f"{report.files:,} documents, {findings:,} findings: {len(sizes)} files,"
            f" {sum(sizes) / 1e6:.1f} MB, the largest {max(sizes) / 1e3:.0f} kB"
        )
        print(
            f"account {taken:.2f} s of CPU, writing {written:.2f} s; largest process {peak} MiB before,"
            f" {_peak()} after"
        )


def doubtful(report: Report, every: int) -> Iterator[Read]:
    """The documents, one in so many with a finding."""
    for number, read in enumerate(report.documents()):
        findings = read.findings
        if number % every == 0:
            label = f'unknown label or line "Couleur {number % 50} : bleu"'
            findings += (Finding(read.shown, 3, "doubtful", label, "left out", "inconnu"),)
        yield read._replace(findings=findings)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()

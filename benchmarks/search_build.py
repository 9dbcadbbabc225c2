"""How long the index takes to build, how much memory, how many bytes and files.

python -m benchmarks.search_build CORPUS.jsonl OUT [--n 100000] [--workers 2] [--no-positions]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from pathlib import Path

from benchmarks.search_corpus import read
from search.indexer import build, records


def processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    return sum(os.times()[:4])


def main() -> None:
    """Prints one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpus", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--n", type=int)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--no-positions", action="store_true")
    options.add_argument("--cache", type=Path)
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    lines = given.out.parent / f"{given.out.name}.{given.n or 'all'}.jsonl"
    if not lines.exists():
        records.write(read(given.corpus, given.n), lines)
    start, before = time.perf_counter(), processor_seconds()
    report = build(
        lines,
        given.out,
        workers=given.workers,
        positions=not given.no_positions,
        cache=given.cache,
    )
    seconds, processor = time.perf_counter() - start, processor_seconds() - before
    parts: dict[str, list[int]] = {}
    for path in given.out.rglob("*.*"):
        if path.is_file():
            kind = path.relative_to(given.out).parts[1:2]
            part = parts.setdefault(kind[0] if kind else path.name, [0, 0])
            part[0] += 1
            part[1] += path.stat().st_size
    print(
        json.dumps(
            {
                "megabytes": round(report.size / 1e6, 1),
                "files": report.files,
                "seconds": round(seconds, 1),
                "processor_seconds": round(processor, 1),
                "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
                "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10,
                "documents": report.documents,
                "forms": report.forms,
                "families": report.families,
                "postings": report.postings,
                "workers": given.workers,
                "positions": not given.no_positions,
                "parts": dict(sorted(parts.items())),
            }
        )
    )


if __name__ == "__main__":
    main()

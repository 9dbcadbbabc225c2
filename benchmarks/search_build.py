"""How long the index takes to build, how much memory, how many bytes and files.

python -m benchmarks.search_build CORPUS.jsonl OUT [--n 100000] [--workers 2] [--no-positions]
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

from benchmarks.search_corpus import read
from search.indexer import build


def main() -> None:
    """Prints one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpus", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--n", type=int)
    options.add_argument("--legislatures", type=int, default=1)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--no-positions", action="store_true")
    given = options.parse_args()
    start = time.perf_counter()
    report = build(
        read(given.corpus, given.n),
        given.out,
        workers=given.workers,
        positions=not given.no_positions,
    )
    seconds = time.perf_counter() - start
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

"""How long the index takes to build, how much memory, how many bytes and files.

python -m benchmarks.search_build CORPUS.jsonl OUT [--n 100000] [--workers 2] [--no-positions] [--repeats]

`--repeats` plants groups as real answers have them: of the 138,105 answers of the 14th to 16th legislature
67,691 are distinct; a few questions each, near in time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import time
from pathlib import Path

from benchmarks.search_corpus import read
from search.indexer import build, records


def processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    return sum(os.times()[:4])


def planted(lines: Path) -> dict[str, list[list[int]]]:
    """Groups by places: half of the answers repeat another, one question in ten, within some months."""
    chance = random.Random(1)
    in_order = [line for part in records.lines(lines).values() for line in part]
    starts = sorted(range(len(in_order)), key=lambda at: in_order[at].start)
    place = {document: at for at, document in enumerate(starts)}
    out: dict[str, list[list[int]]] = {}
    for kind, share in (("reponse", 0.65), ("question", 0.1)):
        free, groups = set(place), []
        wanted = (1 - share) * len(place)
        while len(free) > wanted:
            first = chance.randrange(len(place))
            near = {
                first + int(abs(chance.gauss(0, 700)))
                for _ in range(1 + int(chance.expovariate(0.4)))
            }
            group = sorted(({first} | near) & free)
            if len(group) > 1:
                groups.append(sorted(place[document] for document in group))
                free -= set(group)
        out[kind] = groups
    return out


def main() -> None:
    """Prints one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpus", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--n", type=int)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--no-positions", action="store_true")
    options.add_argument("--cache", type=Path)
    options.add_argument("--repeats", action="store_true")
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
        groups=planted(lines) if given.repeats else {},
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

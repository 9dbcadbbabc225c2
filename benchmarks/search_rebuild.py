"""What a small change costs the index: time with the cache, and bytes that are new.

python -m benchmarks.search_rebuild CORPUS.jsonl WORK [--n 100000] [--workers 2] [--no-positions]

Before: all but the last 100 questions, 100 of the last 15 % without their answers. After: all.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.search_build import processor_seconds
from benchmarks.search_corpus import read
from parser.question import Question
from search.indexer import build, records

ADDED = ANSWERED = 100
RECENT = 0.15


def before(corpus: Path, number: int) -> Iterator[Question]:
    """The records as they were before the change."""
    recent = range(int(number * (1 - RECENT)), number - ADDED)
    pending = set(random.Random(1).sample(recent, ANSWERED))
    for at, question in enumerate(read(corpus, number - ADDED)):
        if at in pending:
            yield dataclasses.replace(
                question, reponse=(), date_reponse=None, page_reponse=None, etat="en_attente"
            )
        else:
            yield question


def contents(out: Path) -> dict[str, tuple[str, int]]:
    """Path without the folder of the legislature → digest and bytes of every file."""
    found = {}
    for path in sorted(out.rglob("*.*")):
        if path.is_file():
            data = path.read_bytes()
            name = "/".join(path.relative_to(out).parts[1:]) or path.name
            found[name] = (hashlib.sha256(data).hexdigest(), len(data))
    return found


def compared(
    old: dict[str, tuple[str, int]], new: dict[str, tuple[str, int]]
) -> dict[str, list[int]]:
    """By kind: files and bytes; of them new in content; of them not the same in the same place."""
    known = {digest for digest, _ in old.values()}
    parts: dict[str, list[int]] = {}
    for name, (digest, size) in new.items():
        part = parts.setdefault(name.split("/")[0], [0] * 6)
        for at, counted in enumerate((True, digest not in known, old.get(name) != (digest, size))):
            if counted:
                part[2 * at] += 1
                part[2 * at + 1] += size
    parts["all"] = [sum(column) for column in zip(*parts.values(), strict=True)]
    return parts


def main() -> None:
    """Prints one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("corpus", type=Path)
    options.add_argument("work", type=Path)
    options.add_argument("--n", type=int, default=100_000)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--no-positions", action="store_true")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    out, cache = given.work / "index", given.work / "cache"
    lines = {name: given.work / f"{name}.{given.n}.jsonl" for name in ("before", "after")}
    if not lines["after"].exists():
        records.write(before(given.corpus, given.n), lines["before"])
        records.write(read(given.corpus, given.n), lines["after"])
    report: dict[str, object] = {"questions": given.n, "workers": given.workers}
    old: dict[str, tuple[str, int]] = {}
    shutil.rmtree(cache, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    for step, name in (("clean", "before"), ("changed", "after"), ("unchanged", "after")):
        old = contents(out)
        slices = {path.name for path in cache.glob("*.slice")}
        start, spent = time.perf_counter(), processor_seconds()
        build(
            lines[name],
            out,
            workers=given.workers,
            positions=not given.no_positions,
            cache=cache,
        )
        report[step] = {
            "seconds": round(time.perf_counter() - start, 1),
            "processor_seconds": round(processor_seconds() - spent, 1),
            "slices": len(list(cache.glob("*.slice"))),
            "slices_analysed": len({path.name for path in cache.glob("*.slice")} - slices),
        }
        if step == "changed":
            report["parts"] = compared(old, contents(out))
    report["cache_mb"] = round(sum(p.stat().st_size for p in cache.iterdir()) / 1e6)
    print(json.dumps(report))


if __name__ == "__main__":
    main()

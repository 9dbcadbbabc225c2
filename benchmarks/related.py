"""What do repeats and similar questions cost? Anew, with nothing changed, and after a small change.

    python -m benchmarks.related --records .cache/records.jsonl --repeats 0.4 --work /some/folder

Of the answers of a generated corpus none is given twice: some are planted, as they are, with a word
changed, with a paragraph added, and as one formula on many subjects.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.measure import machine
from parser.reading import digest
from parser.workers import Workers
from related.analysed import analysed
from related.compared import Compared
from related.grouping import find_repeats
from related.lines import Lines
from related.similar import find_similar

#: Questions changed, and questions added.
EDITS: Final = 100
FORMULA: Final = (
    "Le Gouvernement est très attentif à la situation de {}. Une concertation est engagée avec les"
    " représentants concernés et ses conclusions seront rendues publiques."
)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--repeats", type=float, default=0.4, help="share of the answers")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path, help="where to write; default: the temporary folder")
    options = parser.parse_args(arguments)
    print(machine())
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        records = Path(work) / "records.jsonl"
        lines = list(planted(options.records, options.questions, options.repeats))
        added = [lines.pop(place) for place in sorted(_some(len(lines)), reverse=True)]
        measure("anew", lines, records, options.workers)
        measure("nothing changed", lines, records, options.workers)
        for place in _some(len(lines)):
            record = orjson.loads(lines[place])
            record["question"] = [*record.get("question", ()), "Il rappelle les digues du moulin."]
            lines[place] = orjson.dumps(record) + b"\n"
        for line in added:
            lines.insert(random.Random(line).randrange(len(lines)), line)
        measure(f"{EDITS} changed, {EDITS} added", lines, records, options.workers)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"largest process {peak:,} MiB, and the lines of this program among it")


def _some(count: int) -> list[int]:
    return random.Random(count).sample(range(count), min(EDITS, count // 10))


def planted(records: Path, questions: int, share: float) -> Iterator[bytes]:
    """The lines, some with the answer of another question."""
    dice = random.Random(5)
    texts: list[list[str]] = []
    with records.open("rb") as file:
        for line in islice(file, questions):
            record: dict[str, Any] = orjson.loads(line)
            answer = record.get("reponse")
            if answer and len(texts) > 50 and dice.random() < share:
                record["reponse"] = _again(dice.choice(texts), dice)
                line = orjson.dumps(record) + b"\n"
            elif answer and all(isinstance(p, str) for p in answer):
                texts.append(answer)
            yield line


def _again(answer: list[str], dice: random.Random) -> list[str]:
    kind = dice.random()
    if kind < 0.1:
        return [FORMULA.format(f"la commune de Ville{dice.randrange(5000)}")]
    if kind < 0.2:
        return [FORMULA.format("la profession")]
    if kind < 0.4:
        words = answer[0].split(" ")
        words[dice.randrange(len(words))] = "autrement"
        return [" ".join(words), *answer[1:]]
    if kind < 0.5:
        return [
            *answer,
            "Un bilan de ces mesures sera présenté au Parlement avant la fin de l'année.",
        ]
    return answer


def measure(name: str, lines: Sequence[bytes], records: Path, workers: int) -> None:
    """Writes the records and prints the seconds of each step, and CPU seconds of all processes."""
    with records.open("wb") as file:
        file.writelines(lines)
    found = Lines.of(records, map(len, lines), [digest(line) for line in lines])
    cache = records.parent
    steps: list[tuple[str, float]] = []
    cpu = sum(os.times()[:4])
    with Workers(workers) as pool:
        start = time.perf_counter()
        analysis = analysed(found, cache, "1", pool)
        steps.append(("analysis", time.perf_counter() - start))
        start = time.perf_counter()
        compared = Compared(found, cache, "1", pool)
        repeats = find_repeats(analysis, compared.compare)
        compared.save()
        steps.append(("repeats", time.perf_counter() - start))
        start = time.perf_counter()
        find_similar(analysis, repeats, found, cache, "1")
        steps.append(("similar", time.perf_counter() - start))
    cpu = sum(os.times()[:4]) - cpu
    told = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in steps)
    total = sum(seconds for _, seconds in steps)
    groups = f"{len(repeats.questions):,} groups of questions, {len(repeats.answers):,} of answers"
    print(f"{len(lines):,}, {name}: {total:.1f} s ({told}), CPU {cpu:.1f} s; {groups}")


if __name__ == "__main__":
    main()

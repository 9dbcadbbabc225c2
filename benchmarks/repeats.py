"""Are repeats found, and nothing else? Planted families on real text: precision and recall by kind.

python -m benchmarks.repeats --text text.txt.xz --seed 7 --formulas unseen --rounds 10
"""

from __future__ import annotations

import argparse
import lzma
import random
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import orjson

from related.analysis import analyse
from related.comparing import Outcome, Told, compare
from related.grouping import find_repeats
from related.repeats import Repeats
from tests.related.plants import KINDS, Plant, Record, plants


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--text", type=Path, required=True, help="a paragraph a line, plain or .xz")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formulas", choices=KINDS, default="unseen")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--show", type=int, default=0, help="mistakes to print")
    options = parser.parse_args(arguments)
    opened = lzma.open if options.text.suffix == ".xz" else open
    with opened(options.text, "rt", encoding="utf-8") as text:
        paragraphs = [line.strip() for line in text]
    planted = plants(paragraphs, options.seed, options.formulas, options.rounds)
    random.Random(options.seed).shuffle(planted)
    measure(planted, options.show)


def measure(planted: Sequence[Plant], show: int = 0) -> tuple[float, float]:
    """Precision and recall of pairs, which it prints with the recall of each kind."""
    records: list[Record] = []
    family: list[int] = []
    for number, plant in enumerate(planted):
        records += plant.records
        family += [number] * len(plant.records)
    found = repeats_of(records)
    expected: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    right = 0
    for name, groups in (("question", found.questions), ("reponse", found.answers)):
        pairs = {pair for group in groups for pair in combinations(group, 2)}
        places = 0
        for plant in planted:
            own = range(places, places := places + len(plant.records))
            if plant.name != name or not plant.same:
                continue
            for pair in combinations(own, 2):
                expected[plant.kind] += 1
                hit[plant.kind] += pair in pairs
                if pair not in pairs and show > 0:
                    show -= 1
                    _show("missed", plant.kind, [records[place][name] for place in pair])
        for one, other in pairs:
            plant = planted[family[one]]
            if family[one] == family[other] and (plant.same or plant.name != name):
                right += plant.same and plant.name == name
                continue
            kind = plant.kind if family[one] == family[other] else "strangers"
            wrong[kind] += 1
            if show > 0:
                show -= 1
                _show("wrong", kind, [records[place][name] for place in (one, other)])
    for kind in sorted(expected):
        print(f"{kind:30} {hit[kind]:5} of {expected[kind]:5}")
    for kind in sorted(wrong):
        print(f"{kind:30} {wrong[kind]:5} wrong")
    precision = right / max(1, right + sum(wrong.values()))
    recall = sum(hit.values()) / sum(expected.values())
    print(f"{len(records):,} questions: precision {precision:.4f}, recall {recall:.4f}")
    return precision, recall


def repeats_of(records: Sequence[Record]) -> Repeats:
    """The repeats among records as they are in JSON."""

    def compared(name: str, pairs: Sequence[tuple[int, int]]) -> list[Outcome]:
        return [compare(Told(records[a], name), Told(records[b], name)) for a, b in pairs]

    return find_repeats(analyse([orjson.dumps(record) for record in records]), compared)


def _show(what: str, kind: str, texts: Sequence[Sequence[str]]) -> None:
    print(f"-- {what}, {kind}", *("\n".join(text) for text in texts), sep="\n", file=sys.stderr)


if __name__ == "__main__":
    main()

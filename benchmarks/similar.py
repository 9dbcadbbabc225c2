"""Are the questions of one subject among the five? Planted families in a corpus: their share by kind.

    python -m benchmarks.similar --records .cache/records.jsonl --questions 10000 --seed 7 --text text.txt.xz

With a real text, a paragraph a line: each paragraph in two halves, sentence by sentence, and how often one
half is among the five of the other.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from related.analysed import BATCH
from related.analysis import analyse, joined
from related.repeats import Repeats
from related.similar import SHOWN, Similar, find_anew

#: Of each kind.
FAMILIES: Final = 60
#: Questions behind those of the corpus whose sentences families are made of.
TEXTS: Final = 5_000
#: Sentences of a paragraph that is cut in two, at least.
HALVED: Final = 4
#: Syllables of invented words: what the corpus has nowhere else.
SYLLABLES: Final = "bra cho dri flu gno kel lum mir nov pas quo rud sil tor vex zan".split()
OPENINGS: Final = (
    "M. Jean Petit attire l'attention de M. le ministre de l'intérieur sur ",
    "Mme Anne Martin interroge Mme la ministre de la santé et de la prévention sur ",
    "Mme Marie de La Tour appelle l'attention de M. le ministre de l'économie et des finances sur ",
    "M. Éric Noël demande à Mme la ministre de la justice quelles mesures sont prévues pour ",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--text", type=Path, help="a paragraph a line, plain or .xz")
    options = parser.parse_args(arguments)
    if options.text:
        measure_halves(options.text)
    with options.records.open("rb") as file:
        lines = list(islice(file, options.questions))
        texts = [orjson.loads(line) for line in islice(file, TEXTS)]
    planter = Planter(texts, options.seed)
    families = [(kind, made) for _ in range(FAMILIES) for kind, made in planter.families()]
    planted = [orjson.dumps(record) for _, family in families for record in family]
    similar = similar_of(lines + planted)
    hits: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    place = len(lines)
    for kind, family in families:
        own = set(range(place, place + len(family)))
        for one in own:
            hits[kind][0] += len((own - {one}) & set(similar.of(one)))
            hits[kind][1] += min(SHOWN, len(own) - 1)
        place += len(family)
    for kind, (found, all_) in hits.items():
        print(f"{kind:40} {found:5} of {all_:5}, {found / all_:.3f}")
    found, all_ = (sum(counts) for counts in zip(*hits.values(), strict=True))
    print(f"{len(lines):,} questions and {len(planted):,} planted: {found / all_:.4f}")


def similar_of(lines: Sequence[bytes]) -> Similar:
    """The questions most like each of some lines of records."""
    parts = [lines[at : at + BATCH] for at in range(0, len(lines), BATCH)]
    return find_anew(joined([analyse(part) for part in parts]), Repeats())


def measure_halves(path: Path) -> None:
    """How often the half of a paragraph leads to the other half."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as text:
        paragraphs = {line[:60]: line.strip().split(". ") for line in text}  # each once
    halved = [told for told in paragraphs.values() if len(told) >= HALVED]
    halves = [". ".join(told[first::2]) for told in halved for first in (0, 1)]
    similar = similar_of([orjson.dumps({"question": [half]}) for half in halves])
    found = sum(place ^ 1 in similar.of(place) for place in range(len(halves)))
    print(f"{len(halves):,} halves of real paragraphs: {found / len(halves):.4f}")


class Planter:
    """Makes families, by dice, of the sentences of some records."""

    def __init__(self, records: Sequence[dict[str, Any]], seed: int) -> None:
        self.dice = random.Random(seed)
        texts = [text for record in records for text in record.get("question", ())]
        sentences = [s for text in texts for s in text.split(". ")[1:-1] if len(s.split()) > 6]
        self.waiting = sorted(set(sentences))
        self.dice.shuffle(self.waiting)
        self.all = [word for text in texts for word in text.split()]
        self.words = [word for word in self.all if word.isalpha() and len(word) > 5]
        #: Of all of a family, or each has another.
        self.head: str | None = None
        self.heads = sorted({record.get("rubrique", "Santé") for record in records})

    def word(self) -> str:
        """An invented one."""
        return "".join(self.dice.choices(SYLLABLES, k=3))

    def text(self, count: int) -> list[str]:
        """Sentences that nothing else has: where another had them it would be the most like."""
        return [self.waiting.pop() for _ in range(count)]

    def record(self, text: list[str], **told: str) -> dict[str, Any]:
        """With an opening and a rubrique by the dice."""
        opening = self.dice.choice(OPENINGS)
        return {
            "rubrique": self.head or self.dice.choice(self.heads),
            "question": [opening + ". ".join(text)],
        } | told

    def families(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """One of each kind."""
        size = self.dice.randint(3, 6)
        self.head = self.dice.choice(self.heads) if self.dice.random() < 0.5 else None
        for count in (2, 4):
            rare = [self.word() for _ in range(count)]
            yield (
                f"{count} rare words in other sentences",
                [
                    self.record(
                        [self.with_words(s, rare[i::4]) for i, s in enumerate(self.text(8))]
                    )
                    for _ in range(size)
                ],
            )
        known = self.dice.sample(self.words, 6)
        yield (
            "6 words of the corpus, twice each",
            [
                self.record(
                    [self.with_words(s, known[i % 3 :: 3]) for i, s in enumerate(self.text(6))]
                )
                for _ in range(size)
            ],
        )
        for share in (0.2, 0.4):
            base = self.text(6)
            yield (
                f"paraphrase, {share:.0%} of the words replaced",
                [
                    self.record([self.replaced(s, share) for s in self.dice.sample(base, 6)])
                    for _ in range(size)
                ],
            )
        analyse_ = " ".join(self.dice.sample(self.words, 4))
        yield (
            "one analyse, other texts",
            [self.record(self.text(6), analyse=analyse_) for _ in range(size)],
        )

        known = self.dice.sample(self.words, 8)
        yield (
            "6 of 8 words of the corpus, twice each",
            [self.record(self.spread(self.dice.sample(known, 6) * 2)) for _ in range(size)],
        )
        known = self.dice.sample(self.words, 5)
        yield (
            "4 of 5 words of an analyse",
            [
                self.record(self.text(6), analyse=" ".join(self.dice.sample(known, 4)))
                for _ in range(size)
            ],
        )
        known = self.dice.sample(self.words, 3)
        titre = " ".join(self.dice.sample(self.words, 3))
        yield (
            "a titre and three words once",
            [self.record(self.spread(known), titre=titre) for _ in range(size)],
        )

        base = self.text(8)
        yield (
            "half of the sentences of a text, each another half",
            [
                self.record(
                    self.dice.sample(base, 4) + self.text(4), rubrique=self.dice.choice(self.heads)
                )
                for _ in range(size)
            ],
        )
        base = self.text(5)
        yield (
            "paraphrase, three words in five replaced",
            [self.record([self.replaced(s, 0.6) for s in base]) for _ in range(size)],
        )
        base = self.text(1)
        yield (
            "one sentence of five",
            [self.record(self.text(2) + base + self.text(2)) for _ in range(size)],
        )

    def spread(self, words: Sequence[str]) -> list[str]:
        """Six sentences with words put in."""
        return [self.with_words(s, words[i::6]) for i, s in enumerate(self.text(6))]

    def with_words(self, sentence: str, words: Sequence[str]) -> str:
        """A sentence with some words put in."""
        told = sentence.split()
        for word in words:
            told.insert(self.dice.randrange(len(told)), word)
        return " ".join(told)

    def replaced(self, sentence: str, share: float) -> str:
        """A sentence with other words in the place of some."""
        told = sentence.split()
        return " ".join(
            self.dice.choice(self.all) if self.dice.random() < share else w for w in told
        )


if __name__ == "__main__":
    main()

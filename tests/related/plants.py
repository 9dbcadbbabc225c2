"""Planted repeats, and texts that only look like repeats: for tests and benchmarks of `related/`.

Each plant is a family of questions whose answers (or questions) are all one, or all different.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

Record = dict[str, Any]
#: Of the paragraphs of a text.
Change = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class Plant:
    """Records of one family; ``same``: whether their texts of this name are repeats of each other."""

    kind: str
    name: str
    same: bool
    records: tuple[Record, ...]


_FILE: Final = Path(__file__).with_name("formulas.yml")
#: What is planted with them: what thresholds may be chosen by, and what they are measured by.
KINDS: Final = ("known", "unseen")


@cache
def formulas(name: str, kind: str) -> list[tuple[str, Sequence[str]]]:
    """Formulas of `answers` or `questions`, `{}` for the subject, and subjects."""
    told = yaml.safe_load(_FILE.read_text("utf-8"))
    return [(entry["text"], told["subjects"][entry["subjects"]]) for entry in told[name][kind]]


AUTHORS = (
    ("M.", "Jean Petit"), ("Mme", "Anne Martin"), ("M.", "Paul Durand-Lefort"), ("Mme", "Marie de La Tour"),
    ("M.", "Éric Noël"), ("Mme", "Sophie Bernard"),
)  # fmt: skip
TITLES = (
    "M. le ministre de l'intérieur", "Mme la ministre de la justice, garde des sceaux",
    "M. le ministre de l'économie, des finances et de l'industrie",
    "Mme la secrétaire d'État auprès du ministre de la transition écologique, chargée de la biodiversité",
    "Mme la ministre des affaires sociales et de la santé",
)  # fmt: skip
ASKS = ("attire l'attention de {} sur ", "appelle l'attention de {} sur ", "interroge {} sur ")
RUBRIQUES = ("Santé", "Agriculture", "Justice", "Transports", "Travail", "Logement", "Énergie")


class Planter:
    """Makes plants from paragraphs of some text, by dice."""

    def __init__(self, paragraphs: Sequence[str], seed: int) -> None:
        # each once, and used once: what plants share is planted
        self.paragraphs = sorted({p[:40]: p for p in paragraphs if len(p.split()) >= 12}.values())
        self.dice = random.Random(seed)
        self.dice.shuffle(self.paragraphs)
        self.waiting: list[str] = []
        self.vocabulary = [
            word for p in self.paragraphs[:3000] for word in p.split() if word.isalpha()
        ]

    def text(self, least: int, most: int) -> list[str]:
        """Paragraphs with so many words."""
        found: list[str] = []
        count = 0
        put_back = []
        while count < least:
            if not self.waiting:
                self.waiting = list(self.paragraphs)
            paragraph = self.waiting.pop()
            words = len(paragraph.split())
            if count + words <= most:
                found.append(paragraph)
                count += words
            else:
                put_back.append(paragraph)
        self.waiting += reversed(put_back)
        return found

    def record(self, question: str, answer: list[str], rubrique: str | None = None) -> Record:
        """A question with an opening by the dice."""
        civilite, name = self.dice.choice(AUTHORS)
        ask = self.dice.choice(ASKS).format(self.dice.choice(TITLES))
        return {
            "titre": rubrique or self.dice.choice(RUBRIQUES),
            "rubrique": rubrique or self.dice.choice(RUBRIQUES),
            "auteur": name,
            "question": [f"{civilite} {name} {ask}{question}"],
            "reponse": answer,
        }

    def other_question(self) -> str:
        """About something else."""
        return " ".join(self.salad())

    def salad(self) -> list[str]:
        """Words of the text in sentences that nothing else has."""
        return [
            " ".join(self.dice.choices(self.vocabulary, k=self.dice.randint(8, 30))) + "."
            for _ in range(self.dice.randint(3, 9))
        ]

    def repeat(self, kind: str, name: str, changes: Sequence[Change], *lengths: int) -> Plant:
        """A text and others, each the same after a change."""
        base = self.text(*lengths)
        texts = [base, *(change(list(base)) for change in changes)]
        self.dice.shuffle(texts)
        rubrique = self.dice.choice(RUBRIQUES) if self.dice.random() < 0.5 else None
        question, answer = self.other_question(), self.salad()
        records = []
        for text in texts:
            if name == "reponse":
                asked = question if rubrique else self.other_question()
                records.append(self.record(asked, text, rubrique))
            else:
                first, *rest = text
                given = answer if rubrique else self.salad()
                made = self.record(first, given, rubrique)
                records.append({**made, "question": [*made["question"], *rest]})
        return Plant(f"{kind} {lengths[0]}", name, True, tuple(records))

    def changes(self) -> Iterator[tuple[str, Change]]:
        """Every way to change a text that leaves it the same."""
        yield "case", lambda text: [p.upper() if self.dice.random() < 0.3 else p for p in text]
        yield "blanks", lambda text: [p.replace(" ", "  ").replace(",", " ,") for p in text]
        yield "il, elle", lambda text: [_persons(p) for p in text]
        yield (
            "word replaced",
            lambda text: self.worded(text, lambda w: [self.dice.choice(self.vocabulary)]),
        )
        yield "word deleted", lambda text: self.worded(text, lambda w: [])
        yield (
            "word inserted",
            lambda text: self.worded(text, lambda w: [w, self.dice.choice(self.vocabulary)]),
        )
        yield (
            "word mistyped",
            lambda text: self.worded(text, lambda w: [w[:1] + w[2:] if len(w) > 3 else w + "e"]),
        )
        yield "paragraph behind", lambda text: [*text, *self.text(15, 120)]
        yield "paragraph before", lambda text: [*self.text(15, 120), *text]
        yield "paragraph within", lambda text: [text[0], *self.text(15, 120), *text[1:]]
        yield "paragraph and word", lambda text: [
            *self.worded(text, lambda w: [self.dice.choice(self.vocabulary)]), *self.text(15, 80)
        ]  # fmt: skip

    def families(self, name: str, *lengths: int) -> Iterator[Plant]:
        """A text and several others of it, each changed in another way."""
        changes = dict(self.changes())
        for count in (2, 4, 7):
            some = [changes[kind] for kind in self.dice.sample(sorted(changes), count)]
            yield self.repeat(f"family of {count + 1}", name, some, *lengths)
        for kind in ("paragraph behind", "paragraph before", "paragraph within"):
            yield self.repeat(f"family, {kind}", name, [changes[kind]] * 3, *lengths)

    def worded(self, text: list[str], change: Callable[[str], list[str]]) -> list[str]:
        """With one word changed."""
        at = self.dice.randrange(len(text))
        words = text[at].split()
        place = self.dice.randrange(len(words))
        words[place : place + 1] = change(words[place])
        text[at] = " ".join(words)
        return text

    def apart(self, kind: str) -> Iterator[Plant]:
        """Texts that share a formula and no subject."""
        for number, (formula, subjects) in enumerate(formulas("answers", kind)):
            for told, some in self.halves(subjects):
                records = [
                    self.record(
                        (f"la situation des {subject}. " if told else "") + self.other_question(),
                        [formula.replace("{}", subject)],
                        subject.split()[-1].capitalize() if told else None,
                    )
                    for subject in some
                ]
                told_of = f"formula {number}{'' if told else ', untold'}"
                yield Plant(told_of, "reponse", False, tuple(records))
        for number, (formula, subjects) in enumerate(formulas("questions", kind)):
            for told, some in self.halves(subjects):
                records = [
                    self.record(
                        formula.replace("{}", subject),
                        [f"Sur {subject}, voici. ", *self.salad()] if told else self.salad(),
                        subject.split()[-1].capitalize() if told else "Divers",
                    )
                    for subject in some
                ]
                told_of = f"letter {number}{'' if told else ', untold'}"
                yield Plant(told_of, "question", False, tuple(records))

    def halves(self, subjects: Sequence[str]) -> list[tuple[bool, list[str]]]:
        """Some subjects of which the rest of the question speaks, and some of which it does not."""
        some = self.dice.sample(subjects, len(subjects))
        half = self.dice.randint(1, len(some) - 1)
        return [(True, some[:half]), (False, some[half:])]

    def alike(self) -> Iterator[Plant]:
        """Texts that share their beginning, or all but a noun."""
        for share in (1, 2):
            common = self.text(15, 60)
            records = [
                self.record(self.other_question(), [*common[:share], *self.text(60, 300)])
                for _ in range(3)
            ]
            yield Plant("same beginning", "reponse", False, tuple(records))
        while True:
            base = self.text(60, 250)
            if (swapped := self.swapped(base)) != base:
                break
        yield Plant("noun swapped", "reponse", False, tuple(
            self.record(self.other_question(), text) for text in (base, swapped)
        ))  # fmt: skip

    def swapped(self, text: list[str]) -> list[str]:
        """With the longest word that comes again replaced everywhere."""
        words = " ".join(text).split()
        again = [w for w in set(words) if words.count(w) > 1 and w.isalpha() and len(w) > 8]
        if not again:
            return text
        one = max(sorted(again), key=len)
        other = self.dice.choice([w for w in self.vocabulary if len(w) > 8 and w[:4] != one[:4]])
        return [p.replace(one, other) for p in text]


def _persons(text: str) -> str:
    swap = {"il": "elle", "elle": "il", "Il": "Elle", "Elle": "Il"}
    return " ".join(swap.get(word, word) for word in text.split())


LENGTHS = ((12, 25), (25, 60), (60, 150), (150, 400), (400, 900))


def plants(paragraphs: Sequence[str], seed: int, formulas_kind: str, rounds: int) -> list[Plant]:
    """Plants of every kind and length."""
    planter = Planter(paragraphs, seed)
    found: list[Plant] = []
    found += planter.apart(formulas_kind)
    for _ in range(rounds):
        for kind, change in planter.changes():
            for lengths in LENGTHS:
                for name in ("reponse", "question"):
                    found.append(planter.repeat(kind, name, [change], *lengths))
        for _ in range(8):
            found += planter.alike()
    for _ in range(rounds):
        for lengths in LENGTHS[2:]:
            for name in ("reponse", "question"):
                found += planter.families(name, *lengths)
    return found

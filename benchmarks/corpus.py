"""Writes a corpus of invented questions, in the layouts of the seeds.

    python -m benchmarks.corpus --questions 2000 --out /some/folder [--train text.txt.xz]

Sentences are a walk over pairs of words that follow each other in the seeds, and in a training text
where one is given (plain or .xz, a paragraph a line): real words and frequencies, no meaning. The same
arguments write the same files. Nothing of it is published: invented sentences can name real people.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from parser.read import read_question

SEEDS: Final = Path(__file__).parents[1] / "seeds"
#: Files in a folder: more are a burden to people and to some file systems.
PER_FOLDER: Final = 1_000
#: Words of a question and of an answer: median and spread of a log-normal, as real ones have.
QUESTION_WORDS: Final = (200, 0.4)
ANSWER_WORDS: Final = (420, 0.6)
#: Share of questions without an answer, and of table heads among the layouts.
PENDING: Final = 0.12
TABLE_HEADS: Final = 0.1

SYLLABLES: Final = "ba cor del fan gri lou mer nau pel quin rob sau tré val ver zac".split()
FIRST_NAMES: Final = "Anne Bruno Claire Denis Élise Fabien Gaëlle Hugo Inès Jean-Luc Louise".split()
DEPARTMENTS: Final = "Ain Aube Cher Gard Gers Jura Landes Loire Nord Orne Var Vienne".split()
GROUPS: Final = ("Groupe du Nord", "Groupe du Sud", "Non inscrit")
MINISTRIES: Final = tuple(
    "Intérieur,Justice,Agriculture,Santé,Transports,Logement,Culture,Budget,Défense,Travail".split(
        ","
    )
)
SUBJECTS: Final = "Énergie,Impôts,Retraites,Élevage,Police,Écoles,Hôpitaux,Routes,Forêts".split(",")
MONTHS: Final = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)

Chain = dict[tuple[str, str], list[str]]


class Deputy(NamedTuple):
    """An invented author."""

    name: str
    departement: str
    circonscription: int
    groupe: str


class Invented(NamedTuple):
    """What both layouts tell of a question."""

    numero: int
    deputy: Deputy
    subject: str
    asked: str
    answering: str
    day: date
    page: int
    question: str
    answer_day: date | None
    answer: str


def read_chain(train: Path | None) -> Chain:
    """Which words follow each pair of words, in the seeds and the training text."""
    chain: Chain = defaultdict(list)
    for text in _texts(train):
        words = text.split()
        for first, second, third in zip(words, words[1:], words[2:], strict=False):
            chain[first, second].append(third)
    return chain


def _texts(train: Path | None) -> Iterator[str]:
    for seed in sorted(SEEDS.glob("*.txt")):
        question = read_question(seed.read_bytes(), source=seed.name, path=str(seed)).question
        if question:
            yield from (*question.question, *question.reponse)
    if train:
        content = train.read_bytes()
        text = lzma.decompress(content) if train.suffix == ".xz" else content
        yield from text.decode("utf-8").split("\n")


class Writer:
    """Invents questions from one chain; ``seed`` fixes all of them."""

    def __init__(self, chain: Chain, seed: int) -> None:
        self.random = random.Random(seed)
        self.chain = chain
        self.starts = sorted(pair for pair in chain if pair[0][:1].isupper())
        self.deputies = [self._deputy() for _ in range(500)]

    def question(self, numero: int) -> str:
        """The text of a source file, in one of the layouts."""
        draw = self.random
        day = date(2012, 7, 3) + timedelta(days=7 * draw.randrange(240))
        answer = (
            None if draw.random() < PENDING else day + timedelta(days=7 * draw.randrange(1, 60))
        )
        asked = draw.choice(MINISTRIES)
        invented = Invented(
            numero=numero,
            deputy=draw.choice(self.deputies),
            subject=draw.choice(SUBJECTS),
            asked=asked,
            answering=asked if draw.random() < 0.8 else draw.choice(MINISTRIES),
            day=day,
            page=draw.randrange(1, 13_000),
            question=self._text(*QUESTION_WORDS),
            answer_day=answer,
            answer=self._text(*ANSWER_WORDS) if answer else "",
        )
        return _table_head(invented) if draw.random() < TABLE_HEADS else _sheet(invented)

    def _deputy(self) -> Deputy:
        draw = self.random
        surname = "".join(draw.choices(SYLLABLES, k=3)).capitalize()
        name = f"{draw.choice(('M.', 'Mme'))} {draw.choice(FIRST_NAMES)} {surname}"
        return Deputy(name, draw.choice(DEPARTMENTS), draw.randrange(2, 12), draw.choice(GROUPS))

    def _text(self, median: int, spread: float) -> str:
        length = int(median * self.random.lognormvariate(0, spread))
        pair = self.random.choice(self.starts)
        words = list(pair)
        while len(words) < length:
            following = self.chain.get(pair)
            word = self.random.choice(following) if following else None
            pair = (pair[1], word) if word else self.random.choice(self.starts)
            words += [word] if word else list(pair)
        # A text ends as one does; a lone heading or a bracket mark inside it would be another layout.
        return " ".join(words).rstrip(",;:. ") + "."


def _sheet(invented: Invented) -> str:
    deputy, answered = invented.deputy, invented.answer_day
    lines = [
        "ASSEMBLÉE NATIONALE",
        "14ème législature",
        invented.subject,
        f"Question écrite n° {invented.numero}",
        "Texte de la question",
        invented.question,
        *(["Texte de la réponse", invented.answer] if answered else []),
        "Données clés",
        f"Auteur : [{deputy.name}](#)",
        f"Circonscription : {deputy.departement} ({deputy.circonscription}^e circonscription)"
        f" - {deputy.groupe}",
        "Type de question : Question écrite",
        f"Numéro de la question : {invented.numero}",
        f"Rubrique : {invented.subject}",
        f"Ministère interrogé : {invented.asked}",
        f"Ministère attributaire : {invented.answering}",
        "Date(s) clé(s)",
        f"Question publiée au JO le : [{_written(invented.day)}](#), page {invented.page}",
        *([f"Réponse publiée au JO le : [{_written(answered)}](#), page 1"] if answered else []),
    ]
    return "\n\n".join(lines)


def _table_head(invented: Invented) -> str:
    deputy, answered = invented.deputy, invented.answer_day
    dates = f"Question publiée au JO le : {invented.day:%d/%m/%Y} page : {invented.page}"
    if answered:
        dates += f" Réponse publiée au JO le : {answered:%d/%m/%Y} page : 1"
    subject = invented.subject.lower()
    lines = [
        "14ème législature\n",
        f"Question N° : {invented.numero}\tDe {deputy.name} ({deputy.groupe} - {deputy.departement})"
        "\tQuestion écrite",
        f"Ministère interrogé > {invented.asked}\t\tMinistère attributaire > {invented.answering}",
        f"Rubrique > {subject}\tTête d'analyse > {subject}",
        dates,
        f"\nTexte de la question\n\n{invented.question}",
        *([f"\nTexte de la réponse\n\n{invented.answer}"] if answered else []),
    ]
    return "\n".join(lines)


def _written(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def write_corpus(questions: int, out: Path, *, train: Path | None = None, seed: int = 1) -> None:
    """Writes ``questions`` files into folders of 1,000 below ``out``."""
    writer = Writer(read_chain(train), seed)
    for number in range(1, questions + 1):
        folder = out / f"{number // PER_FOLDER:04}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:06}.txt").write_text(writer.question(number), "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--questions", type=int, default=2_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--train", type=Path, help="a text to draw sentences from, plain or .xz")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    write_corpus(options.questions, options.out, train=options.train, seed=options.seed)


if __name__ == "__main__":
    main()

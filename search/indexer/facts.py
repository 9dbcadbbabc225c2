"""What is not in lists of words: cards, facets, dates, references. Slices keep it as small numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from parser.question import Question
from search.indexer import cards, delays, facet_columns, facets, files, references, repeats
from search.indexer.encode import deflate, gaps
from search.indexer.records import days

#: The first five are the order of documents, and what references lead to.
COLUMNS: Final = ("day", "numero", "answered", "page_question", "page_reponse")


def of_slice(questions: Sequence[Question]) -> dict[str, Any]:
    """The facts of some records, as plain values: a column each."""
    shown = []
    for question in questions:
        analyse = question.analyse or question.tete_analyse or ""
        titre = question.titre or question.tete_analyse or analyse or question.rubrique or ""
        shown.append([titre, "" if analyse == titre else analyse])
    return {
        "shown": shown,
        "type": [question.type for question in questions],
        "day": [days(question.date_question) for question in questions],
        "numero": [question.numero for question in questions],
        "answered": [days(question.date_reponse) for question in questions],
        "page_question": [question.page_question or 0 for question in questions],
        "page_reponse": [question.page_reponse or 0 for question in questions],
        "values": {
            name: facets.numbered(getattr(question, name) for question in questions)
            for name in facets.FACETS
        },
    }


def of_places(
    parts: Sequence[tuple[dict[str, Any], npt.NDArray[np.int64]]], documents: int
) -> dict[str, Any]:
    """The facts of the documents of all parts that have a place (-1: none), as `of_slice` has them."""
    out: dict[str, Any] = {name: [None] * documents for name in ("shown", "type", *COLUMNS)}
    values: dict[str, list[str | None]] = {name: [None] * documents for name in facets.FACETS}
    for part, places in parts:
        taken = [(at, place) for at, place in enumerate(places.tolist()) if place >= 0]
        for name, column in out.items():
            for at, place in taken:
                column[place] = part[name][at]
        for name, column in values.items():
            texts, numbers = part["values"][name]
            for at, place in taken:
                column[place] = texts[numbers[at]] if numbers[at] >= 0 else None
    return out | {"values": {name: facets.numbered(column) for name, column in values.items()}}


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of all documents of a legislature, in order."""

    shown: list[list[str]]
    type: list[str]
    columns: dict[str, npt.NDArray[np.int64]]
    facets: dict[str, facets.Facet]

    @classmethod
    def joined(cls, parts: Sequence[dict[str, Any]]) -> Facts:
        """Of slices, one after the other."""
        return cls(
            [card for part in parts for card in part["shown"]],
            [kind for part in parts for kind in part["type"]],
            {
                name: np.array([value for part in parts for value in part[name]], np.int64)
                for name in COLUMNS
            },
            {
                name: facets.facet(name, [part["values"][name] for part in parts])
                for name in facets.FACETS
            },
        )

    def dates(self) -> list[int]:
        """Days from the date before, then how many documents, for every date in turn."""
        out, before = [], 0
        for day, count in sorted(Counter(self.columns["day"].tolist()).items()):
            out += [day - before, count]
            before = day
        return out

    def write(self, out: Path) -> dict[str, Any]:
        """Facets, answer dates, references; what the manifest says of them."""
        day, answered = self.columns["day"], self.columns["answered"]
        delay = answered - day
        columns: dict[str, npt.NDArray[Any]] = {
            "delai": delays.told(day, answered, self._unanswered()),
            "date_reponse": np.where(answered > 0, (delay + (delay >= 0)) & 0xFFFF, 0),
        } | {name: facet.column for name, facet in self.facets.items()}
        names: dict[str, Any] = {}
        for name, facet in self.facets.items():
            firsts, lists = facets.lists(facet)
            for number, data in enumerate(lists):
                files.write(out / "v" / name / f"{number}.bin", data)
            names[name] = {"valeurs": facet.values, "listes": firsts}
        for name, column in columns.items():
            base = facets.TOLD_BY.get(name)
            data, told = facet_columns.column(column, None if base is None else columns[base])
            files.write(out / "v" / f"{name}.bin", data)
            if told:
                names[name]["selon"] = base
        files.write(out / "noms.bin", deflate(files.as_json(names), level=9))
        return {"cartes": cards.CARDS} | self._write_references(out)

    def _unanswered(self) -> npt.NDArray[np.bool_]:
        """Questions that the sources say to have no answer."""
        numbers = [
            at + 1
            for at, value in enumerate(self.facets["etat"].values)
            if value in delays.UNANSWERED_STATES
        ]
        return np.isin(self.facets["etat"].column, numbers)

    def write_repeats(self, out: Path, legislature: int, of: repeats.OfLegislature) -> None:
        """What depends on repeats: cards, and the columns of groups."""
        documents = len(self.type)
        for kind in repeats.KINDS:
            data = repeats.column(of[kind], legislature, documents)
            files.write(out / "v" / f"meme_{kind}.bin", data)
        told = [repeats.told(of[kind], legislature, documents) for kind in repeats.KINDS]
        lines = self._cards(*told)
        for number, at in enumerate(range(0, len(lines), cards.CARDS)):
            files.write(files.path(out, "c", number), cards.encoded(lines[at : at + cards.CARDS]))

    def _cards(
        self, same_question: Sequence[int | str], same_answer: Sequence[int | str]
    ) -> list[list[Any]]:
        """The cards of all documents; FORMAT.md gives their order."""
        column = {name: facet.column.tolist() for name, facet in self.facets.items()}
        # a ministry in charge that is the one asked need not be said
        asked_by_name = {
            v: at + 1 for at, v in enumerate(self.facets["ministere_interroge"].values)
        }
        same = {0: 0} | {
            at + 1: asked_by_name.get(v, -1)
            for at, v in enumerate(self.facets["ministere_attributaire"].values)
        }
        return [
            [
                numero, kind if kind != "QE" else 0, titre, auteur, groupe, rubrique, asked, etat,
                answered - day if answered else "", 0 if same[charged] == asked else charged, analyse,
                answer, question,
            ]
            for numero, kind, (titre, analyse), auteur, groupe, rubrique, asked, charged, etat, day,
                answered, answer, question in zip(
                self.columns["numero"].tolist(), self.type, self.shown, column["auteur"],
                column["groupe"], column["rubrique"], column["ministere_interroge"],
                column["ministere_attributaire"], column["etat"], self.columns["day"].tolist(),
                self.columns["answered"].tolist(), same_answer, same_question, strict=True,
            )
        ]  # fmt: skip

    def _write_references(self, out: Path) -> dict[str, list[int]]:
        """Numbers and pages of the Journal officiel; by how much the first key of each file is above the
        one before."""
        docs = np.arange(len(self.type), dtype=np.int64)
        keys, owners = [], []
        for day, page in (("day", "page_question"), ("answered", "page_reponse")):
            has = np.flatnonzero((self.columns[day] > 0) & (self.columns[page] > 0))
            keys.append(references.jo_keys(self.columns[day][has], self.columns[page][has]))
            owners.append(has)
        manifest = {}
        for kind, letter, key, owner in (
            ("numeros", "n", self.columns["numero"], docs),
            ("pages", "j", np.concatenate(keys), np.concatenate(owners)),
        ):
            firsts, tables = references.tables(key, owner)
            for number, data in enumerate(tables):
                files.write(files.path(out, letter, number), data)
            manifest[kind] = gaps(np.array(firsts, np.int64)).tolist()
        return manifest


def packed(facts: dict[str, Any]) -> npt.NDArray[np.uint8]:
    """As a column of bytes."""
    return np.frombuffer(json.dumps(facts, ensure_ascii=False).encode(), np.uint8)


def unpacked(columns: Iterable[npt.NDArray[np.uint8]]) -> list[dict[str, Any]]:
    """The facts of slices from their columns."""
    return [json.loads(column.tobytes()) for column in columns]

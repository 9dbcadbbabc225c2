"""The questions most like each question, in three steps:

1. Candidates have some of the words in common that tell most of their subjects.
2. The nearest of them have most of all words in common.
3. The most like are those that have these in common.

Of the repeats of one question the first stands for all: it has the row, and is what others are led to.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from related import columns
from related.analysed import numbers_of, rows_of, slices
from related.analysis import Analysis
from related.company import NEAR, company_of
from related.lines import Lines
from related.products import Kind, Lists, Rows, after, best_of, measured, naming
from related.repeats import Repeats
from related.weights import Levels, Vectors, levels_of, marks_of, of_rows, strongest, vectors_of

FILE: Final = "similar.bin"
#: Questions shown.
SHOWN: Final = 5
#: By the strongest terms: the work grows with the square of how many questions have each.
CANDIDATES: Final = Kind(30, 1)
#: Lists of the questions shown: any neighbour in common tells.
SIMILAR: Final = Kind(SHOWN, 1)
#: Questions that change at once before everything is made anew, a share of all.
MANY: Final = 0.25


@dataclass(frozen=True, slots=True)
class Similar:
    """For each place in the records the places of the questions most like it, the best first."""

    #: Of each place, the row of the first of its repeats.
    row: Rows
    #: Places, a row for each first question; -1 where there are no more.
    best: npt.NDArray[np.int32]

    def of(self, place: int) -> list[int]:
        """The places of the questions most like the one at a place."""
        return [other for other in self.best[self.row[place]].tolist() if other >= 0]


@dataclass(frozen=True, slots=True)
class _Found:
    """The lists of the three steps."""

    candidates: Lists
    near: Lists
    similar: Lists


def find_similar(
    analysis: Analysis, repeats: Repeats, lines: Lines, cache: Path, version: str
) -> Similar:
    """The questions most like each; what it takes to do a small change alone is kept in ``cache``."""
    places, row = _first_questions(analysis, repeats)
    stems, bounds = slices(analysis.stems, analysis.stems_bounds, places)
    levels = levels_of(stems, len(places))
    digests = numbers_of(lines.digests)[places]
    held = columns.read(cache / FILE, version)
    if held is None:
        vectors = vectors_of(stems, bounds, levels)
        found = _anew(vectors)
    else:
        before = _Before(held, digests)
        vectors, strong, changed = before.vectors(stems, bounds, levels)
        if not len(changed) and len(before.digests) == len(digests):
            return _similar(places, row, before.lists().similar)
        many = len(strong) > MANY * len(places)
        found = _anew(vectors) if many else _changed(vectors, before.lists(), strong, changed)
    _keep(cache / FILE, version, digests, levels, vectors, found)
    return _similar(places, row, found.similar)


def find_anew(analysis: Analysis, repeats: Repeats) -> Similar:
    """The same, of a few questions and without anything kept."""
    places, row = _first_questions(analysis, repeats)
    stems, bounds = slices(analysis.stems, analysis.stems_bounds, places)
    vectors = vectors_of(stems, bounds, levels_of(stems, len(places)))
    return _similar(places, row, _anew(vectors).similar)


def _anew(vectors: Vectors) -> _Found:
    candidates = best_of(strongest(vectors), CANDIDATES)
    near = measured(candidates, vectors, np.arange(len(candidates.rows)), NEAR)
    return _Found(candidates, near, best_of(company_of(near), SIMILAR))


def _changed(vectors: Vectors, before: _Found, strong: Rows, changed: Rows) -> _Found:
    """What is found after a change to some vectors, and to the strongest terms of some of them."""
    candidates = after(strongest(vectors), before.candidates, strong, CANDIDATES)
    others = naming(candidates, changed), _otherwise(candidates, before.candidates)
    rows = np.unique(np.concatenate([changed, *others]))
    near = Lists(before.near.rows.copy(), before.near.scores.copy())
    made = measured(candidates, vectors, rows, NEAR)
    near.rows[rows], near.scores[rows] = made.rows, made.scores
    rows, company = _otherwise(near, before.near), company_of(near)
    if len(rows) > MANY * len(near.rows):
        return _Found(candidates, near, best_of(company, SIMILAR))
    return _Found(candidates, near, after(company, before.similar, rows, SIMILAR))


def _otherwise(lists: Lists, before: Lists) -> Rows:
    """The rows that have another list than before."""
    return np.flatnonzero(((lists.rows != before.rows) | (lists.scores != before.scores)).any(1))


def _first_questions(analysis: Analysis, repeats: Repeats) -> tuple[Rows, Rows]:
    """The places of the questions that have a row, and of each place its row."""
    firsts = np.arange(analysis.rows())
    for group in repeats.questions:
        firsts[list(group)] = group[0]
    return np.unique(firsts, return_inverse=True)


def _similar(places: Rows, row: Rows, lists: Lists) -> Similar:
    return Similar(row, np.append(places, -1)[lists.rows].astype(np.int32))


def _keep(
    path: Path,
    version: str,
    digests: npt.NDArray[np.uint64],
    levels: Levels,
    vectors: Vectors,
    found: _Found,
) -> None:
    held: dict[str, npt.NDArray[Any]] = {
        "digests": digests.ravel(),
        "numbers": levels.numbers,
        "told": levels.told.ravel(),
        "columns": vectors.columns,
        "weights": vectors.weights.astype(np.int16),
        "bounds": vectors.bounds,
    }
    for step in fields(_Found):
        lists = getattr(found, step.name)
        held[step.name] = lists.rows.ravel()
        held[f"{step.name}_scores"] = lists.scores.ravel()
    columns.write(path, version, held)


class _Before:
    """What the last build found, by the rows of this one."""

    def __init__(self, held: dict[str, npt.NDArray[Any]], digests: npt.NDArray[np.uint64]) -> None:
        self.digests = held["digests"].reshape(-1, 2)
        self._held = held
        #: Of each row of now the row of before, -1 where there was none; and the reverse.
        self._old = rows_of(digests, self.digests)
        self._new = rows_of(self.digests, digests)

    def vectors(
        self, stems: npt.NDArray[np.uint32], bounds: Rows, levels: Levels
    ) -> tuple[Vectors, Rows, Rows]:
        """The vectors of all, the rows that are new or have other strongest terms than before, and those
        that are new or have another vector.
        """
        held = self._held
        other = levels.otherwise(Levels(held["numbers"], held["told"]), stems)
        others = np.append(0, np.cumsum(other))
        # a stem that counts otherwise may be none of the weightiest
        perhaps = np.flatnonzero((self._old < 0) | (others[bounds[1:]] > others[bounds[:-1]]))
        before = Vectors(held["columns"], held["weights"].astype(np.int32), held["bounds"])
        fresh = vectors_of(*slices(stems, bounds, perhaps), levels)
        both = Vectors(
            np.concatenate([before.columns, fresh.columns]),
            np.concatenate([before.weights, fresh.weights]),
            np.concatenate([before.bounds, fresh.bounds[1:] + before.bounds[-1]]),
        )
        rows = self._old.copy()
        rows[perhaps] = len(before.bounds) - 1 + np.arange(len(perhaps))
        changed = (
            perhaps[
                (self._old[perhaps] < 0) | (marks_of(one)[self._old[perhaps]] != marks_of(other))
            ]
            for one, other in ((strongest(before), strongest(fresh)), (before, fresh))
        )
        return of_rows(both, rows), *changed

    def lists(self) -> _Found:
        """What was found."""
        lengths = (CANDIDATES.length, NEAR.length, SIMILAR.length)
        names = (step.name for step in fields(_Found))
        return _Found(*(self._lists(*one) for one in zip(names, lengths, strict=True)))

    def _lists(self, name: str, length: int) -> Lists:
        """The lists of a step; a row that is gone is -2, a row without list has -2 alone."""
        rows = self._held[name].reshape(-1, length)
        named = np.where(self._new < 0, -2, self._new)
        rows = np.append(named, -1)[rows]
        shape = len(self._old), length
        found = Lists(np.full(shape, -2, np.int32), np.zeros(shape, np.int32))
        known = np.flatnonzero(self._old >= 0)
        found.rows[known] = rows[self._old[known]]
        scores = self._held[f"{name}_scores"].reshape(-1, length)
        found.scores[known] = scores[self._old[known]]
        return found

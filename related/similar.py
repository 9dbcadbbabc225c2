"""The questions most like each question: products of their vectors, the best kept.

Of the repeats of one question the first stands for all: it has the row, and is what others are led to.
A change is worked out alone (`_changed`), with the same result as everything anew, to the last place: scores
are whole numbers, and of equal ones the later question is first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from related import columns
from related.analysed import numbers_of, rows_of, slices
from related.analysis import Analysis
from related.lines import Lines
from related.repeats import Repeats
from related.weights import (
    LENGTH,
    NUMBERS,
    Levels,
    Vectors,
    levels_of,
    marks_of,
    of_rows,
    vectors_of,
)

FILE: Final = "similar.bin"
#: Questions shown.
SHOWN: Final = 5
#: Products kept while they are made: the question itself, those shown, and a few that could be as good.
KEPT: Final = SHOWN + 5
#: Of LENGTH squared: what is less alike has a word in common by accident.
LEAST: Final = LENGTH**2 // 25
#: Questions that change at once before everything is made anew, a share of all.
MANY: Final = 0.25
#: A row for each question, a column for each stem; scipy has no types.
Matrix = Any
Rows = npt.NDArray[np.int64]


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
class _Lists:
    """The best of each row: rows and scores, -1 and 0 where there are no more."""

    rows: npt.NDArray[np.int32]
    scores: npt.NDArray[np.int32]


def find_similar(
    analysis: Analysis, repeats: Repeats, lines: Lines, cache: Path, version: str
) -> Similar:
    """The questions most like each; what it takes to do a small change alone is kept in ``cache``."""
    places, row = _first_questions(analysis, repeats)
    stems, bounds = slices(analysis.stems, analysis.stems_bounds, places)
    levels = levels_of(stems, len(places))
    digests = numbers_of(lines.digests)[places]
    held = columns.read(cache / FILE, version)
    lists = None
    if held is not None:
        before = _Before(held, digests)
        vectors, changed = before.vectors(stems, bounds, levels)
        if len(changed) <= MANY * len(places):
            lists = _changed(vectors, before.lists(len(places)), changed)
    else:
        vectors = vectors_of(stems, bounds, levels)
    if lists is None:
        lists = best_of(_matrix(vectors), np.arange(len(places)))
    if held is None or len(changed) or len(before.digests) != len(digests):
        _keep(cache / FILE, version, digests, levels, vectors, lists)
    return _similar(places, row, lists)


def find_anew(analysis: Analysis, repeats: Repeats) -> Similar:
    """The same, of a few questions and without anything kept."""
    places, row = _first_questions(analysis, repeats)
    stems, bounds = slices(analysis.stems, analysis.stems_bounds, places)
    vectors = vectors_of(stems, bounds, levels_of(stems, len(places)))
    return _similar(places, row, best_of(_matrix(vectors), np.arange(len(places))))


def _first_questions(analysis: Analysis, repeats: Repeats) -> tuple[Rows, Rows]:
    """The places of the questions that have a row, and of each place its row."""
    firsts = np.arange(analysis.rows())
    for group in repeats.questions:
        firsts[list(group)] = group[0]
    return np.unique(firsts, return_inverse=True)


def _similar(places: Rows, row: Rows, lists: _Lists) -> Similar:
    return Similar(row, np.append(places, -1)[lists.rows].astype(np.int32))


def _keep(
    path: Path,
    version: str,
    digests: npt.NDArray[np.uint64],
    levels: Levels,
    vectors: Vectors,
    lists: _Lists,
) -> None:
    held: dict[str, npt.NDArray[Any]] = {
        "digests": digests.ravel(),
        "numbers": levels.numbers,
        "told": levels.told.ravel(),
        "stems": vectors.stems,
        "weights": vectors.weights.astype(np.int16),
        "bounds": vectors.bounds,
        "rows": lists.rows.ravel(),
        "scores": lists.scores.ravel(),
    }
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
    ) -> tuple[Vectors, Rows]:
        """The vectors of all, and the rows that are new or have another one than before."""
        held = self._held
        other = levels.otherwise(Levels(held["numbers"], held["told"]), stems)
        others = np.append(0, np.cumsum(other))
        # a stem that counts otherwise may be none of the weightiest
        perhaps = np.flatnonzero((self._old < 0) | (others[bounds[1:]] > others[bounds[:-1]]))
        before = Vectors(held["stems"], held["weights"].astype(np.int32), held["bounds"])
        fresh = vectors_of(*slices(stems, bounds, perhaps), levels)
        both = Vectors(
            np.concatenate([before.stems, fresh.stems]),
            np.concatenate([before.weights, fresh.weights]),
            np.concatenate([before.bounds, fresh.bounds[1:] + before.bounds[-1]]),
        )
        old = self._old[perhaps]
        same = (old >= 0) & (marks_of(before)[old] == marks_of(fresh))
        rows = self._old.copy()
        rows[perhaps] = len(before.bounds) - 1 + np.arange(len(perhaps))
        return of_rows(both, rows), perhaps[~same]

    def lists(self, count: int) -> _Lists:
        """The lists of before; a row that is gone is -2, a row without list has -2 alone."""
        rows = self._held["rows"].reshape(-1, SHOWN)
        named = np.where(self._new < 0, -2, self._new)
        rows = np.append(named, -1)[rows]
        found = _Lists(np.full((count, SHOWN), -2, np.int32), np.zeros((count, SHOWN), np.int32))
        known = np.flatnonzero(self._old >= 0)
        found.rows[known] = rows[self._old[known]]
        found.scores[known] = self._held["scores"].reshape(-1, SHOWN)[self._old[known]]
        return found


def _changed(vectors: Vectors, before: _Lists, changed: Rows) -> _Lists:
    """The lists after a change: whole ones where something went, else with what comes in."""
    again = np.isin(before.rows, np.append(changed, -2)).sum(axis=1) > 0
    again[changed] = True
    rows, scores = before.rows.copy(), before.scores.copy()
    kept = np.flatnonzero(~again)
    if not again.any():
        return before
    matrix = _matrix(vectors)
    if len(changed) and len(kept):
        coming = _top(matrix[kept], matrix[changed], kept, changed)
        entering = np.flatnonzero(coming.rows[:, 0] >= 0)
        at = kept[entering]
        both = _Lists(
            np.concatenate([rows[at], coming.rows[entering]], 1),
            np.concatenate([scores[at], coming.scores[entering]], 1),
        )
        order = np.lexsort((-both.rows, -both.scores))[:, :SHOWN]
        rows[at] = np.take_along_axis(both.rows, order, 1)
        scores[at] = np.take_along_axis(both.scores, order, 1)
    whole = np.flatnonzero(again)
    made = best_of(matrix, whole)
    rows[whole], scores[whole] = made.rows, made.scores
    return _Lists(rows, scores)


def best_of(matrix: Matrix, rows: Rows) -> _Lists:
    """The best of some rows among all."""
    return _top(matrix[rows], matrix, rows, np.arange(matrix.shape[0]))


def _matrix(vectors: Vectors) -> Matrix:
    used = np.zeros(NUMBERS, np.int32)
    used[vectors.stems] = 1
    columns_of = np.cumsum(used, dtype=np.int32)
    column = columns_of[vectors.stems] - 1
    shape = len(vectors.bounds) - 1, max(1, int(columns_of[-1]))
    return csr_matrix((vectors.weights, column, vectors.bounds), shape=shape)


def _top(one: Matrix, other: Matrix, rows: Rows, named: Rows) -> _Lists:
    """The best of ``other`` for each row of ``one``; ``rows`` and ``named`` are what theirs are called."""
    # One thread: this may be a forked process, and threads of OpenMP wait for ever there if the one it came
    # from had some.
    found = sp_matmul_topn(one, other.T.tocsr(), top_n=KEPT, threshold=LEAST - 1, sort=True)
    lists = _Lists(np.full((len(rows), KEPT), -1, np.int32), np.zeros((len(rows), KEPT), np.int32))
    counts = np.diff(found.indptr)
    at = np.repeat(np.arange(len(rows)), counts)
    place = np.arange(len(at)) - np.repeat(found.indptr[:-1], counts)
    lists.rows[at, place] = named[found.indices]
    lists.scores[at, place] = found.data
    itself = lists.rows == rows[:, None]
    lists.rows[itself], lists.scores[itself] = -1, 0
    # as good as the last one shown may be others that were not kept
    last = lists.scores[:, -1]
    nth = np.sort(lists.scores, 1)[:, -SHOWN]
    for row in np.flatnonzero((last > 0) & (last == nth)).tolist():
        product = (one[[row]] @ other.T).tocoo()
        names, scores = named[product.coords[1]], product.data
        better = (scores >= LEAST) & (names != rows[row])
        names, scores = names[better], scores[better]
        order = np.lexsort((-names, -scores))[:KEPT]
        lists.rows[row], lists.scores[row] = -1, 0
        lists.rows[row, : len(order)] = names[order]
        lists.scores[row, : len(order)] = scores[order]
    order = np.lexsort((-lists.rows, -lists.scores))[:, :SHOWN]
    return _Lists(
        np.take_along_axis(lists.rows, order, 1), np.take_along_axis(lists.scores, order, 1)
    )

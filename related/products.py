"""Vectors → for each row the rows whose vectors have the largest products with its own.

A change is worked out alone (`after`), with the same result as everything anew (`best_of`), to the last
place: products are whole numbers, and of equal ones the later row is first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from related.weights import Vectors

#: Products kept while they are made beside those of a list: with itself, and a few that could be as good.
BESIDE: Final = 5
#: Rows whose products are made at once: 0.5 kB each, while they are. Rows whose lists are measured: 30 kB.
AT_ONCE: Final = 20_000
MEASURED_AT_ONCE: Final = 500
#: A row for each question, a column for each stem or question; scipy has no types.
Matrix = Any
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lists:
    """The best of each row: rows and scores, -1 and 0 where there are no more."""

    rows: npt.NDArray[np.int32]
    scores: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Kind:
    """So many in a list, and none of a lower score."""

    length: int
    least: int


def best_of(vectors: Vectors, kind: Kind) -> Lists:
    """The lists of all rows."""
    matrix = _matrix(vectors)
    every = np.arange(matrix.shape[0])
    return _top(matrix, matrix, every, every, kind)


def after(vectors: Vectors, before: Lists, changed: Rows, kind: Kind) -> Lists:
    """The lists after a change: with what comes in, and whole ones where more went than came.

    In the lists ``before`` a row that is gone is -2, and a row that is new has -2 alone. ``changed`` are
    the rows that are new or have another vector than before.
    """
    went = np.isin(before.rows, np.append(changed, -2))
    if not len(changed) and not went.any():
        return before
    rows, scores = np.where(went, -1, before.rows), np.where(went, 0, before.scores)
    again = np.zeros(len(rows), bool)
    again[changed] = True
    kept = np.flatnonzero(~again)
    matrix = _matrix(vectors)
    coming = Lists(rows[kept, :0], scores[kept, :0])
    if len(changed) and len(kept):
        coming = _top(matrix[kept], matrix[changed], kept, changed, kind)
    both = Lists(
        np.concatenate([rows[kept], coming.rows], 1),
        np.concatenate([scores[kept], coming.scores], 1),
    )
    best = _first_of(both, kind)
    rows[kept], scores[kept] = best.rows, best.scores
    # a list that was full left out others, of no higher score than its last
    last, score = before.rows[:, -1], before.scores[:, -1]
    same = (scores[:, -1] == score) & (rows[:, -1] >= last) & ~went[:, -1]
    again |= (last != -1) & (scores[:, -1] <= score) & ~same
    whole = np.flatnonzero(again)
    made = _top(matrix[whole], matrix, whole, np.arange(matrix.shape[0]), kind)
    rows[whole], scores[whole] = made.rows, made.scores
    return Lists(rows, scores)


def naming(lists: Lists, rows: Rows) -> Rows:
    """The rows whose lists name any of some rows."""
    return np.flatnonzero(np.isin(lists.rows, rows).any(axis=1))


def measured(lists: Lists, vectors: Vectors, rows: Rows, kind: Kind) -> Lists:
    """Of the lists of some rows the best by the products of other vectors."""
    matrix = _matrix(vectors).sorted_indices()  # of a copy: the arrays are those of the vectors
    parts = [Lists(lists.rows[:0, : kind.length], lists.scores[:0, : kind.length])]
    for at in range(0, len(rows), MEASURED_AT_ONCE):
        some = rows[at : at + MEASURED_AT_ONCE]
        part = Lists(lists.rows[some], np.zeros_like(lists.scores[some]))
        of, place = np.nonzero(part.rows >= 0)
        products = matrix[some[of]].multiply(matrix[part.rows[of, place]]).sum(axis=1)
        part.scores[of, place] = np.asarray(products).ravel()
        less = part.scores < kind.least
        part.rows[less], part.scores[less] = -1, 0
        parts.append(_first_of(part, kind))
    return _joined(parts)


def _matrix(vectors: Vectors) -> Matrix:
    used = np.zeros(int(vectors.columns.max(initial=0)) + 1, np.int32)
    used[vectors.columns] = 1
    number = np.cumsum(used, dtype=np.int32)
    column = number[vectors.columns] - 1
    shape = len(vectors.bounds) - 1, max(1, int(number[-1]))
    return csr_matrix((vectors.weights, column, vectors.bounds), shape=shape)


def _top(one: Matrix, other: Matrix, rows: Rows, named: Rows, kind: Kind) -> Lists:
    """The best of ``other`` for each row of ``one``; ``rows`` and ``named`` are what theirs are called."""
    turned = other.T.tocsr()
    parts = [
        _top_of(one[at : at + AT_ONCE], turned, rows[at : at + AT_ONCE], named, kind)
        for at in range(0, max(1, len(rows)), AT_ONCE)
    ]
    return _joined(parts)


def _joined(parts: Sequence[Lists]) -> Lists:
    return Lists(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.scores for part in parts]),
    )


def _top_of(one: Matrix, turned: Matrix, rows: Rows, named: Rows, kind: Kind) -> Lists:
    kept = kind.length + BESIDE
    # One thread: this may be a forked process, and threads of OpenMP wait for ever there if the one it came
    # from had some.
    found = sp_matmul_topn(one, turned, top_n=kept, threshold=kind.least - 1, sort=True)
    lists = Lists(np.full((len(rows), kept), -1, np.int32), np.zeros((len(rows), kept), np.int32))
    counts = np.diff(found.indptr)
    at = np.repeat(np.arange(len(rows)), counts)
    place = np.arange(len(at)) - np.repeat(found.indptr[:-1], counts)
    lists.rows[at, place] = named[found.indices]
    lists.scores[at, place] = found.data
    itself = lists.rows == rows[:, None]
    lists.rows[itself], lists.scores[itself] = -1, 0
    # as good as the last one of the list may be others that were not kept
    last = lists.scores[:, -1]
    nth = np.sort(lists.scores, 1)[:, -kind.length]
    for row in np.flatnonzero((last > 0) & (last == nth)).tolist():
        product = (one[[row]] @ turned).tocoo()
        names, scores = named[product.coords[1]], product.data
        better = (scores >= kind.least) & (names != rows[row])
        names, scores = names[better], scores[better]
        order = np.lexsort((-names, -scores))[:kept]
        lists.rows[row], lists.scores[row] = -1, 0
        lists.rows[row, : len(order)] = names[order]
        lists.scores[row, : len(order)] = scores[order]
    return _first_of(lists, kind)


def _first_of(lists: Lists, kind: Kind) -> Lists:
    order = np.lexsort((-lists.rows, -lists.scores))[:, : kind.length]
    return Lists(
        np.take_along_axis(lists.rows, order, 1), np.take_along_axis(lists.scores, order, 1)
    )

"""The questions that each is most like → a vector for each, of these questions: the company that it keeps.

Of a family, some have one thing in common, others another: two that have the same neighbours are alike even
where they have few words in common, and what is like a single one by accident has other neighbours.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from related.products import Kind, Lists
from related.weights import LENGTH, Vectors

#: Lists of neighbours. What is less alike has a word in common by accident: of LENGTH squared.
NEAR: Final = Kind(8, LENGTH**2 // 50)
#: A question in its own company, beside its neighbours' mean: with more, words in common tell more.
ITSELF: Final = 2


def company_of(lists: Lists) -> Vectors:
    """Vectors of one length, a column for each row; of a question like none itself alone."""
    count = len(lists.rows)
    known = lists.rows >= 0
    many = known.sum(1)
    itself = np.maximum(1, ITSELF * lists.scores.sum(1, dtype=np.int64) // np.maximum(1, many))
    rows = np.append(np.nonzero(known)[0], np.arange(count))
    column = np.append(lists.rows[known], np.arange(count, dtype=np.int32))
    weight = np.append(lists.scores[known], itself)
    order = np.lexsort((column, rows))
    rows, column, weight = rows[order], column[order], weight[order]
    bounds = np.append(0, np.cumsum(many + 1))
    squares = np.append(0, np.cumsum(weight**2))
    norms = np.sqrt(squares[bounds[1:]] - squares[bounds[:-1]])
    scaled = np.rint(weight * (LENGTH / norms)[rows]).astype(np.int32)
    return Vectors(column, scaled, bounds)

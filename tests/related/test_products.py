"""The best of each row after a change are those of everything anew, however many are as good as others."""

from __future__ import annotations

import random

import numpy as np
import pytest

from related.products import Kind, Lists, after, best_of
from related.weights import Vectors

Row = dict[int, int]


def row(dice: random.Random) -> Row:
    return {column: dice.randint(1, 2) for column in dice.sample(range(12), dice.randint(0, 4))}


def vectors_of(rows: list[Row]) -> Vectors:
    columns = [column for row in rows for column in row]
    weights = [weight for row in rows for weight in row.values()]
    bounds = np.cumsum([0, *map(len, rows)])
    return Vectors(np.array(columns, np.int32), np.array(weights, np.int32), bounds)


@pytest.mark.parametrize("seed", range(40))
def test_lists_after_a_change_are_those_of_everything_anew(seed: int) -> None:
    dice = random.Random(seed)
    kind = Kind(dice.randint(1, 6), dice.randint(1, 3))
    rows = [row(dice) for _ in range(dice.randint(1, 40))]
    lists = best_of(vectors_of(rows), kind)
    for _ in range(4):
        kept = [place for place in range(len(rows)) if dice.random() > 0.1]
        new = [-1 if dice.random() < 0.1 else place for place in kept] + [-1] * dice.randint(0, 2)
        named = np.full(len(rows) + 1, -2, np.int32)
        named[-1] = -1  # of a place where there are no more
        for now, place in enumerate(new):
            if place >= 0:
                named[place] = now
        before = Lists(
            np.full((len(new), kind.length), -2, np.int32),
            np.zeros((len(new), kind.length), np.int32),
        )
        changed = []
        made = []
        for now, place in enumerate(new):
            if place >= 0:
                before.rows[now] = named[lists.rows[place]]
                before.scores[now] = lists.scores[place]
            other = place < 0 or dice.random() < 0.1
            changed += [now] * other
            made.append(row(dice) if other else rows[place])
        vectors = vectors_of(made)
        found, anew = (
            after(vectors, before, np.array(changed, np.int64), kind),
            best_of(vectors, kind),
        )
        assert np.array_equal(found.rows, anew.rows)
        assert np.array_equal(found.scores, anew.scores)
        rows, lists = made, anew

"""Families told from those of an earlier build are those that all forms together give."""

from __future__ import annotations

import random

import numpy as np
import pytest

from search.indexer.families import FUSIONS, GROUPS, families, stems
from search.indexer.forms import fold
from search.indexer.vocabulary import roots

BASES = ("ven", "comp", "direc", "act", "sent", "élev", "état", "par", "cré", "dé")
LONE = ("état", "etat", "entre", "entrée", "école", "écoles", "ecole", "modifie", "modifié", "2014")


def words() -> list[str]:
    """Forms that the rules join, in every way there is."""
    endings = [ending for group in FUSIONS for ending in group]
    found = {base + ending for base in BASES for ending in endings}
    found.update(LONE, *(key for group in GROUPS for key in group))
    found.update(word.replace("e", "é", 1) for word in list(found)[::3])
    return sorted(found)


@pytest.mark.parametrize("seed", range(8))
def test_families_after_any_change_are_those_of_all_forms(seed: int) -> None:
    chance = random.Random(seed)
    every = words()
    before = sorted(chance.sample(every, chance.choice((0, 300, len(every) - 200, len(every)))))
    known = np.array(families(before), np.int32)
    for _ in range(15):
        gone = set(chance.sample(before, min(len(before), chance.randrange(8))))
        come = set(chance.sample(every, chance.randrange(8))) - set(before)
        after = sorted((set(before) - gone) | come)
        place = {form: at for at, form in enumerate(after)}
        moved = np.array([place.get(form, -1) for form in before], np.int32)
        added = np.array([place[form] for form in sorted(come)], np.int64)
        found = roots(after, list(map(fold, after)), stems(after), added, known, moved)
        assert found.tolist() == families(after)
        before, known = after, found

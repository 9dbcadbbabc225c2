"""Where the formulas of the genre stand in a text, so that their words weigh next to nothing.

Formulas are in `search/french/formules.txt`. Looked for over the words of a whole slice at once.
"""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

SOURCE: Final = Path(__file__).parent.parent / "french" / "formules.txt"
STEP: Final = re.compile(r"\(([^)]*)\)|(\S+)")


@cache
def formulas() -> tuple[tuple[str, ...], ...]:
    """Every formula of the file, choices written out."""
    found = set()
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        steps = [
            match[1].split("|") if match[1] is not None else [match[2]]
            for match in STEP.finditer(line)
        ]
        for words in itertools.product(*steps):
            found.add(tuple(" ".join(words).split()))
    return tuple(sorted(found))


@cache
def _words() -> frozenset[str]:
    return frozenset(itertools.chain.from_iterable(formulas()))


def formula_words(
    words: npt.NDArray[np.int32],
    fields: npt.NDArray[np.int32],
    ids: dict[str, int],
    counts: npt.NDArray[Any],
) -> npt.NDArray[np.bool_]:
    """For each word of a slice (as form ids, and the field of each), whether it stands in a formula.

    A formula does not go on from one field to the next, so documents do not depend on each other.
    Each formula is anchored on its rarest word (`counts` by id): only the places of that word are
    looked at.
    """
    marked = np.zeros(len(words), np.bool_)
    by_anchor: dict[int, list[tuple[int, list[int]]]] = {}
    there = {word: ids[word] for word in _words() if word in ids and counts[ids[word]]}
    for formula in formulas():
        if not all(map(there.__contains__, formula)):
            continue
        numbers = [there[word] for word in formula]
        anchor = min(range(len(numbers)), key=lambda i: (int(counts[numbers[i]]), i))
        by_anchor.setdefault(numbers[anchor], []).append((anchor, numbers))
    if not by_anchor:
        return marked
    is_anchor = np.zeros(len(counts), np.bool_)
    is_anchor[list(by_anchor)] = True
    places = np.flatnonzero(is_anchor[words])
    place_words = words[places]
    for word, candidates in sorted(by_anchor.items()):
        here = places[place_words == word]
        for anchor, numbers in candidates:
            starts = here - anchor
            starts = starts[(starts >= 0) & (starts + len(numbers) <= len(words))]
            starts = starts[fields[starts] == fields[starts + (len(numbers) - 1)]]
            for step, number in enumerate(numbers):
                if step != anchor:
                    starts = starts[words[starts + step] == number]
            for step in range(len(numbers)):
                marked[starts + step] = True
    return marked

"""Words that people write joined, with a hyphen or apart: `plateforme`, `plate-forme`, `plate forme`.

A text with a hyphen is indexed joined too (forms.py). Here: which keys of words apart lead to a
joined form, so that a query of two words side by side finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from search.indexer.forms import fold
from search.indexer.langue import LANGUE

#: A prefix is told apart only before a word of this many letters.
SHORTEST_REST: Final = 4


def compounds(
    forms: Sequence[str], keys: Sequence[str], hyphened: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """(`plate forme`, plateforme) for every joined form that can be written apart, each once.

    `hyphened` are compounds met with a hyphen, by their words; others are told by the lists
    `prefixes` (before a word that is in the vocabulary) and `composes` of langue.json.
    """
    known = set(keys)
    whole = set(forms)
    seen: set[tuple[str, str]] = set()
    for compound in hyphened:
        pair = (fold(compound), compound.replace(" ", ""))
        if pair[1] in whole and pair not in seen:
            seen.add(pair)
            yield pair
    listed = {
        compound.replace(" ", "") + plural: compound + plural
        for compound in LANGUE.composes
        for plural in ("", "s")
    }
    longest = max(map(len, LANGUE.prefixes))
    for form, key in zip(forms, keys, strict=True):
        apart = [listed[key]] if key in listed else []
        for size in range(2, min(longest, len(key) - SHORTEST_REST) + 1):
            if key[:size] in LANGUE.prefixes and key[size:] in known:
                apart.append(f"{key[:size]} {key[size:]}")
        for compound in apart:
            if (compound, form) not in seen:
                seen.add((compound, form))
                yield compound, form

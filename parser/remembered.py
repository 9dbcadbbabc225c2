"""What a function said of a text, kept for the next time: questions share their days, authors and labels."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar

T = TypeVar("T")
#: Texts that are kept for each function, and the longest of them: some 2 MB.
KEPT: Final = 4_000
LONGEST: Final = 200


def remembered(function: Callable[[str], T]) -> Callable[[str], T]:
    """The function, whose answers on short texts are kept; they must depend on nothing else."""
    kept = lru_cache(KEPT)(function)

    @wraps(function)
    def asked(text: str) -> T:
        return kept(text) if len(text) <= LONGEST else function(text)

    return asked

"""When two values of a source are the same value: what hubs and facets are keyed on."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Letters that Unicode does not decompose, as French dictionaries sort them.
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "‘": "'"})


@lru_cache(maxsize=65_536)
def value_key(value: str) -> str:
    """The value without case, accents or doubled blanks: “Télécommunications” = “télécommunications”."""
    decomposed = unicodedata.normalize("NFKD", value.translate(_LIGATURES))
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())

"""Comparing words whatever their case and accents."""

from __future__ import annotations

import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})


def fold(text: str) -> str:
    """Casefolded, unaccented, with one kind of apostrophe, hyphen and blank.

    >>> fold("  Télécommunications\u00a0et Œuvres ")
    'telecommunications et oeuvres'
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_LIGATURES))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())

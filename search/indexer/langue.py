"""The French of the search: lists shared with the browser (`search/french/langue.json`).

The index carries them in its root manifest, so a page always splits its queries as its index was.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

SOURCE: Final = Path(__file__).parent.parent / "french" / "langue.json"


@dataclass(frozen=True, slots=True)
class Langue:
    """The lists of `langue.json`; `search/french/README.md` says what each is for."""

    mots_outils: frozenset[str]
    elisions: frozenset[str]
    soudures: frozenset[str]
    enclitiques: frozenset[str]
    reperes_de_numero: frozenset[str]
    prefixes: frozenset[str]
    composes: frozenset[str]
    irreguliers: tuple[tuple[str, ...], ...]
    variantes: tuple[tuple[str, ...], ...]
    fusions: tuple[tuple[str, ...], ...]
    paradigmes: tuple[tuple[str, ...], ...]
    verbes: tuple[tuple[str, ...], ...]
    troisieme_groupe: tuple[tuple[str, ...], ...]
    verbes_entiers: tuple[tuple[str, ...], ...]


def load(source: Path = SOURCE) -> dict[str, Any]:
    """As plain values."""
    values: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return values


def _langue(values: dict[str, Any]) -> Langue:
    words = (
        "mots_outils",
        "elisions",
        "soudures",
        "enclitiques",
        "reperes_de_numero",
        "prefixes",
        "composes",
    )
    groups = (
        "irreguliers", "variantes", "fusions", "paradigmes",
        "verbes", "troisieme_groupe", "verbes_entiers",
    )  # fmt: skip
    lists: dict[str, Any] = {name: frozenset(values[name]) for name in words}
    lists |= {name: tuple(tuple(group) for group in values[name]) for name in groups}
    return Langue(**lists)


#: Lists that only the indexer reads: what they say is in the lexicon.
_BUILD_ONLY: Final = ("prefixes", "composes", "fusions")
#: Lists for typed words that the lexicon lacks: the browser fetches them then (engine_files.py).
_LATE: Final = ("verbes", "troisieme_groupe", "verbes_entiers")
_VALUES: Final = load()
LANGUE: Final = _langue(_VALUES)
#: What the browser gets, in the root manifest.
SHIPPED: Final = {
    name: value for name, value in _VALUES.items() if name not in (*_BUILD_ONLY, *_LATE)
}
#: What it gets later.
LATE: Final = {name: _VALUES[name] for name in _LATE}

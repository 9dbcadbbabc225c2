"""The names of an index (deputies, ministries, rubriques, départements, groups), to complete what is typed.

They are a small corpus, which is what lunr is made for: its index is prebuilt here, from the facets of
the index that is already there, and read by lunr.js when a search box gets the focus. `noms.json`:

- `version`: refused by the browser when it is another;
- `noms`: for each name, by its number: facet, name, questions, and the address of its page if it has one;
- `index`: lunr's own, of the words of the names without accents; its references are those numbers.
  null where there is no name.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lunr.builder import Builder

from search.indexer import facets
from search.indexer.facets import facet_key

NAMES_FILE: Final = "noms.json"
VERSION: Final = 1
#: Facets in the order of precedence: a ministry that was asked needs no entry for its answers.
FACETS: Final = tuple(facet for facet in facets.FACETS if facet != "etat")
#: What stands between the words of a name, once folded: `d'alsace-lorraine`
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
#: lunr's fields need a name.
_FIELD: Final = "nom"


@dataclass(slots=True)
class Name:
    """A value of a facet over all legislatures."""

    facet: str
    value: str
    questions: int = 0


def write_names(index: Path, address: Callable[[str, str], str | None]) -> Path:
    """Writes the names of a built index beside it; `address` gives the page of a facet's value."""
    names = _names(index)
    builder = Builder()
    builder.ref("id")
    builder.field(_FIELD)
    for number, name in enumerate(names):
        builder.add({"id": str(number), _FIELD: " ".join(words(name.value))})
    listed = [
        [name.facet, name.value, name.questions, *filter(None, [address(name.facet, name.value)])]
        for name in names
    ]
    # lunr cannot index nothing at all
    lunr_index = _rounded(builder.build().serialize()) if names else None
    content = {"version": VERSION, "noms": listed, "index": lunr_index}
    target = index / NAMES_FILE
    aside = index / f".{NAMES_FILE}"
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    aside.write_text(text, encoding="utf-8")
    aside.replace(target)
    return target


def values_of(index: Path, facet: str) -> Iterator[str]:
    """The values of a facet in each legislature of a built index."""
    manifest = json.loads((index / "manifest.json").read_text("utf-8"))
    for entry in manifest["legislatures"]:
        yield from json.loads(_inflated(index / entry["dossier"] / "noms.bin"))[facet]["valeurs"]


def words(value: str) -> list[str]:
    """`Jean-Luc d’Alsace` → jean, luc, d, alsace. Twin of `words` in browser/page/names.js."""
    return [word for word in _BETWEEN.split(facet_key(value)) if word]


def _names(index: Path) -> list[Name]:
    """In a fixed order, whatever the legislatures."""
    found: dict[tuple[str, str], Name] = {}
    manifest = json.loads((index / "manifest.json").read_text("utf-8"))
    for entry in manifest["legislatures"]:
        folder = index / entry["dossier"]
        values = json.loads(_inflated(folder / "noms.bin"))
        for facet in FACETS:
            listed = values[facet]
            counts = _counts(folder, facet, len(listed["listes"]))
            for value, count in zip(listed["valeurs"], counts, strict=True):
                name = found.setdefault((facet, facet_key(value)), Name(facet, value))
                name.questions += count
    asked = {key for facet, key in found if facet == "ministere_interroge"}
    kept = (
        (FACETS.index(facet), key, name)
        for (facet, key), name in found.items()
        if key and not (facet == "ministere_attributaire" and key in asked)
    )
    return [name for _, _, name in sorted(kept, key=lambda item: item[:2])]


def _counts(folder: Path, facet: str, files: int) -> Iterator[int]:
    """Questions of each value, from the heads of the facet's lists."""
    for number in range(files):
        data = _inflated(folder / "v" / facet / f"{number}.bin")
        at = 0
        while at < len(data):
            count, at = _varint(data, at)
            size, at = _varint(data, at)
            at += size
            yield count


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number and where the next one starts."""
    value = shift = 0
    while data[at] > 127:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1


def _inflated(path: Path) -> bytes:
    return zlib.decompress(path.read_bytes(), -zlib.MAX_WBITS)


def _rounded(value: Any) -> Any:
    """Scores with three decimals: the file is a third shorter, the order the same."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value

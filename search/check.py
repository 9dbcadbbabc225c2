"""Whether an index is whole, as FORMAT.md says: what the browser would look for is there, and can be read."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from parser.question import Key
from search.indexer.build import MANIFEST, VERSION
from search.indexer.digest import COPIES, digest
from search.indexer.facets import FACETS
from search.indexer.repeats import KINDS
from search.names import NAMES_FILE
from search.portfolios import PORTFOLIOS_FILE

#: How many letters an edge of a block shares with the one before, as a letter: `A`
EDGE: Final = re.compile("[A-Z]")
#: Files of a folder at most.
_FOLDER: Final = 1000
#: Folders whose number of files the manifest does not tell.
_LISTS: Final = ("p", "f", "xl")
#: Columns of groups of repeats.
SAME: Final = tuple(f"meme_{kind}" for kind in KINDS)


@dataclass(slots=True)
class IndexCheck:
    """What was looked at, and each thing wrong: path within the index, what was found, what expected."""

    files: int = 0
    questions: list[Key] = field(default_factory=list)
    #: Addresses of pages that the names lead to.
    names: list[str] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)


def check_index(index: Path) -> IndexCheck:
    """Reads every file of an index that its manifest names."""
    done = IndexCheck()
    manifest = _json(done, index, MANIFEST)
    if manifest is None:
        return done
    if manifest.get("version") != VERSION:
        done.faults.append((MANIFEST, f"version {manifest.get('version')}", f"{VERSION}"))
        return done
    names = _json(done, index, NAMES_FILE)
    _json(done, index, PORTFOLIOS_FILE)
    for _, _, _, *address in (names or {}).get("noms", ()):
        done.names += address
    for entry in manifest["legislatures"]:
        _legislature(done, index, entry, positions=manifest["positions"])
    return done


def _legislature(done: IndexCheck, index: Path, entry: dict[str, Any], *, positions: bool) -> None:
    name = entry["dossier"]
    folder = index / name
    manifest = _json(done, index, f"{name}/index.json")
    if manifest is None:
        return
    before = len(done.faults)
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if _is_own(p)}
    done.files += len(there)
    for path in sorted({"noms.bin"} - there | _missing(manifest, there, positions)):
        done.faults.append((f"{name}/{path}", "missing", "a file that the manifest tells of"))
    for path in sorted(there):
        if path.endswith(".bin"):
            try:
                _read(path, (folder / path).read_bytes())
            except ValueError as error:
                done.faults.append((f"{name}/{path}", str(error), "whole deflate streams"))
    if len(done.faults) > before:
        return
    for path in sorted(_missing_values(folder, there)):
        done.faults.append((f"{name}/{path}", "missing", "a file that noms.bin tells of"))
    _cards(done, index, entry, manifest)
    digits = name.split("-")[-1]
    found = digest(folder)
    if found != digits:
        done.faults.append((name, f"files whose digest is {found}", f"{digits}, as its name says"))


def _is_own(path: Path) -> bool:
    return path.is_file() and path.suffix not in COPIES


def _json(done: IndexCheck, index: Path, path: str) -> dict[str, Any] | None:
    try:
        content = json.loads((index / path).read_bytes())
    except FileNotFoundError:
        done.faults.append((path, "missing", "the file that search begins with"))
    except ValueError as error:
        done.faults.append((path, str(error), "JSON"))
    else:
        if isinstance(content, dict):
            return content
        done.faults.append((path, f"{type(content).__name__}", "an object"))
    return None


def _missing(manifest: dict[str, Any], there: set[str], positions: bool) -> set[str]:
    blocks = len(EDGE.findall(manifest["blocs"]))
    counts = {
        "l": blocks,
        "x": blocks if positions else 0,
        "c": -(-manifest["documents"] // manifest["cartes"]),
        "n": len(manifest["numeros"]),
        "j": len(manifest["pages"]),
    }
    for kind in _LISTS:
        numbers = [int(Path(p).stem) for p in there if p.startswith(f"{kind}/")]
        counts[kind] = max(numbers, default=-1) + 1
    counts["p"] = counts["f"] = max(counts["p"], counts["f"])
    wanted = {
        f"{kind}/{number // _FOLDER}/{number}.bin"
        for kind, count in counts.items()
        for number in range(count)
    }
    wanted |= {f"s/{length}.bin" for length in manifest["suggestions"]}
    wanted |= {f"v/{facet}.bin" for facet in (*FACETS, "delai", "date_reponse", *SAME)}
    return wanted - there


def _missing_values(folder: Path, there: set[str]) -> set[str]:
    """The lists of the facets' values."""
    names = json.loads(_read("noms.bin", (folder / "noms.bin").read_bytes()))
    wanted = {
        f"v/{facet}/{number}.bin"
        for facet, listed in names.items()
        for number in range(len(listed["listes"]))
    }
    return wanted - there


def _read(path: str, data: bytes) -> bytes:
    """What a file holds; two streams, each of them read, in `p`. Raises ValueError."""
    if not path.startswith("p/"):
        return _inflated(data)
    at = 1
    while at < len(data) and data[at] > 127:
        at += 1
    length = sum((byte & 127) << 7 * n for n, byte in enumerate(data[1 : at + 1]))
    start = at + 1
    return _inflated(data[start : start + length]) + _inflated(data[start + length :])


def _inflated(data: bytes) -> bytes:
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = reader.decompress(data)
    except zlib.error as error:
        raise ValueError(f"{error}") from error
    if not reader.eof:
        raise ValueError(f"{len(data):,} bytes that end too soon")
    if reader.unused_data:
        raise ValueError(f"{len(reader.unused_data):,} bytes after the end")
    return content


def _cards(done: IndexCheck, index: Path, entry: dict[str, Any], manifest: dict[str, Any]) -> None:
    """Every document has a card, which names its question."""
    folder = index / entry["dossier"]
    before = len(done.questions)
    for number in range(-(-manifest["documents"] // manifest["cartes"])):
        path = f"c/{number // _FOLDER}/{number}.bin"
        for numero, kind, *_ in json.loads(_read(path, (folder / path).read_bytes())):
            done.questions.append((entry["legislature"], kind or "QE", numero))
    documents = len(done.questions) - before
    for path, told in ((MANIFEST, entry), (f"{entry['dossier']}/index.json", manifest)):
        if told["documents"] != documents:
            done.faults.append(
                (path, f"{told['documents']:,} documents", f"{documents:,}, as cards")
            )

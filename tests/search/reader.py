"""Reads an index back in Python, as FORMAT.md says: for the tests of the format."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search.indexer.encode import inflate


class Bytes:
    """A file read from its start."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def gaps(self, count: int) -> list[int]:
        out, last = [], 0
        for _ in range(count):
            last += self.varint()
            out.append(last)
        return out

    def nibbles(self, count: int) -> list[int]:
        data = self.take((count + 1) // 2)
        return [(data[i // 2] >> (4 * (i % 2))) & 15 for i in range(count)]

    def bitmap(self, size: int) -> list[int]:
        data = self.take((size + 7) // 8)
        return [i for i in range(size) if data[i // 8] >> (i % 8) & 1]

    def subset(self, count: int, size: int) -> list[int]:
        return self.bitmap(size) if count * 8 >= size else self.gaps(count)

    def numbers(self, count: int, size: int) -> list[int]:
        if size <= 1:
            return [0] * count
        if size <= 16:
            digits = max(n for n in range(1, 9) if size**n <= 256)
            data = self.take(-(-count // digits))
            return [data[i // digits] // size ** (i % digits) % size for i in range(count)]
        if size <= 256:
            return list(self.take(count))
        highs = self.numbers(count, (size + 255) // 256)
        lows = {high: iter(self.take(highs.count(high))) for high in range((size + 255) // 256)}
        return [256 * high + next(lows[high]) for high in highs]


def read_column(data: bytes, documents: int, base: list[int] | None = None) -> list[int]:
    """The numbers of a facet's column, inflated."""
    file = Bytes(data)
    kind = file.take(1)[0]
    size = file.varint()
    if kind == 0:
        out = file.numbers(documents, size)
    else:
        assert base is not None
        table: dict[int, int] = {}
        if kind == 1:
            table = dict(enumerate(file.varint() for _ in range(file.varint())))
        count = file.varint()
        exceptions = file.subset(count, documents)
        values = dict(zip(exceptions, file.numbers(count, size), strict=True))
        out = []
        for doc, number in enumerate(base):
            value = values.get(doc, table.get(number, 0))
            if kind == 2:
                table[number] = value
            out.append(value)
    assert file.at == len(file.data)
    return out


@dataclass
class Family:
    """A family read back: impacts by document, masks by document of each member."""

    big: bool
    impacts: dict[int, int]
    masks: list[dict[int, int]]
    champions: list[dict[int, int]]


@dataclass
class Index:
    """One legislature read back."""

    folder: Path
    manifest: dict[str, Any]
    forms: dict[str, tuple[Family, int]] = field(default_factory=dict)
    compounds: dict[str, str] = field(default_factory=dict)
    files: int = 0


def read(out: Path) -> list[Index]:
    """Every legislature of an index."""
    root = json.loads((out / "manifest.json").read_text("utf-8"))
    return [_legislature(out / entry["dossier"]) for entry in root["legislatures"]]


def _legislature(folder: Path) -> Index:
    manifest = json.loads((folder / "index.json").read_text("utf-8"))
    index = Index(folder, manifest)
    for number in range(len(re.findall("[A-Z]", manifest["blocs"]))):
        _block(index, Bytes(inflate(_path(folder, "l", number).read_bytes())))
    return index


def _path(folder: Path, kind: str, number: int) -> Path:
    return folder / kind / str(number // 1000) / f"{number}.bin"


def _block(index: Index, data: Bytes) -> None:
    keys = data.varint()
    sizes = [data.varint() for _ in range(data.varint())]
    found: list[tuple[str, int, int]] = []
    previous = b""
    for _ in range(keys):
        shared = data.varint()
        word = previous[:shared] + data.take(data.varint())
        previous = word
        for _ in range(data.varint()):
            family, member = data.varint(), data.varint()
            accents = data.take(data.varint()).decode()
            key = word.decode()
            form = accents or key.replace(" ", "")
            if " " in key:
                index.compounds[key] = form
            else:
                found.append((form, family, member))
    families = [_family(index, Bytes(data.take(size))) for size in sizes]
    assert data.at == len(data.data)
    for form, family, member in found:
        index.forms[form] = (families[family], member)


def _family(index: Index, data: Bytes) -> Family:
    documents = index.manifest["documents"]
    head = data.varint()
    df, big = head >> 1, bool(head & 1)
    members = data.varint()
    sizes = [data.varint() for _ in range(members)] if members > 1 else [df]
    champions: list[dict[int, int]] = []
    if big:
        number = data.varint()
        lists = _path(index.folder, "p", number).read_bytes()
        which = _path(index.folder, "f", number).read_bytes()
        assert data.varint() == len(lists)
        assert data.varint() == len(which)
        for _ in sizes:
            count = data.varint()
            docs = data.gaps(count)
            champions.append(dict(zip(docs, data.take(count), strict=True)))
        file = Bytes(lists)
        as_bitmap = file.take(1) == b"\1"
        listed = Bytes(inflate(file.take(file.varint())))
        docs = listed.bitmap(documents) if as_bitmap else listed.gaps(df)
        impacts = Bytes(inflate(lists[file.at :])).nibbles(df)
        rest = Bytes(inflate(which))
    else:
        docs = data.gaps(df)
        impacts = data.nibbles(df)
        rest = data
    masks = []
    for size in sizes:
        own = rest.subset(size, df) if members > 1 else list(range(df))
        masks.append(dict(zip((docs[i] for i in own), rest.nibbles(size), strict=True)))
    assert rest.at == len(rest.data)
    return Family(big, dict(zip(docs, impacts, strict=True)), masks, champions)

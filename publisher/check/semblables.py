"""Whether each question stands in one shard of similar questions, and what it is like has a page."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from publisher.check.fault import Fault
from publisher.semblables import EXTENSION, FOLDER, shard_of


def check_shards(site: Path, files: Iterable[str], questions: set[str]) -> Iterator[Fault]:
    """``files`` of the site; ``questions``: the addresses of their pages."""
    names = {address.rpartition("/")[2].removesuffix(".html") for address in questions}
    lacking = set(names)
    for path in files:
        if not (path.startswith(f"{FOLDER}/") and path.endswith(EXTENSION)):
            continue
        try:
            held = orjson.loads(zlib.decompress((site / path).read_bytes(), wbits=-zlib.MAX_WBITS))
            lists = {name: line[-1] for name, line in held.items()}
        except (zlib.error, ValueError, AttributeError, TypeError, IndexError):
            yield Fault(path, 0, "no shard of similar questions", "a deflate stream of JSON")
            continue
        for name, others in lists.items():
            lacking.discard(name)
            for other in (name, *others):
                if other not in names:
                    yield Fault(path, 0, f'"{other}"', "a question that has a page")
            if name in names and _shard_of(name) != path:
                yield Fault(path, 0, f'"{name}"', f"it in {_shard_of(name)}")
    for name in sorted(lacking):
        yield Fault(_shard_of(name), 0, f'"{name}" is missing', "every question in its shard")


def _shard_of(name: str) -> str:
    legislature, _, numero = name.partition("-")
    return shard_of(int(legislature), int(numero.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))

"""One legislature: its analysed slices → its folder."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from search.indexer import columns, facts, files, lexicon, remembered, suggestions, vocabulary
from search.indexer.analysed import load, salt
from search.indexer.encode import deflate, varint
from search.indexer.merge import LEGISLATURE, NUMBERS, Range, Source, merge_range
from search.indexer.workers import in_turn

#: Postings merged at once: a worker takes 400 to 700 MB.
RANGE: Final = 1_500_000
MANIFEST: Final = "index.json"


def write_folder(
    slices: tuple[Path, ...],
    out: Path,
    aside: Path,
    manifest: dict[str, Any],
    positions: bool,
    pool: Executor,
    kept: Path,
) -> dict[str, int]:
    """Writes the folder `out`; `manifest` is what its manifest begins with. Gives its counts.

    In `kept`, the words for the next build.
    """
    out.mkdir()
    aside.mkdir()
    parts = [load(path) for path in slices]
    lengths = np.concatenate([part["lengths"] for part in parts])
    version = salt(positions)
    words, numbers, known_words = vocabulary.joined(
        dict(zip((path.name for path in slices), parts, strict=True)),
        remembered.load(kept, version),
    )
    for at, (sequence, number) in enumerate(numbers):
        columns.write(aside / NUMBERS.format(at), {"sequence": sequence, "number": number})
    columns.write(
        aside / LEGISLATURE,
        {"lengths": lengths, "by_family": words.by_family, "tools": words.tools},
    )
    mean = float(lengths.mean())
    source = Source(aside, slices, len(lengths), mean, positions)
    ranges = (pool.submit(merge_range, source, a, b) for a, b in words.ranges(RANGE))
    merged = in_turn(ranges)
    first = list(islice(merged, 1))
    # workers merge the next ranges meanwhile
    known = facts.Facts.joined(facts.unpacked(part["facts"] for part in parts))
    remembered.save(kept, version, known_words)
    manifest = manifest | {
        "documents": len(lengths),
        "longueur": round(mean, 3),
        "dates": known.dates(),
    }
    manifest |= known.write(out)
    manifest["suggestions"] = _write_suggestions(words, out)
    manifest |= _write_lexicon(words, source, chain(first, merged), out)
    files.write(out / MANIFEST, files.as_json(manifest))
    return {
        "documents": len(lengths),
        "forms": len(words.forms),
        "families": words.families,
        "postings": sum(len(part["doc"]) for part in parts),
    }


def _write_suggestions(words: vocabulary.Vocabulary, out: Path) -> list[int]:
    """The files of words to suggest; their lengths."""
    found = suggestions.files(vocabulary.documents_of_keys(words).items())
    for length, data in found.items():
        files.write(out / "s" / f"{length}.bin", data)
    return sorted(found)


def _write_lexicon(
    words: vocabulary.Vocabulary, source: Source, merged: Iterable[Range], out: Path
) -> dict[str, Any]:
    """List files, blocks and positions; what the manifest says of them."""
    heads: list[bytes] = []
    tails: list[bytes] = []
    numbers: dict[int, int] = {}
    places: dict[tuple[int, int], bytes] = {}
    place_files: dict[tuple[int, int], tuple[int, int]] = {}
    for done in merged:
        heads += done.heads
        tails += done.tails
        places |= done.places
        for family in done.big:
            numbers[family] = number = len(numbers)
            for kind in "pf":
                files.move(source.folder / f"{kind}.{family}", files.path(out, kind, number))
        for owner, size in sorted(done.big_places.items()):
            place_files[owner] = (len(place_files), size)
            files.move(
                source.folder / f"x.{owner[0]}.{owner[1]}",
                files.path(out, "xl", place_files[owner][0]),
            )

    def record(family: int) -> bytes:
        number = numbers.get(family)
        if number is None:
            return heads[family]
        return heads[family] + varint(number) + tails[family]

    firsts, lasts = [], []
    sizes = [len(head) + len(tail) for head, tail in zip(heads, tails, strict=True)]
    for number, block in enumerate(lexicon.blocks(words.lexicon_keys(), sizes)):
        files.write(files.path(out, "l", number), deflate(lexicon.encoded(block, record)))
        firsts.append(block.keys[0].key)
        lasts.append(block.keys[-1].key)
        if source.positions:
            files.write(files.path(out, "x", number), _block_places(block, places, place_files))
    return {"blocs": lexicon.boundaries(firsts, lasts)}


def _block_places(
    block: lexicon.Block,
    places: dict[tuple[int, int], bytes],
    place_files: dict[tuple[int, int], tuple[int, int]],
) -> bytes:
    """Position data of the forms of a block, in its order: length and bytes, or 0 and its file.

    Tool words have none: they are told by what stands before other words.
    """
    out = []
    for key in block.keys:
        if " " in key.key:
            continue
        for form in key.forms:
            owner = (form.family, form.member)
            if owner in places:
                out += [varint(len(places[owner])), places[owner]]
            elif owner in place_files:
                number, size = place_files[owner]
                out += [varint(0), varint(number + 1), varint(size)]
            else:
                out += [varint(0), varint(0)]
    return deflate(b"".join(out))

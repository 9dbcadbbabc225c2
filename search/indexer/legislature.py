"""One legislature: its analysed slices → its folder."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Final

import numpy as np

from search.indexer import (
    blocks,
    columns,
    facts,
    files,
    remembered,
    repeats,
    suggestions,
    vocabulary,
)
from search.indexer.analysed import load, salt
from search.indexer.digest import COPIES
from search.indexer.lexicon import Lexicon, boundaries
from search.indexer.lexicon import blocks as lexicon_blocks
from search.indexer.merge import LEGISLATURE, NUMBERS, Source, merge_range

#: Postings merged at once: a worker takes 400 to 700 MB.
RANGE: Final = 1_500_000
#: Blocks of the lexicon written at once.
BLOCKS: Final = 200
MANIFEST: Final = "index.json"


def write_folder(
    slices: tuple[Path, ...],
    out: Path,
    aside: Path,
    manifest: dict[str, Any],
    positions: bool,
    pool: Executor,
    kept: Path,
    repeated: repeats.OfLegislature,
) -> dict[str, int]:
    """Writes the folder `out`; `manifest` is what its manifest begins with. Gives its counts.

    In `kept`, the words for the next build.
    """
    out.mkdir()
    aside.mkdir()
    known = pool.submit(_write_facts, slices, out, manifest["legislature"], repeated)
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
        {"lengths": lengths, "by_family": words.by_family},
    )
    mean = float(lengths.mean())
    source = Source(aside, slices, len(lengths), mean, positions)
    cuts = list(words.ranges(RANGE))
    merged = [pool.submit(merge_range, source, a, b) for a, b in cuts]
    # workers merge meanwhile
    remembered.save(kept, version, known_words)
    lexicon = words.lexicon()
    lexicon.save(aside / blocks.LEXICON)
    suggested = _write_suggestions(words, out)
    for range_ in merged:
        range_.result()
    source_of_blocks = blocks.Aside(aside, tuple(first for first, _ in cuts))
    edges = _write_lexicon(lexicon, source_of_blocks, out, positions, pool)
    manifest = manifest | {"documents": len(lengths), "longueur": round(mean, 3)}
    manifest |= known.result() | {"suggestions": suggested, "blocs": edges}
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


def write_again(
    former: Path,
    slices: tuple[Path, ...],
    out: Path,
    legislature: int,
    repeated: repeats.OfLegislature,
) -> None:
    """The folder `out`, of the same slices as `former`: only what its repeats say is written anew."""
    _known(slices).write_repeats(out, legislature, repeated)
    for path in former.rglob("*"):
        target = out / path.relative_to(former)
        if path.is_file() and not path.name.endswith(COPIES) and not target.exists():
            files.link(path, target)


def _write_facts(
    slices: tuple[Path, ...], out: Path, legislature: int, repeated: repeats.OfLegislature
) -> dict[str, Any]:
    """Cards, facets, references; what the manifest says of them."""
    known = _known(slices)
    known.write_repeats(out, legislature, repeated)
    return {"dates": known.dates()} | known.write(out)


def _known(slices: tuple[Path, ...]) -> facts.Facts:
    return facts.Facts.joined(facts.unpacked(load(path)["facts"] for path in slices))


def _write_lexicon(
    lexicon: Lexicon, aside: blocks.Aside, out: Path, positions: bool, pool: Executor
) -> str:
    """List files, blocks and positions; the edges of the blocks."""
    written = [pool.submit(blocks.place, aside, out)]
    cuts = list(lexicon_blocks(lexicon, blocks.record_sizes(aside)))
    written += [
        pool.submit(blocks.write, aside, out, at, cuts[at : at + BLOCKS], positions)
        for at in range(0, len(cuts), BLOCKS)
    ]
    for done in written:
        done.result()
    firsts = [lexicon.keys[first] for first, _ in cuts]
    return boundaries(firsts, [lexicon.keys[last - 1] for _, last in cuts])

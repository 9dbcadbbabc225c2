"""`semblables/14/1/1746.bin`: lines of questions, and which others each is like, for their pages to fetch.

A shard holds SHARD questions by their numbers, whatever their type, as a raw deflate stream of JSON:

    {"14-55901QE": [title, what is asked, state, state in words, further facts,
                    [addresses of the questions most like it]], …}

All are plain text but for the addresses, `14-13504QE` for `q14/14-13504QE.html`. A page fetches its own
shard when the list comes into view, then those of the questions named there. So a line stands in one file,
and a changed question changes its own shard and those of the lists that it enters or leaves.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from html import unescape
from typing import TYPE_CHECKING, Final

import numpy as np
import orjson

from parser.question import Key, page_address
from publisher.facts import Facts
from publisher.writing import PageWriter

if TYPE_CHECKING:
    from related.similar import Similar

FOLDER: Final = "semblables"
EXTENSION: Final = ".bin"
#: Numbers in a shard: some 4 kB.
SHARD: Final = 32
#: Shards in a folder.
FOLDER_SHARDS: Final = 1000
_LEVEL: Final = 6
#: Names of questions are compared in so many bytes, or a multiple of it.
_WIDTH: Final = 16
# q14/14-1QE.html">Title<span>n° 1</span></a></h3><p class="carte-objet">…</p><p class="carte-faits">…
_CARD: Final = re.compile(
    r'[^"]*">(?P<title>.*)<span>n°.\d+</span></a></h3>(?:<p class="carte-objet">(?P<asked>.*)</p>)?'
    r'<p class="carte-faits"><span class="etat (?P<state>\w+)">(?P<told>.*)</span> · (?P<facts>.*)</p></li>\n'
)
_TAG: Final = re.compile(r"<[^>]*>")


def shard_of(legislature: int, numero: int) -> str:
    """The file that holds a question, in the site."""
    number = numero // SHARD
    return f"{FOLDER}/{legislature}/{number // FOLDER_SHARDS}/{number}{EXTENSION}"


def write_shards(
    writer: PageWriter,
    questions: Mapping[str, Facts],
    keys: Sequence[Key],
    similar: Similar,
) -> None:
    """Writes the shards that changed.

    ``keys`` and ``questions``, by the paths of their pages, are in one order, and ``similar`` goes by
    places in it.
    """
    if not keys:
        return
    paths = [*questions]
    digests = [facts.card for facts in questions.values()]
    names = np.array([page_address(key).rpartition("/")[2] for key in keys], np.bytes_)
    # of one width in all builds: a longer name must not change what other shards are told by
    names = names.astype(f"S{-(-names.itemsize // _WIDTH) * _WIDTH}")
    others = np.append(names, b"")[similar.best][similar.row]
    legislatures, numbers = (np.array([key[at] for key in keys]) for at in (0, 2))
    # numbers of one shard are apart where a legislature has questions of two types
    order = np.lexsort((numbers, legislatures))
    shards = np.stack([legislatures[order], numbers[order] // SHARD])
    bounds = 1 + np.flatnonzero(np.any(shards[:, 1:] != shards[:, :-1], axis=0))
    for places in np.split(order, bounds):
        held = places.tolist()
        told = [digests[place] for place in held]
        told += [names[places].tobytes(), others[places].tobytes()]

        def make(cards: Mapping[str, bytes], held: Sequence[int] = held) -> bytes:
            lines = {
                names[place].decode(): [
                    *line_of(cards[paths[place]]),
                    [names[other].decode() for other in similar.of(place)],
                ]
                for place in held
            }
            deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            return deflate.compress(orjson.dumps(lines)) + deflate.flush()

        writer.made(shard_of(keys[held[0]][0], keys[held[0]][2]), told, make)


def line_of(card: bytes) -> list[str]:
    """Title, what is asked, state, state in words, further facts: the plain text of a card's HTML."""
    found = _CARD.fullmatch(card.decode())
    assert found, card
    return [unescape(_TAG.sub("", part or "")) for part in found.groups()]

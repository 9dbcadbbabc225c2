"""The ranking's numbers: field weights and the term-frequency part of BM25.

Impacts hold that part only: the browser multiplies by the idf of the document frequencies summed
over the legislatures opened, so the shards of an ended legislature never change.
"""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import numpy.typing as npt

K1: Final = 1.2
B: Final = 0.75
#: Fields of a posting, as bits of its mask.
TITRE, RUBRIQUE, QUESTION, REPONSE = 1, 2, 4, 8
#: Weight of one occurrence, in twentieths, by field (titre, rubrique, question, reponse).
WEIGHTS: Final = (60, 50, 30, 20)
UNIT_WEIGHT: Final = 20
#: "attire l'attention de": an occurrence in a formula weighs one twentieth.
FORMULA_WEIGHT: Final = 1
#: An impact is stored in 4 bits in full lists, 8 bits for champions.
FINE: Final = 255
COARSE: Final = 15
#: In long lists fewer values are used, by share of the documents: their idf is small, and values
#: told apart less finely deflate better. Eight values above one in eight, four above one in two.
STEPS: Final = ((1 / 2, 4), (1 / 8, 8))


def impact(
    frequency: npt.NDArray[Any], length: npt.NDArray[Any], mean: float
) -> npt.NDArray[np.float32]:
    """tf / (tf + k1 (1 - b + b length / mean)), between 0 and 1."""
    tf = frequency.astype(np.float32)
    norm = K1 * (1 - B) + K1 * B / max(mean, 1.0) * length.astype(np.float32)
    return (tf / (tf + norm)).astype(np.float32)


def quantised(impacts: npt.NDArray[np.float32], levels: int) -> npt.NDArray[np.uint8]:
    """As integers from 1 to `levels`, rounded up: an occurrence never weighs nothing."""
    values: npt.NDArray[np.uint8] = np.clip(np.ceil(impacts * levels), 1, levels).astype(np.uint8)
    return values


def coarsened(values: npt.NDArray[np.uint8], steps: int) -> npt.NDArray[np.uint8]:
    """Coarse impacts in `steps` values, each the middle of those that it stands for."""
    size = (COARSE + 1) // steps
    return np.minimum((values // size) * size + size // 2, COARSE).astype(np.uint8)


def idf(documents: int, frequency: int) -> float:
    """Of a term in `frequency` of the documents; as browser/ranking.js computes it."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))

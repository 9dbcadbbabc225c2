"""How small, and how slowly: the compressors that `--precompress` could use, on the pages of a built site.

.venv/bin/python -m benchmarks.compression --site public
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import brotli

from publisher.precompress import brotli_copy

#: Pages drawn, the same at each run.
DRAWN: Final = 300


def main() -> None:
    """Prints one line a compressor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, required=True)
    site: Path = parser.parse_args().site
    pages = sorted(site.rglob("*.html"))
    drawn = random.Random(1).sample(pages, min(DRAWN, len(pages)))
    data = [page.read_bytes() for page in drawn]
    total = sum(map(len, data))
    print(f"{len(data)} of {len(pages):,} pages, {total / len(data):,.0f} bytes a page\n")
    print("| | ms of CPU a page | share of the bytes |\n|---|---|---|")
    for name, compress in _compressors().items():
        start = time.process_time()
        size = sum(len(compress(page)) for page in data)
        spent = 1000 * (time.process_time() - start) / len(data)
        print(f"| {name} | {spent:.2f} | {size / total:.3f} |")


def _compressors() -> dict[str, Callable[[bytes], bytes]]:
    found: dict[str, Callable[[bytes], bytes]] = {
        "gzip 6": partial(gzip.compress, compresslevel=6, mtime=0),
        "gzip 9": partial(gzip.compress, compresslevel=9, mtime=0),
    }
    for quality in (5, 9, 10, 11):
        found[f"brotli {quality}"] = partial(brotli.compress, quality=quality)
    found["brotli 9, window to the size of the file"] = brotli_copy
    if importlib.util.find_spec("zopfli"):
        zopfli = importlib.import_module("zopfli.gzip")
        found["zopfli"] = zopfli.compress
    return found


if __name__ == "__main__":
    main()

"""Compressed copies beside the files of a finished site, `page.html.gz` and `page.html.br`.

A server that knows them (HOSTING.md) sends them as they are instead of compressing each answer anew.
The shards of the index have none: they are deflated already.
"""

from __future__ import annotations

import filecmp
import gzip
import importlib.util
import os
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from parser.processes import FORKS, processes
from publisher.errors import SiteError
from publisher.reuse import link

#: Files that shrink; images, fonts and shards are compressed in themselves.
KINDS: Final = (".html", ".css", ".js", ".json", ".xml", ".atom", ".svg", ".txt")
#: Bytes; a smaller file travels in one packet with its headers, compressed or not.
SMALLEST: Final = 1024
#: 9 is no smaller on a page of 9 kB; zopfli is 3 % smaller in a hundred times the time (benchmarks/).
GZIP_LEVEL: Final = 6
#: 10 is 7 % smaller in fifteen times the time: seven minutes of CPU for 100,000 pages instead of half a one.
BROTLI_QUALITY: Final = 9
#: Bits of brotli's window: a longer one than the file needs makes quality 9 twenty-five times slower.
BROTLI_WINDOW: Final = (16, 24)
#: Says how the copies were made: those made otherwise are made anew.
STAMP: Final = ".precompressed"
COPIES: Final = (".gz", ".br")
#: Files handed to a process at once.
_SLICE: Final = 200


def precompress(site: Path, *, earlier: Path | None = None, workers: int = 1) -> int:
    """Puts the copies beside the files of `site`; returns how many files have some.

    A file that is the same in `earlier`, a site published whole, keeps the copies it has there, as
    links. The same file gives the same bytes, without a date.
    """
    made = stamp()
    if earlier and not _made_alike(earlier, made):
        earlier = None
    _remove_copies(site, kept=earlier)
    names = sorted(compressible(site))
    slices = [names[at : at + _SLICE] for at in range(0, len(names), _SLICE)]
    work = partial(_compress_slice, site, earlier)
    if workers > 1 and FORKS:
        with processes(workers) as pool:
            count = sum(pool.map(work, slices))
    else:
        count = sum(map(work, slices))
    target = site / STAMP
    target.unlink(missing_ok=True)  # it may be a link that the published site shares
    target.write_text(made, "utf-8")
    return count


def remove_copies(site: Path) -> None:
    """Takes the copies of an earlier build away: a server would send them in the place of new pages."""
    _remove_copies(site, kept=None)
    (site / STAMP).unlink(missing_ok=True)


def compressible(site: Path) -> Iterator[str]:
    """The files of a site that copies are for, as paths in it."""
    for path in _files(site):
        if path.endswith(KINDS) and os.path.getsize(path) >= SMALLEST:  # noqa: PTH202
            yield os.path.relpath(path, site)


def require_brotli() -> None:
    """Raises SiteError where it is missing: said before a build, not at its end."""
    if not importlib.util.find_spec("brotli"):
        raise SiteError(
            "--precompress needs brotli, which is not installed; type:"
            " .venv/bin/pip install --require-hashes -r requirements/host.txt"
        )


def stamp() -> str:
    """Changes with how the copies are made."""
    import brotli

    return (
        f"gzip {GZIP_LEVEL} zlib {zlib.ZLIB_RUNTIME_VERSION}\n"
        f"brotli {BROTLI_QUALITY} {BROTLI_WINDOW} {brotli.__version__}\n"
        f"{SMALLEST} {' '.join(KINDS)}\n"
    )


def _made_alike(site: Path, made: str) -> bool:
    try:
        return (site / STAMP).read_text("utf-8") == made
    except OSError:
        return False


def _remove_copies(site: Path, kept: Path | None) -> None:
    """Removes copies, but those of `kept` whose file is still there: they are looked at one by one."""
    for path in _files(site):
        original, extension = os.path.splitext(path)  # noqa: PTH122
        if extension in COPIES and original.endswith(KINDS):
            same = kept and kept / os.path.relpath(path, site)
            if not (same and same.exists() and os.path.exists(original)):  # noqa: PTH110
                os.unlink(path)  # noqa: PTH108


def _compress_slice(site: Path, earlier: Path | None, names: list[str]) -> int:
    made = 0
    for name in names:
        path = site / name
        if earlier and _same(path, earlier / name):
            made += _take(path, earlier / name)
        else:
            made += _make(path)
    return made


def _same(path: Path, other: Path) -> bool:
    if not other.exists():
        return False
    return path.samefile(other) or filecmp.cmp(path, other, shallow=False)


def _take(path: Path, earlier: Path) -> bool:
    """Links to the copies of the same file in an earlier site."""
    found = False
    for extension in COPIES:
        source, target = Path(f"{earlier}{extension}"), Path(f"{path}{extension}")
        if not source.exists():
            target.unlink(missing_ok=True)
            continue
        found = True
        if not (target.exists() and target.samefile(source)):
            target.unlink(missing_ok=True)
            link(str(source), str(target))
    return found


def brotli_copy(data: bytes) -> bytes:
    """The bytes of `.br`."""
    import brotli

    shortest, longest = BROTLI_WINDOW
    window = min(max(len(data).bit_length(), shortest), longest)
    copy: bytes = brotli.compress(data, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY, lgwin=window)
    return copy


def _make(path: Path) -> bool:
    """Writes the copies of a file that are smaller than it is."""
    data = path.read_bytes()
    copies = (gzip.compress(data, GZIP_LEVEL, mtime=0), brotli_copy(data))
    for extension, copy in zip(COPIES, copies, strict=True):
        target = Path(f"{path}{extension}")
        target.unlink(missing_ok=True)  # never written to: it may be a link
        if len(copy) < len(data):
            target.write_bytes(copy)
    return any(len(copy) < len(data) for copy in copies)


def _files(site: Path) -> Iterator[str]:
    for folder, _, names in os.walk(site):
        for name in names:
            yield f"{folder}/{name}"

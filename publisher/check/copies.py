"""Whether a compressed copy is what its file says: a server would send it in its place."""

from __future__ import annotations

import importlib.util
import zlib
from collections.abc import Container, Iterator
from pathlib import Path

from publisher.check.fault import Fault


def faults_of_copies(site: Path, path: str, files: Container[str]) -> Iterator[Fault]:
    """The copies of one file, if it has some. All of `.gz` by its checksum, `.br` by its content."""
    gz, br = f"{path}.gz" in files, f"{path}.br" in files
    if not (gz or br):
        return
    data = (site / path).read_bytes()
    if gz:
        copy = (site / f"{path}.gz").read_bytes()
        end = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(
            4, "little"
        )
        if copy[-8:] != end or copy[:2] != b"\x1f\x8b":
            yield Fault(f"{path}.gz", 0, "another content than its file's", "a copy of it")
    if br and importlib.util.find_spec("brotli"):
        import brotli

        try:
            same = brotli.decompress((site / f"{path}.br").read_bytes()) == data
        except brotli.error:
            same = False
        if not same:
            yield Fault(f"{path}.br", 0, "another content than its file's", "a copy of it")

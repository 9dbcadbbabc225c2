"""A `.zip`, read in place: its directory as a stream, and any member by itself.

The standard library holds an object of some 700 bytes for each member, in every process; an archive of
a legislature has 100,000. Here a member is read, handed on and forgotten. What the format says beyond
that (encryption, other compressions, parts on several disks) is refused by name.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from parser.findings import SourceError
from parser.sources import readable

#: What a file with members begins with, and one without.
MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
#: More than any archive of questions; a directory can claim billions.
MAX_MEMBERS: Final = 1_000_000
#: Texts shrink to a fifth. What grows more than this, beyond the size below, is made to exhaust.
MAX_RATIO: Final = 200
SMALL: Final = 100_000
#: Bytes that are read at once.
CHUNK: Final = 1 << 16

_STORED, _DEFLATED = 0, 8
_ENCRYPTED: Final = 0x1
_UTF_8: Final = 0x800
_METHODS: Final = {
    9: "deflate64",
    12: "bzip2",
    14: "lzma",
    93: "zstd",
    95: "xz",
    98: "ppmd",
    99: "AES",
}
#: An entry of the directory; the header before each member; the ends of the directory.
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_HEADER: Final = struct.Struct("<4s22xHH")
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_FULL: Final = 0xFFFF_FFFF
# `json/QANR5L17QE1.json`: a name that is shown as it is written
_PLAIN: Final = re.compile(r"(?:[A-Za-z\d][\w.-]*/)*[A-Za-z\d][\w.-]*", re.ASCII)
# `.DS_Store`, `json/__MACOSX/1.json`
_HIDDEN: Final = re.compile(r"(?:^|/)(?:\.|__MACOSX)")
# `C:`, of a name made on Windows
_DRIVE: Final = re.compile(r"^[A-Za-z]:")


class Member(NamedTuple):
    """A member as the directory describes it; ``name`` can be shown and stored, and leads nowhere."""

    name: str
    method: int
    flags: int
    crc: int
    compressed: int
    size: int
    offset: int
    #: Whether its name, as written, leads out of the archive.
    leads_out: bool


def is_archive(head: bytes) -> bool:
    """Whether a file that begins so is an archive."""
    return head[:4] in MAGIC


def members(file: IO[bytes]) -> Iterator[Member]:
    """The members in the order of the directory, without folders and hidden files.

    Raises SourceError where the directory is missing, broken, or claims more than there can be.
    """
    start, size, count, before = _directory(file)
    if count > MAX_MEMBERS:
        raise SourceError(f"{count:,} members", f"expected {MAX_MEMBERS:,} at most")
    end = start + size
    taken = 0
    file.seek(start)
    for number in range(count):
        entry = file.read(_ENTRY.size)
        if len(entry) < _ENTRY.size or not entry.startswith(b"PK\x01\x02"):
            raise SourceError(
                f"the directory breaks off after {number:,} of {count:,} members",
                "fetch the archive again",
            )
        (_, _, _, flags, method, _, _, crc, compressed, full, n, e, c, *_, offset) = _ENTRY.unpack(
            entry
        )
        name, extra = file.read(n), file.read(e)
        if c:
            file.seek(c, 1)
        if _FULL in (compressed, full, offset):
            full, compressed, offset = _sizes_64(extra, full, compressed, offset)
        taken += compressed
        if taken > end:  # members that share their bytes: what is small here is endless when read
            raise SourceError(
                "members that overlap", "expected each member once: refused from here"
            )
        shown, leads_out = _name(name.decode("utf-8" if flags & _UTF_8 else "cp437", "replace"))
        if name.endswith(b"/") or _HIDDEN.search(shown):
            continue
        yield Member(shown, method, flags, crc, compressed, full, offset + before, leads_out)


def content(file: IO[bytes], member: Member, limit: int) -> bytes:
    """The bytes of a member, ``limit`` of them at most. Raises SourceError."""
    found = b""
    for chunk in chunks(file, member):  # one, as a rule
        found += chunk
        if len(found) >= limit:
            break
    return found[:limit]


def head(file: IO[bytes], member: Member, limit: int) -> bytes:
    """The first bytes of a member; its end is not looked at."""
    found = b""
    for chunk in chunks(file, member):
        found += chunk
        if len(found) >= limit:
            break
    return found[:limit]


def chunks(file: IO[bytes], member: Member) -> Iterator[bytes]:
    """The bytes of a member, in parts. Raises SourceError for one that cannot be read to its end."""
    _require_plain(member)
    file.seek(member.offset)
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(MAGIC[0]):
        raise SourceError("no member where the directory says", "fetch the archive again")
    _, n, e = _HEADER.unpack(header)
    file.seek(n + e, 1)
    left, size, crc = member.compressed, 0, 0
    inflate = zlib.decompressobj(-15) if member.method == _DEFLATED else None
    while left or (inflate and inflate.unconsumed_tail):
        tail = inflate.unconsumed_tail if inflate else b""
        data = tail or file.read(min(left, CHUNK))
        if not data:
            raise SourceError("the archive ends within this member", "fetch the archive again")
        left -= 0 if tail else len(data)
        if inflate:
            try:
                data = inflate.decompress(data, 4 * CHUNK)
            except zlib.error as error:
                raise SourceError(f"a broken member: {error}", "fetch the archive again") from None
        size += len(data)
        if size > member.size:
            raise SourceError(
                f"more than the {member.size:,} bytes that the directory says",
                "fetch the archive again",
            )
        crc = zlib.crc32(data, crc)
        if data:
            yield data
        elif inflate and inflate.eof:
            break
    if size != member.size or crc != member.crc:
        raise SourceError("a broken member: its checksum differs", "fetch the archive again")


def _require_plain(member: Member) -> None:
    if member.leads_out:
        raise SourceError("a name that leads out of the archive", "expected a plain path")
    if member.flags & _ENCRYPTED:
        raise SourceError("an encrypted member", "expected a member without password")
    if member.method not in (_STORED, _DEFLATED):
        name = _METHODS.get(member.method, f"method {member.method}")
        raise SourceError(f"compressed by {name}", "expected deflate: pack the archive again")
    if member.size > max(SMALL, MAX_RATIO * member.compressed):
        raise SourceError(
            f"{member.size:,} bytes out of {member.compressed:,}",
            f"expected {MAX_RATIO} times as many at most: refused unread",
        )


def _directory(file: IO[bytes]) -> tuple[int, int, int, int]:
    """Where the directory starts, its size, how many members, and the bytes before the archive."""
    length = file.seek(0, 2)
    start = max(0, length - _END.size - 0xFFFF)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise SourceError(
            f"an archive without its directory: it is cut off after {length:,} bytes",
            "fetch the archive again",
        )
    _, disk, _, _, count, size, offset, _ = _END.unpack_from(tail, at)
    end = start + at
    if end >= _LOCATOR.size:
        file.seek(end - _LOCATOR.size)
        magic, _, _, _ = _LOCATOR.unpack(file.read(_LOCATOR.size))
        if magic == b"PK\x06\x07":
            end -= _LOCATOR.size + _END_64.size
            file.seek(max(0, end))
            found = file.read(_END_64.size)
            if len(found) < _END_64.size or not found.startswith(b"PK\x06\x06"):
                raise SourceError("a broken end of the directory", "fetch the archive again")
            _, _, _, _, disk, _, _, count, size, offset = _END_64.unpack(found)
    before = end - size - offset
    if disk or before < 0:
        raise SourceError("a directory that is not all there", "fetch the archive again")
    return end - size, size, count, before


def _sizes_64(extra: bytes, full: int, compressed: int, offset: int) -> tuple[int, int, int]:
    """The three numbers where 32 bits do not hold them: in the extra field 1, those that are full."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            data = extra[at + 4 : at + 4 + length]
            numbers = iter(struct.unpack(f"<{len(data) // 8}Q", data[: len(data) // 8 * 8]))
            try:
                full, compressed, offset = (
                    next(numbers) if number == _FULL else number
                    for number in (full, compressed, offset)
                )
            except (StopIteration, RuntimeError):
                break
            return full, compressed, offset
        at += 4 + length
    raise SourceError("a broken entry of the directory", "fetch the archive again")


def _name(written: str) -> tuple[str, bool]:
    """A name without what leads elsewhere: `../`, `/`, `C:\\`; and whether there was any."""
    if _PLAIN.fullmatch(written):
        return written, False
    parts = _DRIVE.sub("/", written.replace("\\", "/")).split("/")
    plain = [readable(part) for part in parts if part not in ("", ".", "..")]
    return "/".join(plain) or "?", parts[0] == "" or ".." in parts

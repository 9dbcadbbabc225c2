"""What a process does with a batch: documents → records, as lines ready to be written.

A batch holds files, members of one archive, or questions of one file of many. Nothing here knows of
the other sources: what comes out depends on the document, its name and the archives of deputies alone.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import marshal
import os
import stat
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import orjson

from parser import archives
from parser.acteurs import Acteurs, Person, Seat
from parser.archives import Member
from parser.authors import with_author
from parser.bulk import HEAD, Bulk, bulk_of
from parser.document import MAX_BYTES
from parser.findings import Finding, SourceError
from parser.question import FIELDS, Key, Question, to_dict
from parser.read import Reading, read_question, read_tree
from parser.sources import shown

#: The bit of each field in `Outcome.fields`.
BITS: Final = {name: 1 << place for place, name in enumerate(FIELDS)}
#: What stands between a file of many and the name of a question in it.
WITHIN: Final = "#"


class Place(NamedTuple):
    """A file on the disk."""

    file: int
    path: bytes
    #: Where in the path the name within its `--source` begins.
    below: int

    @property
    def shown(self) -> str:
        """What messages call it."""
        return shown(self.path)

    @property
    def source(self) -> str:
        """What records call it."""
        return shown(self.path[self.below :])


class Table(NamedTuple):
    """Where the table of deputies stands, and its digest: another table, another digest."""

    path: str
    digest: str


class Files(NamedTuple):
    """A batch of files, each with the digest of what it held when it was last read."""

    table: Table | None
    files: tuple[tuple[Place, bytes | None], ...]


class Members(NamedTuple):
    """A batch of members of one archive, with digests as `Files`."""

    table: Table | None
    place: Place
    members: tuple[tuple[Member, bytes | None], ...]


class Trees(NamedTuple):
    """A batch of objects of one file of many; ``within`` is its name in an archive, or empty."""

    table: Table | None
    place: Place
    within: str
    kind: str
    #: Each with its name, as `marshal` writes it: unlike pickle it is bounded in depth.
    trees: tuple[tuple[str, bytes], ...]


class Container(NamedTuple):
    """A document that holds others: an archive, or a file of many."""

    place: Place
    bulk: Bulk | None
    member: Member | None


class Outcome(NamedTuple):
    """What became of a document, in the words of the memory (`memory.py`)."""

    file: int
    #: Within the file; empty for the file itself.
    name: str
    shown: str
    #: Digest of its bytes; None for what could not be read, and for parts of a file of many.
    content: bytes | None = None
    #: It holds what it held before: nothing else is told.
    same: bool = False
    container: Container | None = None
    layout: str | None = None
    key: Key | None = None
    #: The record as a line of JSON, and its digest.
    json: bytes = b""
    line: bytes = b""
    #: Which fields the record has; see BITS.
    fields: int = 0
    #: The references of the author, and a digest of what the archives know of them.
    refs: str | None = None
    answer: str | None = None
    findings: tuple[Finding, ...] = ()
    people: tuple[Person | Seat, ...] = ()


def read_batch(batch: Files | Members | Trees) -> list[Outcome]:
    """Reads what a batch names. Never raises on what it holds."""
    acteurs = table_of(batch.table) if batch.table else None
    if isinstance(batch, Files):
        return [_file(place, known, acteurs) for place, known in batch.files]
    if isinstance(batch, Members):
        return list(_members(batch, acteurs))
    return list(_trees(batch, acteurs))


@cache
def table_of(table: Table) -> Acteurs:
    """The deputies that `write_table` wrote."""
    return Acteurs(map(person, json.loads(Path(table.path).read_text("utf-8"))))


def write_table(people: list[Any], path: Path) -> None:
    """Writes what `person` reads, for the processes to share."""
    aside = path.with_name(f"{path.name}.new")
    aside.write_text(json.dumps(people, ensure_ascii=False), "utf-8")
    aside.replace(path)


def person(values: Sequence[Any]) -> Person | Seat:
    """An entry of the table from JSON: the two have other numbers of parts."""
    kind, *parts = values
    return Person(*parts) if kind == "person" else Seat(*parts)


def as_json(entry: Person | Seat) -> list[Any]:
    """What `person` reads back."""
    return ["person" if isinstance(entry, Person) else "seat", *entry]


def answer_of(acteurs: Acteurs | None, refs: str) -> str:
    """A digest of what the archives know behind references; empty where nothing."""
    acteur, _, mandat = refs.partition(" ")
    known = acteurs.author_of(acteur, mandat or None) if acteurs else None
    return hashlib.blake2b(repr(known).encode(), digest_size=8).hexdigest() if known else ""


def line_of(question: Question) -> tuple[bytes, bytes, int]:
    """A record as a line of JSON, the digest of it, and its fields."""
    values = to_dict(question)
    line = orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)
    return line, digest(line), sum(map(BITS.__getitem__, values))


def digest(content: bytes) -> bytes:
    """Of any bytes, in 16."""
    return hashlib.blake2b(content, digest_size=16).digest()


def _file(place: Place, known: bytes | None, acteurs: Acteurs | None) -> Outcome:
    try:
        content, archive = _content(place.path)
    except OSError as error:
        found, expected = error.strerror or str(error), "expected a file that can be read"
        finding = Finding(place.shown, 0, "refused", found, expected, "illisible")
        return Outcome(place.file, "", place.shown, findings=(finding,))
    if archive:
        return Outcome(place.file, "", place.shown, container=Container(place, None, None))
    return _document(place, "", place.shown, place.source, content, known, acteurs)


def _content(path: bytes) -> tuple[bytes, bool]:
    """The bytes of a file, enough to see that it is too long; none of an archive.

    Raises OSError for what is no regular file: reading a named pipe would wait for ever.
    """
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "no regular file")
        content = os.read(file, min(status.st_size + 1, HEAD))
        if archives.is_archive(content):
            return b"", True
        while len(content) <= MAX_BYTES and (more := os.read(file, HEAD)):
            content += more
        return content, False
    finally:
        os.close(file)


def _members(batch: Members, acteurs: Acteurs | None) -> Iterator[Outcome]:
    place = batch.place
    top, source = place.shown, place.source
    with io.BufferedReader(io.FileIO(os.fsdecode(place.path))) as file:
        for member, known in batch.members:
            path = f"{top}/{member.name}"
            try:
                content = archives.content(file, member, MAX_BYTES + 1)
                if archives.is_archive(content):
                    raise SourceError(
                        "an archive within an archive", "give it as a source of its own"
                    )
            except SourceError as error:
                yield Outcome(place.file, member.name, path, findings=(refusal(path, error),))
                continue
            yield _document(
                place, member.name, path, f"{source}/{member.name}", content, known, acteurs, member
            )


def _document(
    place: Place,
    name: str,
    path: str,
    source: str,
    content: bytes,
    known: bytes | None,
    acteurs: Acteurs | None,
    member: Member | None = None,
) -> Outcome:
    read = digest(content)
    if read == known:
        return Outcome(place.file, name, path, read, same=True)
    bulk = bulk_of(content[:HEAD]) if content[:1] in b"{[<\xef \r\n\t" else None
    if bulk:
        return Outcome(place.file, name, path, container=Container(place, bulk, member))
    reading = read_question(content, source=source, path=path)
    return _outcome(place, name, path, read, reading, acteurs)


def _trees(batch: Trees, acteurs: Acteurs | None) -> Iterator[Outcome]:
    place = batch.place
    inner = f"/{batch.within}" if batch.within else ""
    top, source = place.shown + inner, place.source + inner
    for label, dumped in batch.trees:
        path = f"{top}{WITHIN}{label}"
        reading = read_tree(
            marshal.loads(dumped), batch.kind, source=f"{source}{WITHIN}{label}", path=path
        )
        yield _outcome(place, f"{batch.within}{WITHIN}{label}", path, None, reading, acteurs)


def _outcome(
    place: Place,
    name: str,
    path: str,
    content: bytes | None,
    reading: Reading,
    acteurs: Acteurs | None,
) -> Outcome:
    question, findings = reading.question, reading.findings
    if question is None:
        return Outcome(
            place.file, name, path, content,
            layout=reading.layout, findings=findings, people=reading.people,
        )  # fmt: skip
    refs = answer = None
    if question.acteur_ref:
        refs = f"{question.acteur_ref} {question.mandat_ref or ''}".rstrip()
        answer = answer_of(acteurs, refs)
        if acteurs:
            question, more = with_author(question, acteurs, path)
            findings += more
    line, told, fields = line_of(question)
    return Outcome(
        place.file, name, path, content, False, None, reading.layout, question.key, line, told,
        fields, refs, answer, findings,
    )  # fmt: skip


def refusal(path: str, error: SourceError) -> Finding:
    """An error as what messages say."""
    return Finding(path, error.line, error.severity, error.found, error.expected, error.kind)


def reader_of(file: IO[bytes], member: Member | None) -> Any:
    """Something to `read` from: the file, or one member of it, as a stream."""
    return io.BufferedReader(_Stream(archives.chunks(file, member))) if member else file


class _Stream(io.RawIOBase):
    """Parts of bytes as a file."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        rest = self._rest or next(self._parts, b"")
        size = min(len(rest), len(buffer))
        buffer[:size] = rest[:size]
        self._rest = rest[size:]
        return size

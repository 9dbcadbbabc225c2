"""The records of one legislature, or of all, as a file of each format: streamed, one record at a time."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import orjson

from exports.cells import columns, paragraph
from exports.dictionary import Type, fields

if TYPE_CHECKING:
    import pyarrow

#: Records held at once.
BATCH: Final = 1_000
#: Bytes read at once of a file that is copied.
CHUNK: Final = 1 << 20
#: What a spreadsheet tells UTF-8 by.
BOM: Final = b"\xef\xbb\xbf"
#: Days of the Journal officiel that a record names, by itself and in lists.
_DAYS: Final = ("date_question", "date_reponse", "date_cloture")
_LISTS: Final = ("attributions", "renouvellements", "errata")


class Part(NamedTuple):
    """The records of a legislature: where their lines stand in the file of records."""

    legislature: int
    #: Offset of the first, in bytes.
    start: int
    questions: int
    #: Of the records themselves.
    digest: str


class Table(Protocol):
    """A file that records are added to, a batch at a time."""

    def __init__(self, path: Path) -> None: ...

    def add(self, lines: Sequence[bytes], records: Sequence[Mapping[str, Any]]) -> None:
        """``lines`` are the JSON of the records, each with its end."""

    def close(self) -> None:
        """The file is whole then."""


class _Csv:
    """`;` between cells and CRLF behind lines, as a spreadsheet in French writes them."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write(BOM)
        self._columns = columns()
        self._write([[name for name, _ in self._columns]])

    def add(self, _lines: Sequence[bytes], records: Sequence[Mapping[str, Any]]) -> None:
        self._write(
            [cell(record[name]) if name in record else "" for name, cell in self._columns]
            for record in records
        )

    def _write(self, rows: Iterable[Sequence[str | int]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
        self._file.write(text.getvalue().encode())

    def close(self) -> None:
        self._file.close()


class _JsonLines:
    """The records as `build.py parse --jsonl` gives them."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def add(self, lines: Sequence[bytes], _records: Sequence[Mapping[str, Any]]) -> None:
        self._file.writelines(lines)

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """Typed columns; lists as lists, a table in a text as its HTML (see `cells.py`)."""

    def __init__(self, path: Path) -> None:
        from pyarrow import parquet

        self._schema = parquet_schema()
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def add(self, _lines: Sequence[bytes], records: Sequence[Mapping[str, Any]]) -> None:
        import pyarrow

        rows = [_typed(record) for record in records]
        self._writer.write_table(pyarrow.Table.from_pylist(rows, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


FORMATS: Final[dict[str, type[Table]]] = {"csv": _Csv, "jsonl": _JsonLines, "parquet": _Parquet}


def formats() -> list[str]:
    """Those that can be written here: Parquet needs pyarrow, an extra."""
    return [name for name in FORMATS if name != "parquet" or importlib.util.find_spec("pyarrow")]


def write_part(records: Path, part: Part, kind: str, path: Path) -> str | None:
    """Writes the file of one format of one legislature.

    Returns the latest day of the Journal officiel that the records name, None where they name none.
    """
    table = FORMATS[kind](path)
    latest = ""
    for lines in _batches(records, part):
        read = [orjson.loads(line) for line in lines]
        latest = max(latest, *map(latest_day, read))
        table.add(lines, read)
    table.close()
    return latest or None


def write_whole(kind: str, parts: Sequence[Path], path: Path) -> None:
    """Joins the files of one format, of all legislatures, to one."""
    if kind == "parquet" and len(parts) > 1:
        from pyarrow import parquet

        with parquet.ParquetWriter(path, parquet_schema(), compression="zstd") as writer:
            for part in parts:
                for batch in parquet.ParquetFile(part).iter_batches(BATCH):
                    writer.write_batch(batch)
        return
    with path.open("wb") as whole:
        for number, part in enumerate(parts):
            with part.open("rb") as file:
                if kind == "csv" and number:
                    file.readline()
                while chunk := file.read(CHUNK):
                    whole.write(chunk)


def sha256(path: Path) -> str:
    """Of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def latest_day(record: Mapping[str, Any]) -> str:
    """The latest day of the Journal officiel that a record names, "" where it names none."""
    days = [record[name] for name in _DAYS if name in record]
    days += [entry["date"] for name in _LISTS for entry in record.get(name, ())]
    if "signalement" in record:
        days.append(record["signalement"]["date"])
    return max(days, default="")


def parquet_schema() -> pyarrow.Schema:
    """The columns of a Parquet file, each with its description."""
    import pyarrow

    dated = pyarrow.struct([("date", pyarrow.date32())])
    passed_on = pyarrow.struct([("date", pyarrow.date32()), ("ministere", pyarrow.string())])
    types: dict[Type, Any] = {
        "text": pyarrow.string(),
        "integer": pyarrow.int32(),
        "day": pyarrow.date32(),
        "day of": pyarrow.date32(),
        "paragraphs": pyarrow.list_(pyarrow.string()),
    }
    return pyarrow.schema([
        pyarrow.field(
            field.name,
            types.get(field.type)
            or pyarrow.list_(passed_on if field.name == "attributions" else dated),
            nullable=not field.required,
            metadata={"description": field.description},
        )
        for field in fields()
    ])  # fmt: skip


def _typed(record: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record's JSON as those of its columns."""
    row = dict(record)
    for field in fields():
        if (value := row.get(field.name)) is None:
            continue
        if field.type == "day":
            row[field.name] = date.fromisoformat(value)
        elif field.type == "day of":
            row[field.name] = date.fromisoformat(value["date"])
        elif field.type == "list":
            row[field.name] = [e | {"date": date.fromisoformat(e["date"])} for e in value]
        elif field.type == "paragraphs":
            row[field.name] = [paragraph(part) for part in value]
    return row


def _batches(records: Path, part: Part) -> Iterator[list[bytes]]:
    """The lines of a legislature, some at a time."""
    with records.open("rb") as file:
        file.seek(part.start)
        left = part.questions
        while left:
            lines = [file.readline() for _ in range(min(BATCH, left))]
            left -= len(lines)
            yield lines

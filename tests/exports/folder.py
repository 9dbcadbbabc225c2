"""Exports made for tests, and read back as LISEZ-MOI.txt and schema.json say."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from exports.writing import write_exports
from parser.compact import Digests, Keys
from parser.question import Question, from_dict
from parser.reading import line_of

csv.field_size_limit(sys.maxsize)


class Folder:
    """A folder of exports, and the records that they are made of."""

    def __init__(self, root: Path) -> None:
        self.root, self.exports = root, root / "exports"
        self.records = root / "records.jsonl"
        self.said: list[str] = []

    def write(self, questions: Iterable[Question], **options: Any) -> None:
        keys, digests, lengths = Keys(), Digests(), []
        self.root.mkdir(exist_ok=True)
        with self.records.open("wb") as file:
            for question in sorted(questions, key=lambda question: question.key):
                line, digest, _ = line_of(question)
                file.write(line)
                keys.append(question.key)
                digests.append(digest)
                lengths.append(len(line))
        write_exports(
            self.records, keys, digests, lengths, self.exports, self.root / "exports.json",
            say=self.said.append, **options,
        )  # fmt: skip

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.exports.iterdir()}

    def from_csv(self, name: str = "questions.csv") -> Iterator[Question]:
        """By what the note and the dictionary say, and by nothing else."""
        fields = json.loads((self.exports / "schema.json").read_text("utf-8"))["fields"]
        with (self.exports / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                record: dict[str, Any] = {}
                for field in fields:
                    cell = row[field["name"]]
                    if cell:
                        record[field["name"]] = value(field["name"], field["type"], cell)
                yield from_dict(record)


def value(name: str, kind: str, cell: str) -> Any:
    if kind == "integer":
        return int(cell)
    if kind == "array":
        return json.loads(cell)
    if kind == "date":
        return {"date": cell} if name == "signalement" else cell
    text = cell.removeprefix("'")
    return (
        [paragraph(part) for part in text.split("\n\n")]
        if name in ("question", "reponse")
        else text
    )


def paragraph(text: str) -> str | dict[str, str]:
    if text.startswith("<table"):
        return {"tableau": text}
    return text[1:] if re.match(r"\\+<table", text) else text

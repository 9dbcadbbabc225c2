"""What stands beside the data: `datapackage.json`, `schema.json`, checksums, and a note for readers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from exports.dictionary import schema

#: The name of the package, and the beginning of the names of its files.
NAME: Final = "questions-ecrites"
SCHEMA: Final = "schema.json"
PACKAGE: Final = "datapackage.json"
CHECKSUMS: Final = "SHA256SUMS"
NOTE: Final = "LISEZ-MOI.txt"
LICENCE: Final = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
SOURCE: Final = {
    "title": "Assemblée nationale, questions écrites",
    "path": "https://questions.assemblee-nationale.fr/",
}
_MEDIA: Final = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
_NOTE: Final = Path(__file__).with_name("lisez-moi.txt")


class Table(NamedTuple):
    """A file of data that is there."""

    name: str
    kind: str
    #: None: all of them.
    legislature: int | None
    size: int
    sha256: str

    @property
    def title(self) -> str:
        """`Questions de la 14e législature`"""
        if self.legislature is None:
            return "Questions de toutes les législatures"
        return f"Questions de la {self.legislature}e législature"


def texts(tables: Sequence[Table], count: int, latest: str | None) -> dict[str, str]:
    """The files beside the data by their names; ``latest``: the day to which the sources go."""
    kinds = {table.kind for table in tables}
    note = _NOTE.read_text("utf-8").format(
        count=f"{count:,}".replace(",", "\u202f"),
        day="/".join(reversed(latest.split("-"))) if latest else "(jour inconnu)",
        licence=LICENCE["path"],
        parquet="" if "parquet" in kinds else "Parquet n’est pas de cet envoi.\n\n",
    )
    made = {SCHEMA: _json(schema()), PACKAGE: _json(_package(tables, latest)), NOTE: note}
    sums = {table.name: table.sha256 for table in tables}
    sums |= {name: hashlib.sha256(text.encode()).hexdigest() for name, text in made.items()}
    return made | {CHECKSUMS: "".join(f"{digest}  {name}\n" for name, digest in sums.items())}


def _package(tables: Sequence[Table], latest: str | None) -> dict[str, Any]:
    until = f" Sources lues jusqu’au Journal officiel du {latest}." if latest else ""
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": NAME,
        "title": "Questions écrites des députés au gouvernement et réponses",
        "description": f"Une question par ligne, avec sa réponse.{until}",
        "licenses": [LICENCE],
        "sources": [SOURCE],
        "keywords": ["Assemblée nationale", "questions écrites", "réponses ministérielles"],
    }
    if latest:
        package["version"] = latest
    return package | {"resources": [_resource(table) for table in tables]}


def _resource(table: Table) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name.replace(".", "-"),
        "title": table.title,
        "path": table.name,
        "format": table.kind,
        "mediatype": _MEDIA[table.kind],
        "bytes": table.size,
        "hash": f"sha256:{table.sha256}",
    }
    if table.kind == "csv":
        return resource | {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "doubleQuote": True},
            "schema": SCHEMA,
        }
    if table.kind == "jsonl":
        resource["encoding"] = "utf-8"
    said = "Champs et sens : schema.json ; listes et textes y gardent leur structure."
    # Frictionless: a file to take as it stands, whatever reads its format is not asked for.
    return resource | {"type": "file", "description": said}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

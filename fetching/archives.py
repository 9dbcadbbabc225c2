"""The table of official archives; `archives.yml` holds it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urljoin

import yaml

_TABLE: Final = Path(__file__).with_name("archives.yml")


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive: what `--fetch` calls it, and what it is called once it is here."""

    name: str
    #: ``questions``, or ``actors``: the deputies that questions name by reference.
    kind: Literal["questions", "actors"]
    file: str
    #: Its address, from the base on.
    path: str
    holds: str
    #: In words; the size of some is not known.
    size: str | None = None
    #: Of an archive that no longer changes; unverified.
    md5: str | None = None

    def address(self, base: str) -> str:
        """Where it is; ``base`` ends with a slash or gets one."""
        return urljoin(base if base.endswith("/") else f"{base}/", self.path)


@cache
def archives() -> dict[str, Archive]:
    """All archives by name, in the order of the table: the latest legislature first."""
    return {entry["name"]: Archive(**entry) for entry in _table()["archives"]}


def base() -> str:
    """The address that those of the archives begin with."""
    return str(_table()["base"])


def wanted(names: list[str], *, actors: bool = True) -> list[Archive]:
    """The archives asked for, each once. With questions come the actors, unless they are not wanted:
    open data names authors by reference. Raises KeyError for a name that the table lacks.
    """
    found = {name: archives()[name] for name in names}
    if actors and any(archive.kind == "questions" for archive in found.values()):
        found |= {a.name: a for a in archives().values() if a.kind == "actors"}
    return list(found.values())


def described() -> str:
    """The table in lines for a terminal."""
    lines = []
    for archive in archives().values():
        size = f" ({archive.size})" if archive.size else ""
        lines += [f"  {archive.name:4} {archive.holds}{size}", f"       {archive.address(base())}"]
    return "\n".join(lines)


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(_TABLE.read_text("utf-8"))
    return table

"""What is known of a file that came: enough to ask for it only if it changed, or for the rest of it.

It stands beside the file under a hidden name, which the search for sources passes over.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from email.message import Message
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a file a host sent, as its headers tell. Lengths are in bytes."""

    address: str
    etag: str | None = None
    last_modified: str | None = None
    length: int | None = None

    @classmethod
    def of(cls, address: str, headers: Message, length: int | None) -> Version:
        """As the headers of an answer tell."""
        return cls(address, headers.get("ETag"), headers.get("Last-Modified"), length)

    @property
    def validator(self) -> str | None:
        """For `If-Range`: a weak ETag does not promise the same bytes."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified

    def is_same(self, other: Version) -> bool:
        """Whether the answers certainly tell of one version."""
        return (self.etag, self.last_modified) != (None, None) and self == other

    def may_be(self, other: Version) -> bool:
        """Whether nothing that both answers tell differs: a part need not tell all."""
        return all(
            known is None or told is None or known == told
            for known, told in (
                (self.etag, other.etag),
                (self.last_modified, other.last_modified),
                (self.length, other.length),
            )
        )


class Partial:
    """The part of a file that has come so far, in `.<name>.part`, and of which version it is."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f".{target.name}.part")
        self._note = target.with_name(f".{target.name}.part.json")

    @property
    def size(self) -> int:
        """Bytes that are here."""
        return self.path.stat().st_size if self.path.exists() else 0

    def version(self, address: str) -> Version | None:
        """Of what is here, if it can be continued from this address."""
        version = _read(self._note)
        return version if version and version.address == address and self.size else None

    def begin(self, version: Version) -> None:
        """Starts anew."""
        self.discard()
        self._note.write_text(json.dumps(asdict(version)), "utf-8")

    def discard(self) -> None:
        """Takes away what came."""
        for path in (self.path, self._note):
            path.unlink(missing_ok=True)


def remembered(target: Path, address: str) -> Version | None:
    """The version of the file in place; None where that is not what once came from this address."""
    try:
        values = json.loads(_beside(target).read_text("utf-8"))
        version = Version(**values["version"])
        same = version.address == address and values["sha256"] == digest(target, "sha256")
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return version if same else None


def remember(target: Path, version: Version) -> None:
    """Notes which version is in place."""
    values = {"version": asdict(version), "sha256": digest(target, "sha256")}
    _beside(target).write_text(json.dumps(values), "utf-8")


def digest(path: Path, name: str) -> str:
    """Hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, name).hexdigest()


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.json")


def _read(path: Path) -> Version | None:
    try:
        return Version(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None

"""Whether a file is a whole .zip of data: its directory is there, every member has its checksum."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final

from fetching.errors import NotWholeError, WrongContentError

#: Bytes that the members of an archive may unpack to, by its own directory: twenty times the largest.
MOST: Final = 20_000_000_000
#: What every .zip begins with.
_MAGIC: Final = b"PK"
_DATA: Final = (".json", ".xml")


def require_whole(path: Path) -> int:
    """The number of members that hold data. Reads each to its end, in pieces.

    Raises NotWholeError for an archive that is cut or damaged, WrongContentError for anything else.
    """
    with path.open("rb") as file:
        start = file.read(60)
    if not start.startswith(_MAGIC):
        shown = " ".join(start.decode("utf-8", "replace").split())
        raise WrongContentError(f'no archive, it begins with "{shown}"; expected a .zip')
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if size > MOST:
                raise WrongContentError(f"unpacks to {size:,} bytes; expected at most {MOST:,}")
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise NotWholeError(f"damaged archive, {error}; expected a whole .zip") from None
    except (NotImplementedError, RuntimeError) as error:  # a compression, or a password
        raise WrongContentError(f"unreadable archive, {error}; expected a plain .zip") from None
    if damaged:
        raise NotWholeError(f'damaged archive, "{damaged}"; expected its checksum to be right')
    data = sum(member.filename.lower().endswith(_DATA) for member in members)
    if not data:
        raise WrongContentError(f"{len(members)} members without data; expected JSON or XML")
    return data

"""The folders of an index: one a legislature, named by its content."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

_FOLDER: Final = re.compile(r"\d+-[0-9a-f]+")


def index_folders(index: Path) -> frozenset[str]:
    """The folders that the manifest of an index names; none where there is no index."""
    try:
        manifest = json.loads((index / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return frozenset()
    return frozenset(entry["dossier"] for entry in manifest["legislatures"])


def is_index_folder(name: str) -> bool:
    """Whether a folder of the index has the name of a legislature's, of this build or another."""
    return _FOLDER.fullmatch(name) is not None

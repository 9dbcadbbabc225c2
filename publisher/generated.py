"""Which files of the pages folder a build made: the others are people's, and are left alone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Set
from pathlib import Path
from typing import Final

from parser.pages import write_if_changed

#: Lists the generated files of a pages folder, one path in it each; MkDocs skips dot files.
LIST_NAME: Final = ".pages.json"


def generated(pages: Path) -> set[str]:
    """The paths, within the folder, of what the last build made there."""
    try:
        listed = json.loads((pages / LIST_NAME).read_text("utf-8"))
    except FileNotFoundError:
        return set()
    return {path for path in listed if isinstance(path, str)}


def claim(pages: Path, paths: Set[str]) -> None:
    """Adds paths to the list before they are written: an interrupted build leaves no orphan."""
    _write(pages, generated(pages) | paths)


def remove_stale(pages: Path, written: Set[str]) -> int:
    """Deletes what an earlier build made and this one did not; returns how many files that were."""
    stale = generated(pages) - written
    for path in stale:
        target = pages / path
        if target.resolve().is_relative_to(pages.resolve()):
            target.unlink(missing_ok=True)
            _remove_empty(target.parent, pages)
    _write(pages, written)
    return len(stale)


def copy_handwritten(docs: Path, pages: Path) -> set[str]:
    """Brings the hand-written pages into a pages folder of its own; returns their paths there."""
    if docs.resolve() == pages.resolve():
        return set()
    made = generated(docs)
    copied = set()
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs).as_posix()
        if path.is_file() and name not in made and not name.startswith("."):
            (pages / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, pages / name)
            copied.add(name)
    return copied


def _write(pages: Path, paths: Set[str]) -> None:
    listed = json.dumps(sorted(paths), ensure_ascii=False, indent=0)
    write_if_changed(pages / LIST_NAME, listed.encode())


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

"""Which files of the pages folder a build made: the others are people's, and are left alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from parser.pages import write_if_changed
from publisher.memory import looks_below

#: Lists the generated files of a pages folder, one path in it each; MkDocs skips dot files.
LIST_NAME: Final = ".pages.json"
#: What a build has added since, one path a line: it may be killed before it writes the list.
MORE_NAME: Final = ".pages.more"
#: What the hubs take, in a folder that no build has written to yet.
HUBS: Final = (
    "index.md",
    "questions.atom",
    "deputes",
    "ministeres",
    "rubriques",
    "annees",
    "departements",
    "groupes",
    "legislatures",
    "semaines",
    "statistiques.md",
    "qualite.md",
    "qualite",
    "semblables",
)


def generated(pages: Path) -> set[str]:
    """The paths, within the folder, of what the last build made there, if only in part."""
    try:
        listed = set(json.loads((pages / LIST_NAME).read_text("utf-8")))
    except FileNotFoundError:
        listed = set()
    with suppress(FileNotFoundError):
        listed |= set((pages / MORE_NAME).read_text("utf-8").split("\n"))
    return {path for path in listed if isinstance(path, str) and path}


class NotOurPageError(Exception):
    """A file of the pages folder that no build made stands where a page would go."""


def require_free(pages: Path, paths: Set[str], ours: Set[str]) -> None:
    """Raises NotOurPageError where writing a page would take the place of a person's file.

    ``ours``: what `generated` tells.
    """
    taken = [path for path in sorted(paths - ours) if (pages / path).exists()]
    if not ours:
        taken += [name for name in HUBS if (pages / name).exists()]
    if taken:
        raise NotOurPageError(
            f"{pages / taken[0]} was not made by a build ({len(taken)} such); expected a folder of"
            " pages that a build made, or without these files"
        )


@contextmanager
def claiming(pages: Path, ours: Set[str]) -> Iterator[Callable[[str], None]]:
    """Adds paths to the list, each before it is written: an interrupted build leaves no orphan."""
    listed = set(ours)
    with (pages / MORE_NAME).open("a", encoding="utf-8", buffering=1) as more:

        def claim(path: str) -> None:
            if path not in listed:
                listed.add(path)
                more.write(f"{path}\n")

        yield claim


def sweep(pages: Path, found: Iterable[str]) -> None:
    """Deletes what a killed build left half written among the files of the pages folder."""
    for path in found:
        name = path.rpartition("/")[2]
        if name.startswith(".") and name.endswith(".new"):
            (pages / path).unlink(missing_ok=True)


def remove_stale(pages: Path, written: Set[str]) -> int:
    """Deletes what an earlier build made and this one did not; returns how many files that were."""
    stale = generated(pages) - written
    for path in stale:
        target = pages / path
        if target.resolve().is_relative_to(pages.resolve()):
            target.unlink(missing_ok=True)
            _remove_empty(target.parent, pages)
    listed = json.dumps(sorted(written), ensure_ascii=False, separators=(",\n", ":"))
    write_if_changed(pages / LIST_NAME, listed.encode())
    (pages / MORE_NAME).unlink(missing_ok=True)
    return len(stale)


def handwritten(docs: Path, pages: Path) -> set[str]:
    """The hand-written pages that a pages folder of its own needs a copy of, as paths in it."""
    if docs.resolve() == pages.resolve():
        return set()
    names = looks_below(docs).keys() - generated(docs)
    return {name for name in names if not name.startswith(".") and (docs / name).is_file()}


def copy_handwritten(docs: Path, pages: Path) -> set[str]:
    """Brings the hand-written pages into a pages folder of its own; returns their paths there."""
    names = handwritten(docs, pages)
    for name in sorted(names):
        write_if_changed(pages / name, (docs / name).read_bytes())
    return names


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

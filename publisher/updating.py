"""A few new files take their places in the published site, one by one; others go.

For 100,000 questions it is 300 renames instead of 120,000 links. Whoever looks at any moment, and whoever
looks after the process was killed at that moment, finds a whole site: old and new pages mix, every link
leads somewhere, every hit of the search opens, no file is half written. So:

1. at each new address stands a page that says to come back, for links that lead there;
2. new and changed pages take their places by renaming;
3. the folder of the new index, then what names it: all that it finds is there;
4. at each address that goes stands a page that says so; then they go, and what else is not in the site.

The next build recovers by itself: what does not look as the memory has it is made again.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from publisher import staging
from publisher.memory import Look, looks_below

#: Where the index stands within the site, and the files that name what it holds, the last one last.
INDEX: Final = "recherche"
MANIFEST: Final = f"{INDEX}/manifest.json"
NAMED_LAST: Final = (f"{INDEX}/noms.json", f"{INDEX}/portefeuilles.json", MANIFEST)
#: A whole page, for an address that is about to have another one, or none.
_PASSING: Final = (
    '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
    '<meta name="robots" content="noindex">\n<title>{title}</title>\n</head>\n<body>\n<main>\n'
    '<h1>{title}</h1>\n<p>{text} <a href="{root}index.html">Accueil</a></p>\n'
    "</main>\n</body>\n</html>\n"
)
COMING: Final = ("Page en cours de publication", "Rechargez-la dans un instant.")
GOING: Final = ("Page retirée", "Cette page n’est plus publiée.")


@dataclass(frozen=True, slots=True)
class Update:
    """What is to change in a site."""

    site: Path
    #: The new and changed files, at their paths in the site; a folder of the index as a whole.
    folder: Path
    #: Folders of the index to be put in place as a whole.
    indexes: frozenset[str]
    #: Files of the site as they look now.
    looks: Mapping[str, Look]
    #: Whether a file that is in the site, and not among the new ones, stays.
    stays: Callable[[str], bool]


def update(order: Update) -> dict[str, Look]:
    """Changes the site; how its files look then. Files that are the same already are left alone."""
    site, folder = order.site.resolve(), staging.near(order.site, order.folder)
    indexes = tuple(f"{INDEX}/{name}/" for name in order.indexes)
    staged = {path for path in looks_below(folder) if not path.startswith(indexes)}
    coming = sorted(path for path in staged if not _is_same(folder / path, site / path))
    gone = sorted(
        path
        for path in order.looks.keys() - staged
        if not path.startswith(indexes) and not order.stays(path)
    )
    for path in coming:
        if path.endswith(".html") and not (site / path).exists():
            _pass(folder, site, path, COMING)
    named = [path for path in NAMED_LAST if path in coming]
    for path in (path for path in coming if path not in NAMED_LAST):
        _move(folder / path, site / path)
    for name in sorted(order.indexes):
        _move_folder(folder / INDEX / name, site / INDEX / name)
    for path in named:
        _move(folder / path, site / path)
    for path in gone:
        if path.endswith(".html"):
            _pass(folder, site, path, GOING)
    _remove(site, gone)
    if any(not path.startswith(f"{INDEX}/") for path in (*coming, *gone)):
        # For open pages, which `serve --watch` reloads.
        (folder / staging.MARKER).touch()
        _move(folder / staging.MARKER, site / staging.MARKER)
        coming.append(staging.MARKER)
    looks = dict(order.looks)
    for path in gone:
        del looks[path]
    for name in order.indexes:
        below = looks_below(site / INDEX / name)
        looks |= {f"{INDEX}/{name}/{path}": look for path, look in below.items()}
    if folder != order.folder:
        shutil.rmtree(folder)
    for path in coming:
        status = (site / path).stat()
        looks[path] = (status.st_size, status.st_mtime_ns)
    return looks


def _is_same(new: Path, old: Path) -> bool:
    try:
        return old.stat().st_size == new.stat().st_size and old.read_bytes() == new.read_bytes()
    except OSError:
        return False


def _pass(folder: Path, site: Path, path: str, told: tuple[str, str]) -> None:
    """Puts a page for the time being at an address."""
    title, text = told
    page = _PASSING.format(title=title, text=text, root="../" * path.count("/"))
    new = folder / ".passing.html"
    new.write_text(page, "utf-8")
    _move(new, site / path)


def _move(new: Path, target: Path) -> None:
    try:
        new.replace(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.replace(target)


def _move_folder(new: Path, target: Path) -> None:
    """A folder that bears its name already is what a killed build left: nothing names it, perhaps half."""
    if target.exists():
        left = new.with_name(f".{new.name}.left")
        target.rename(left)
    target.parent.mkdir(exist_ok=True)
    new.rename(target)


def _remove(site: Path, gone: Iterable[str]) -> None:
    """Deletes files, and folders that are empty then."""
    folders: set[Path] = set()
    for path in gone:
        (site / path).unlink(missing_ok=True)
        folders.update(Path(path).parents[:-1])
    for folder in sorted(folders, reverse=True):
        try:
            (site / folder).rmdir()
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT):
                raise

"""A site is built aside and put in place whole: what was published stays until then."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

#: Says that a folder is a site of ours, which the next build may replace.
MARKER: Final = ".questions-ecrites"


class NotOurSiteError(Exception):
    """A folder to publish into that holds something else."""


def require_ours(site: Path) -> None:
    """Raises NotOurSiteError unless the folder is absent, empty, or a site that a build made."""
    if not site.exists():
        return
    if not site.is_dir() or (any(site.iterdir()) and not (site / MARKER).exists()):
        raise NotOurSiteError(
            f"{site} holds something that no build made; expected an empty folder, a new one,"
            " or an earlier site"
        )


@contextmanager
def staged(site: Path, cache: Path) -> Iterator[Path]:
    """An empty folder that takes the place of ``site`` if the block ends without an exception."""
    site = site.resolve()
    require_ours(site)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="site-", dir=cache) as work:
        folder = Path(work) / "site"
        folder.mkdir()
        yield folder
        (folder / MARKER).touch()
        _replace(site, folder, Path(work) / "old")


def carry_over(site: Path, folder: Path, part: str) -> None:
    """Takes a part of the published site into the next one, as links to the same files."""
    if (site / part).is_dir():
        shutil.copytree(site / part, folder / part, copy_function=link, dirs_exist_ok=True)


def link(source: str, target: str) -> None:
    """The same file under another name, or a copy where the file system cannot."""
    try:
        os.link(source, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, target)


def _replace(site: Path, folder: Path, old: Path) -> None:
    """Two renames. On another file system than the cache, the new site is first copied beside."""
    site.parent.mkdir(parents=True, exist_ok=True)
    if site.parent.stat().st_dev != folder.stat().st_dev:
        near = site.with_name(f".{site.name}.new")
        shutil.rmtree(near, ignore_errors=True)
        folder = Path(shutil.copytree(folder, near))
        old = site.with_name(f".{site.name}.old")
    if site.exists():
        site.rename(old)
    try:
        folder.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)

"""A site is built aside and put in place whole: what was published stays until then.

Where little changed, `updating.py` puts in place that little.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from publisher.errors import SiteError
from publisher.reuse import link

#: Says that a folder is a site of ours, which the next build may replace.
MARKER: Final = ".questions-ecrites"
#: Begins the names of what a build makes in the cache and takes away at its end.
PREFIXES: Final = ("site-", "records-")
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


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


def require_site(site: Path) -> None:
    """Raises SiteError unless a build made a site there."""
    if not (site / MARKER).exists():
        raise SiteError(f"no site in {site}; type: python3 build.py")


def recover(site: Path) -> None:
    """Puts a site back that a killed build had moved, and takes away what it left beside.

    Only for who holds the lock of the site, as `clean` only for who holds that of the cache.
    """
    site = site.resolve()
    new, old = _beside(site)
    if old.exists() and not site.exists():
        old.rename(site)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


def clean(cache: Path) -> None:
    """Takes away what a killed build left in the cache."""
    for prefix in PREFIXES:
        for path in cache.glob(f"{prefix}*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


@contextmanager
def aside(cache: Path) -> Iterator[Path]:
    """An empty folder in the cache, which goes at the end with what is still there."""
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=PREFIXES[0], dir=cache) as work:
        folder = Path(work) / "site"
        folder.mkdir()
        yield folder


def replace(site: Path, folder: Path) -> None:
    """Puts a folder into the place of the site, at once where the system can."""
    site = site.resolve()
    require_ours(site)
    (folder / MARKER).touch()
    # Whoever is to serve the site may read it, as the folder in its place.
    folder.chmod(0o755)
    _replace(site, folder)


def near(site: Path, folder: Path) -> Path:
    """The folder, or a copy beside the site where renaming from the one to the other is impossible."""
    site = site.resolve()
    new, _ = _beside(site)
    if site.parent.stat().st_dev == folder.stat().st_dev:
        return folder
    shutil.rmtree(new, ignore_errors=True)
    return Path(shutil.copytree(folder, new))


def carry_over(
    site: Path, folder: Path, part: str, keep: Callable[[str], bool] = lambda _name: True
) -> None:
    """Takes a part of the published site into the next one, as links to the same files.

    ``keep`` is asked about each folder and file right in that part, by its name.
    """
    source = site / part
    if not source.is_dir():
        return
    (folder / part).mkdir(parents=True, exist_ok=True)
    waiting = [(path, folder / part / path.name) for path in source.iterdir() if keep(path.name)]
    while waiting:
        path, target = waiting.pop()
        if not path.is_dir():
            link(str(path), str(target))
            continue
        target.mkdir(exist_ok=True)
        waiting += [(below, target / below.name) for below in path.iterdir()]


def _replace(site: Path, folder: Path) -> None:
    """Exchanges the two; ``folder`` is the former site then, and goes."""
    site.parent.mkdir(parents=True, exist_ok=True)
    _, old = _beside(site)
    folder = near(site, folder)
    if not site.exists():
        folder.rename(site)
        return
    if not exchange(folder, site):
        # Between the two renames there is no site; if the process ends there, `recover` mends it.
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
        try:
            folder.rename(site)
        except OSError:
            old.rename(site)
            raise
        folder = old
    shutil.rmtree(folder, ignore_errors=True)


def exchange(one: Path, other: Path) -> bool:
    """Lets two folders change names in one step; False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    done = renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _beside(site: Path) -> tuple[Path, Path]:
    """The names of the next and of the former site beside this one, where they are needed."""
    return site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")

"""One build at a time of a site and in a cache: a lock that says who holds it.

The system lets go of it when the process ends, however it ends. The file goes with the lock.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from publisher.errors import SiteError

try:
    import fcntl
except ImportError:  # Windows: without lock
    fcntl = None  # type: ignore[assignment]


class LockedError(SiteError):
    """Another build is at work."""


@contextmanager
def locked(*files: Path) -> Iterator[None]:
    """Holds all the locks. Raises LockedError, which names who holds one already."""
    with ExitStack() as held:
        for file in files:
            held.enter_context(_locked(file))
        yield


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = _take(file)
    try:
        os.ftruncate(handle, 0)
        since = datetime.now().astimezone().isoformat(" ", "seconds")
        os.write(
            handle, f"process {os.getpid()} on {socket.gethostname()} since {since}\n".encode()
        )
        yield
    finally:
        file.unlink(missing_ok=True)
        os.close(handle)


def _take(file: Path) -> int:
    """The open file, locked. One that was removed meanwhile is no lock: the next is tried."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 200).decode("utf-8", "replace").strip() or "a process"
            os.close(handle)
            raise LockedError(
                f"{holder} is building here (lock {file}); wait for its end, or give another"
                " --site and --cache"
            ) from None
        try:
            if os.path.samestat(os.fstat(handle), file.stat()):
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)

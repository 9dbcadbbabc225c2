"""Waits until a source, a hand-written page or the theme changes, by looking again and again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

#: Seconds between two looks at least; a look takes 0.1 s at 10,000 files.
PAUSE: Final = 0.25
#: A pause is at least so many times as long as a look, so that watching stays cheap.
SHARE: Final = 4

State = dict[str, tuple[int, int, int]]


def changes(look: Callable[[], State]) -> Iterator[None]:
    """One each time that the state is another than at the last one."""
    known = look()
    while True:
        start = time.perf_counter()
        now = look()
        pause = max(PAUSE, SHARE * (time.perf_counter() - start))
        if now != known:
            known = now
            yield
        time.sleep(pause)


def state_of(paths: Iterable[str | Path]) -> State:
    """How the files look that are there now."""
    found: State = {}
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116  for a Path it would take twice as long
        except OSError:
            continue
        found[os.fspath(path)] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found

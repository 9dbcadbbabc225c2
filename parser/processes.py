"""Processes that share the work of this one, and end when it ends, however it ends.

Of a build that was killed (for want of memory, say) nothing goes on to write, nor keeps its locks.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final

#: Whether processes can share what this one holds.
FORKS: Final = "fork" in multiprocessing.get_all_start_methods()
#: Seconds between two looks for the parent, where the system does not tell of its end.
PERIOD: Final = 0.5
#: `prctl(2)`: the signal that the end of the parent sends.
_PR_SET_PDEATHSIG: Final = 1


def processes(
    workers: int, initializer: Callable[..., object] | None = None, *arguments: Any
) -> ProcessPoolExecutor:
    """So many processes, forked where the system can; each begins with ``initializer``."""
    context = multiprocessing.get_context("fork" if FORKS else None)
    begin = (os.getpid(), initializer, arguments)
    return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=begin)


def _begin(
    parent: int, initializer: Callable[..., object] | None, arguments: tuple[Any, ...]
) -> None:
    end_with(parent)
    if initializer:
        initializer(*arguments)


def end_with(parent: int) -> None:
    """Ends this process when that one does, which started it."""
    if sys.platform != "linux" or not _told_of_the_end():
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    elif os.getppid() != parent:  # it has ended meanwhile
        os._exit(1)


def _told_of_the_end() -> bool:
    try:
        done: int = ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return False
    return done == 0


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PERIOD)
    os._exit(1)

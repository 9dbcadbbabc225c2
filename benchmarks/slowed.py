"""Processes given a part of their time only.

DevTools' own throttle slows the thread of the page and leaves its workers alone; this stops and resumes
the whole process, some two hundred times a second.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

#: Seconds that a process runs at a time.
SLICE: Final = 0.0015


@contextmanager
def slowed(processes: Sequence[int], times: float) -> Iterator[None]:
    """The processes run so many times slower until the end, and as before after it."""
    command = [sys.executable, str(Path(__file__)), str(times), *map(str, processes)]
    helper = subprocess.Popen(command)
    try:
        yield
    finally:
        helper.terminate()
        helper.wait()
        _send(processes, signal.SIGCONT)


def _send(processes: Sequence[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)


def _slow(times: float, processes: Sequence[int]) -> None:
    with suppress(PermissionError):  # it should wake in time, if it may
        os.nice(-10)
    while True:
        start = time.perf_counter()
        _send(processes, signal.SIGCONT)
        time.sleep(SLICE)
        _send(processes, signal.SIGSTOP)
        time.sleep((time.perf_counter() - start) * (times - 1))


if __name__ == "__main__":
    _slow(float(sys.argv[1]), [int(process) for process in sys.argv[2:]])

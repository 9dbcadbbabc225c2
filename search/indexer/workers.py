"""The processes that analyse slices and merge ranges."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, Final

from parser.processes import processes

#: Calls handed to workers before the first result is waited for.
AHEAD: Final = 3


class _Serial(Executor):
    """Runs each call at once: one process, for `workers=1`."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


#: Calls run in this process.
SERIAL: Final = _Serial()


def pool(workers: int) -> Executor:
    """So many processes; with one, calls run in this one."""
    if workers <= 1:
        return SERIAL
    return processes(workers)


def in_turn(futures: Iterator[Future[Any]]) -> Iterator[Any]:
    """Results in order, with at most AHEAD calls under way: what they hold does not pile up."""
    waiting: deque[Future[Any]] = deque()
    for future in futures:
        waiting.append(future)
        if len(waiting) >= AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()

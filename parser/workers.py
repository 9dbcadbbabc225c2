"""Work in batches: in this process, in several, or by an executor; a few batches at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import chain, islice
from types import TracebackType
from typing import Final, TypeVar

from parser.processes import processes

A = TypeVar("A")
B = TypeVar("B")
#: Batches that wait for each process: all of them at once would hold all that they are made of.
AHEAD: Final = 3
#: Batches at once with an executor from outside, whose workers are not known here.
WINDOW: Final = 64


class Workers:
    """Processes that start when a second batch comes, and end with the context."""

    def __init__(self, workers: int, executor: Executor | None = None) -> None:
        self._workers = workers
        self._executor = executor
        self._own: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._own:
            self._own.shutdown(cancel_futures=kind is not None)

    def map(self, function: Callable[[A], B], batches: Iterable[A]) -> Iterator[B]:
        """What ``function`` makes of each batch, in their order."""
        waiting = iter(batches)
        if self._executor is None and self._own is None:
            first = list(islice(waiting, 2))
            if self._workers < 2 or len(first) < 2:
                for batch in first:
                    yield function(batch)
                for batch in waiting:
                    yield function(batch)
                return
            self._own = processes(self._workers)
            waiting = chain(first, waiting)
        pool = self._executor or self._own
        assert pool
        window = WINDOW if self._executor else self._workers * AHEAD
        pending: deque[Future[B]] = deque()
        for batch in waiting:
            pending.append(pool.submit(function, batch))
            if len(pending) >= window:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()

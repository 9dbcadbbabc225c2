"""Work that a process forked from this one does while this one goes on: it shares what this one holds."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Generic, TypeVar

from parser.processes import FORKS, end_with

T = TypeVar("T")


def may_fork(workers: int, pool: Executor | None) -> bool:
    """Whether a build may have work done beside: not where it was given one process, or a cluster."""
    return workers > 1 and pool is None and FORKS


class Beside(Generic[T]):
    """Begins the work at once, beside; without ``forks`` it is done here, when its result is asked for.

    What it returns comes through a pipe, and is to be small. What still runs at the end of the context is
    ended. ``nice``: how far it gives way to this process, as `nice` counts.
    """

    def __init__(self, work: Callable[[], T], *, forks: bool, nice: int = 0) -> None:
        self._work = work
        self._process: BaseProcess | None = None
        if forks:
            context = multiprocessing.get_context("fork")
            self._said, says = context.Pipe(duplex=False)
            self._process = context.Process(target=_do, args=(work, os.getpid(), says, nice))
            self._process.start()
            says.close()

    def __enter__(self) -> Beside[T]:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.stop()

    def result(self) -> T:
        """What the work returned; raises what it raised, and BrokenProcessPool where its process died."""
        if not self._process:
            return self._work()
        try:
            error, found = self._said.recv()
        except EOFError:
            raise BrokenProcessPool("a process beside the build died") from None
        self._process.join()
        if error is not None:
            raise error
        result: T = found
        return result

    def stop(self) -> None:
        """Of no use any more."""
        if self._process:
            self._process.kill()
            self._process.join()


def _do(work: Callable[[], T], parent: int, says: Connection, nice: int) -> None:
    end_with(parent)
    os.nice(nice)
    try:
        found = work()
    except KeyboardInterrupt:  # of both: the other one tells
        return
    except Exception as error:
        says.send((error, None))
    else:
        says.send((None, found))

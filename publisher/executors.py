"""Who does the work of a build: processes of this machine, or the workers of a Dask cluster.

The stages take a `concurrent.futures.Executor` and hand it slices: functions of what they are given and of
files. So the workers of a cluster must see the same files under the same paths (a shared file system),
and be started in the folder of the project, one thread each:

    PYTHONPATH=. .venv/bin/dask scheduler
    PYTHONPATH=. .venv/bin/dask worker ADDRESS --nthreads 1

A slice whose worker is lost is given to another one. Workers keep the code that they were started with:
start them anew after a change of it. No scheduler of our own.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Final

from publisher.errors import SiteError

#: Seconds to wait for the scheduler, and for a first worker.
_PATIENCE: Final = 30


@contextmanager
def executor(scheduler: str | None) -> Iterator[Executor | None]:
    """The executor of a cluster; None without a scheduler: each stage then starts its own processes.

    Raises SiteError where the cluster cannot be reached, or is not set up as said above.
    """
    if scheduler is None:
        yield None
        return
    if not importlib.util.find_spec("distributed"):
        raise SiteError(
            "--scheduler needs distributed, which is not installed; type:"
            " .venv/bin/pip install --require-hashes -r requirements/cluster.txt"
        )
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SiteError(f"no Dask scheduler at {scheduler}: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError as error:
            raise SiteError(f"the scheduler at {scheduler} has no worker") from error
        here = os.getcwd()  # noqa: PTH109
        for worker, folder in client.run(os.getcwd).items():
            if folder != here:
                raise SiteError(f"the worker {worker} works in {folder}; expected {here}")
        for worker, threads in client.nthreads().items():
            if threads != 1:
                raise SiteError(f"the worker {worker} has {threads} threads; expected --nthreads 1")
        with client.get_executor(pure=False) as pool:
            try:
                pool.submit(_ready).result()
            except (ImportError, RuntimeError) as error:  # from a worker, from the scheduler
                raise SiteError(
                    f"the cluster at {scheduler} does not know the project; start its scheduler and"
                    " its workers with PYTHONPATH=. in this folder"
                ) from error
            yield pool


def _ready() -> None:
    """Nothing, but where the project cannot be imported."""

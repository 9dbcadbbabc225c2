"""Builds when a source, a hand-written page or the theme changes, by looking again and again."""

from __future__ import annotations

import functools
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from parser.processes import end_with
from parser.sources import find_files
from publisher.generated import generated
from publisher.memory import looks_below
from publisher.settings import DOCS, ROOT, Settings
from publisher.staging import MARKER

#: Seconds between two looks at least; a look takes 0.1 s at 10,000 files.
PAUSE: Final = 0.25
#: A pause is at least so many times as long as a look, so that watching stays cheap.
SHARE: Final = 4

State = dict[str, tuple[int, int, int]]


def watch_sources(settings: Settings, build: Callable[[], bool], serve: Callable[[], None]) -> bool:
    """Builds, serves from a process of its own, and builds what changed until interrupted.

    ``build`` says whether it could, ``serve`` does not return. False where there is nothing to serve.
    """
    if not build() and not (settings.site / MARKER).exists():
        return False
    server = multiprocessing.get_context("fork").Process(
        target=_serve, args=(serve, os.getpid()), daemon=True
    )
    server.start()
    try:
        for _ in changes(functools.partial(_watched, settings)):
            if not server.is_alive():
                break
            build()
        return False
    finally:
        server.kill()  # holds nothing; asked politely it may wait for threads that are gone


def _serve(serve: Callable[[], None], parent: int) -> None:
    end_with(parent)
    serve()


def _watched(settings: Settings) -> State:
    """The sources, the hand-written pages and the theme."""
    found = find_files(settings.sources, without=settings.written_to)
    files: list[str | Path] = [file.path for file in found]
    ours = generated(DOCS)
    for folder in (DOCS, ROOT / "theme"):
        files += [folder / name for name in looks_below(folder) if name not in ours]
    return state_of([*(file for file in files if "/." not in str(file)), ROOT / "mkdocs.yml"])


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

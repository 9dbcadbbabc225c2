"""Runs a command and says what it took."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]


class Run(NamedTuple):
    """Wall time and CPU time in seconds (children included), the largest process in MiB, the last line."""

    seconds: float
    cpu: float
    peak: int
    said: str = ""


def run(command: Sequence[str | Path]) -> Run:
    """Raises SystemExit, with what the command printed, where it fails (3, some doubts, does not)."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    if code not in (0, 3):
        sys.stderr.buffer.write(output)
        raise SystemExit(f"{command[0]} ended with {code}")
    said = output.decode("utf-8", "replace").strip().rpartition("\n")[2]
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, said)


def machine() -> str:
    """What a figure needs beside it: cores, system, Python, and the state of the project."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, commit {commit.stdout.strip() or 'unknown'}"
    )


def count_files(folder: Path, suffix: str) -> int:
    """Files of one suffix below a folder."""
    return sum(1 for _ in folder.rglob(f"*{suffix}"))


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())

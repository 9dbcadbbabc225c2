"""Scripts minified, in a process of their own.

The minifier is written in Go: a process that has loaded it and then forks leaves its children without
Go's threads, and a build forks. Run as a module it reads a JSON list of scripts and writes them minified.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

_TYPE: Final = "application/javascript"
_ROOT: Final = Path(__file__).parents[1]


class MinifyError(Exception):
    """A script that cannot be read as JavaScript."""


def minified(scripts: Sequence[str]) -> list[str]:
    """Each script with as few bytes as it needs. Raises MinifyError with what is wrong in one."""
    return list(_minified(tuple(scripts)))


@lru_cache(maxsize=4)  # who serves a site builds it again and again
def _minified(scripts: tuple[str, ...]) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "search.minified"],
        input=json.dumps(scripts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=_ROOT,
        check=False,
    )
    if done.returncode:
        raise MinifyError(done.stderr.strip().rpartition("\n")[2])
    found: list[str] = json.loads(done.stdout)
    return found


def main() -> None:
    """The process of its own."""
    import minify  # only here, see above

    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    scripts = json.load(sys.stdin)
    json.dump([minify.string(_TYPE, script) for script in scripts], sys.stdout)


if __name__ == "__main__":
    main()

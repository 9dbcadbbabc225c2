"""Where a document lies, as the report may tell it: within its `--source`, never on this machine."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from parser.sources import shown

#: What stands between an archive, or a file of many, and the name of a document in it.
_WITHIN: Final = re.compile("[/#]")


class Places:
    """Which lot a document is of, and what it is called there; a ``path`` is what messages call it."""

    def __init__(self, sources: Sequence[Path]) -> None:
        tops = sorted({shown(os.fsencode(source)) for source in sources})
        folders = sorted({shown(os.fsencode(source)) for source in sources if source.is_dir()})
        several = len(folders) > 1
        self._lots = {
            (top if top == "/" else f"{top}/"): f"dossier {number}" if several else "dossier"
            for number, top in enumerate(folders, start=1)
        }
        self._files = {top: top.rpartition("/")[2] for top in tops if top not in folders}
        #: Archives and files of many, by what messages call them, and what they are called in their lot.
        self._containers: dict[str, str] = {}
        # of `a` and `a/b` the shorter counts: files are found from there
        names = [*self._lots, *self._files]
        pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._named = re.compile(rf"(?<![\w/.-])(?:{pattern})") if names else None

    def of(self, path: str) -> tuple[str, str]:
        """The lot and the source of a document."""
        source, lot = path, ""
        for top, name in self._lots.items():
            if path.startswith(top):
                source, lot = path[len(top) :], name
                break
        else:
            for file, name in self._files.items():
                if path == file or path.startswith((f"{file}/", f"{file}#")):
                    source, lot = name + path[len(file) :], "fichiers"
        return self._container(path) or lot, source

    def contain(self, path: str, source: str) -> None:
        """Takes an archive to be a lot; what is in it comes later."""
        if self._container(path) is None:
            self._containers[path] = source

    def _container(self, path: str) -> str | None:
        """The outermost archive that a document is in."""
        if not self._containers:
            return None
        ends = (place.start() for place in _WITHIN.finditer(path))
        return next(
            (self._containers[path[:end]] for end in ends if path[:end] in self._containers), None
        )

    def within(self, text: str) -> str:
        """A message without the places where the sources lie."""
        if self._named is None:
            return text
        return self._named.sub(lambda found: self._files.get(found[0], ""), text)

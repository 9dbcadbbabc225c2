"""The engine's files in a site: plain modules, copied as they are."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

BROWSER: Final = Path(__file__).parent / "browser"
#: Beside the index, so that one folder is all that search needs.
FOLDER: Final = "moteur"


def install(index: Path) -> list[Path]:
    """Copies the engine to the folder `moteur` of an index; the files written."""
    target = index / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(BROWSER.glob("*.js")):
        shutil.copyfile(source, target / source.name)
        written.append(target / source.name)
    return written


def page_fragment() -> str:
    """The search page's own markup, which `interface.js` drives."""
    return (BROWSER / "page.html").read_text(encoding="utf-8")

"""The MkDocs build. With `mkdocs_hooks.py`, the only place that knows MkDocs from within."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Final

# Material prints a banner about MkDocs 2 on import; it is not for the readers of our log.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from publisher.errors import SiteError

CONFIG_FILE: Final = Path(__file__).parents[1] / "mkdocs.yml"


def build_site(pages: Path, site: Path, *, site_url: str | None = None, workers: int = 1) -> None:
    """Build the pages into `site`, an empty folder, with MkDocs in strict mode.

    Without `site_url` nothing absolute is written: no sitemap, no canonical link, no 404 page.
    Raises SiteError with everything MkDocs complained of, if only a warning.
    """
    complaints = _Complaints()
    log = logging.getLogger("mkdocs")
    # A handler of our own also keeps Python from printing warnings by itself.
    log.addHandler(complaints)
    try:
        config = load_config(
            str(CONFIG_FILE),
            docs_dir=str(pages.resolve()),
            site_dir=str(site.resolve()),
            site_url=site_url,
            strict=True,
        )
        config.extra["workers"] = workers
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except MkDocsException as error:
        raise SiteError("\n".join([*complaints.lines, str(error)])) from error
    finally:
        log.removeHandler(complaints)
    if complaints.lines:
        raise SiteError("\n".join(complaints.lines))


class _Complaints(logging.Handler):
    """Keeps warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname.lower()}: {record.getMessage()}")

"""The MkDocs build. With `mkdocs_hooks.py`, the only place that knows MkDocs from within."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

# Material prints a banner about MkDocs 2 on import; it is not for the readers of our log.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from publisher.errors import SiteError
from publisher.memory import looks_below
from publisher.parallel import OwnPages, TakeOver

CONFIG_FILE: Final = Path(__file__).parents[1] / "mkdocs.yml"


def build_site(
    pages: Path,
    site: Path,
    *,
    site_url: str | None = None,
    workers: int = 1,
    take_over: TakeOver | None = None,
) -> None:
    """Build the pages into `site`, an empty folder, with MkDocs in strict mode.

    Without `site_url` nothing absolute is written: no sitemap, no canonical link, no 404 page.
    `take_over` brings pages outside `nav` into the site that need no rendering. `workers=0` leaves
    everything to MkDocs. Raises SiteError with everything MkDocs complained of, if only a warning.
    """
    complaints = _Complaints()
    log = logging.getLogger("mkdocs")
    # A handler of our own also keeps Python from printing warnings by itself.
    log.addHandler(complaints)
    view = site.with_name(f".{site.name}.pages")
    try:
        view.mkdir()
        config = load_config(
            str(CONFIG_FILE),
            docs_dir=str((view if workers else pages).resolve()),
            site_dir=str(site.resolve()),
            site_url=site_url,
            strict=True,
        )
        if workers:
            names = _show_own(pages, view, frozenset(_leaves(config.nav)))
            config.extra["own"] = OwnPages(pages.resolve(), names, take_over)
            config.extra["workers"] = workers
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except MkDocsException as error:
        raise SiteError("\n".join([*complaints.lines, str(error)])) from error
    finally:
        log.removeHandler(complaints)
        shutil.rmtree(view, ignore_errors=True)
    if complaints.lines:
        raise SiteError("\n".join(complaints.lines))


def _show_own(pages: Path, view: Path, in_nav: frozenset[str]) -> list[str]:
    """Shows MkDocs in `view` what it is to build by itself: it would hold every page that it sees.

    Pages below a folder that are not in `nav` are ours to render; returns their names.
    """
    names = []
    folder = pages.resolve()
    for path in looks_below(folder):
        if path.endswith(".md") and "/" in path and path not in in_nav and "/." not in path:
            names.append(path)
        else:
            shown = view / path
            shown.parent.mkdir(parents=True, exist_ok=True)
            shown.symlink_to(folder / path)
    return sorted(names)


def _leaves(nav: Any) -> Iterator[str]:
    """The pages that the configured navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from _leaves(value)
    elif isinstance(nav, list):
        for value in nav:
            yield from _leaves(value)


class _Complaints(logging.Handler):
    """Keeps warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname.lower()}: {record.getMessage()}")

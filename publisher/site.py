"""The MkDocs build. With `mkdocs_hooks.py`, the only place that knows MkDocs from within."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# Material prints a banner about MkDocs 2 on import; it is not for the readers of our log.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from publisher.errors import SiteError
from publisher.memory import looks_below
from publisher.parallel import OWN, OwnPages, TakeOver, render_slice

CONFIG_FILE: Final = Path(__file__).parents[1] / "mkdocs.yml"


def build_site(
    pages: Path,
    site: Path,
    *,
    site_url: str | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    take_over: TakeOver | None = None,
    names: Iterable[str] | None = None,
) -> None:
    """Build the pages into `site`, an empty folder, with MkDocs in strict mode.

    Without `site_url` nothing absolute is written: no sitemap, no canonical link, no 404 page.
    `take_over` tells which pages outside `nav` need no rendering; `names` are the files below `pages`,
    where they are known already. `workers=0` leaves everything to MkDocs; an `executor` renders in the
    place of processes of this machine.
    Raises SiteError with everything MkDocs complained of, if only a warning.
    """
    complaints = _Complaints()
    log = logging.getLogger("mkdocs")
    # A handler of our own also keeps Python from printing warnings by itself.
    log.addHandler(complaints)
    view = site.with_name(f".{site.name}.pages")
    try:
        view.mkdir()
        config = _config(view if workers else pages, site, site_url)
        if workers:
            found = looks_below(pages.resolve()) if names is None else names
            own = _show_own(pages, found, view, frozenset(_leaves(config.nav)))
            config.extra["own"] = OwnPages(pages.resolve(), own, take_over)
            config.extra["workers"] = workers
            if executor:
                order = Order(pages.resolve(), view.resolve(), site.resolve(), site_url)
                config.extra["elsewhere"] = lambda names: executor.submit(
                    render_elsewhere, order, names
                )
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


@dataclass(frozen=True, slots=True)
class Order:
    """What a process needs to know of a build to render pages of it."""

    pages: Path
    view: Path
    site: Path
    site_url: str | None


_prepared: Order | None = None


def render_elsewhere(order: Order, names: Sequence[str]) -> list[str]:
    """`parallel.render_slice` in a process that knows nothing of the build, such as a cluster's.

    It takes the steps of MkDocs' own build up to the templates, once a build, and writes no other
    page than these. The folders are those of the build: the file system must be shared.
    """
    global _prepared
    if _prepared != order:
        config = _config(order.view, order.site, order.site_url)
        in_nav = frozenset(_leaves(config.nav))
        own = sorted(path for path in looks_below(order.pages) if _is_own(path, in_nav))
        config.extra["own"] = OwnPages(order.pages, own)
        config.extra["workers"] = 1
        config.plugins.on_startup(command="build", dirty=False)
        config = config.plugins.on_config(config)
        files = get_files(config)
        env = config.theme.get_env()
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        nav = get_navigation(files, config)
        config.plugins.on_nav(nav, config=config, files=files)
        config.plugins.on_env(env, config=config, files=files)
        _prepared = order
    return render_slice(names)


def _config(docs: Path, site: Path, site_url: str | None) -> MkDocsConfig:
    return load_config(
        str(CONFIG_FILE),
        docs_dir=str(docs.resolve()),
        site_dir=str(site.resolve()),
        site_url=site_url,
        strict=True,
    )


def _show_own(pages: Path, names: Iterable[str], view: Path, in_nav: frozenset[str]) -> list[str]:
    """Shows MkDocs in `view` what it is to build by itself: it would hold every page that it sees.

    Returns the names of the others, which are ours to render.
    """
    own = []
    folder = pages.resolve()
    for path in names:
        if _is_own(path, in_nav):
            own.append(path)
        else:
            shown = view / path
            shown.parent.mkdir(parents=True, exist_ok=True)
            shown.symlink_to(folder / path)
    return sorted(own)


def _is_own(path: str, in_nav: frozenset[str]) -> bool:
    """Whether it is a page, a feed or a shard, below a folder that is not in `nav`."""
    return path.endswith(OWN) and "/" in path and path not in in_nav and "/." not in path


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

"""Pages outside `nav` are rendered by several processes, and dropped once written.

MkDocs renders all pages in one process and holds all of them to the end: 31 kB a page, 3 GB for
100,000. A page that is not in `nav` depends on no other, so a forked process can render a slice of
them with MkDocs' own functions, while this one goes on with the rest. `publisher.site` keeps them
from MkDocs' eyes and names them in `extra.own`. A plain `mkdocs build` does without and writes the
same bytes.

    take_pages   in `on_files`: links to these pages resolve
    hand_out     in `on_env`: configuration, files, navigation and templates are complete
    finish       in `on_post_build`: all slices are done; what they complained of is logged here
    give_up      in `on_build_error`
"""

from __future__ import annotations

import gc
import logging
import shutil
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import urlsplit

import jinja2
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_build_date

from parser.processes import FORKS, processes
from publisher import plain_front_matter, plain_markdown
from publisher.reuse import AS_IT_IS

log = logging.getLogger("mkdocs.hooks")

#: Pages handed to a process at once: a second or two of work.
SLICE: Final = 250
#: What is rendered apart: pages; and feeds and shards, which stay as they are, and are many.
OWN: Final = (".md", *AS_IT_IS)


#: Is given the folder of a site and the names of pages, and tells which of these need no rendering:
#: they are brought into the folder, or are where it is going.
TakeOver = Callable[[Path, Sequence[str]], Collection[str]]
#: Has a slice of pages rendered by a process that knows nothing of this build.
Elsewhere = Callable[[Sequence[str]], Future[list[str]]]


class OwnFiles(Files):
    """The files that MkDocs goes over, and for links to them the pages that it does not."""

    def __init__(self, files: Files, own: OwnPages, config: MkDocsConfig) -> None:
        super().__init__(files)
        self._own = frozenset(own.names)
        self._folder = str(own.folder)
        self._site = config.site_dir

    def get_file_from_path(self, path: str) -> File | None:
        """As MkDocs' own; a page that is rendered apart can be led to."""
        name = PurePath(path).as_posix()
        found = super().get_file_from_path(name)
        if found is None and name in self._own:
            return File(name, self._folder, self._site, use_directory_urls=False)
        return found


@dataclass(frozen=True, slots=True)
class OwnPages:
    """Pages outside `nav`, by their names in a folder, and what takes some of them over."""

    folder: Path
    names: Sequence[str]
    take_over: TakeOver | None = None


class OwnPage(Page):
    """A page as MkDocs starts it, without what takes 0.3 ms: its address needs no resolving, and
    the day is asked for once."""

    def __init__(self, file: File, config: MkDocsConfig, update_date: str) -> None:
        file.page = self
        self.file = file
        self.children = self.previous_page = self.next_page = None
        self.active = False
        self.update_date = update_date
        self._set_canonical_url(config.site_url)
        self._set_edit_url(config.repo_url, config.edit_uri, config.edit_uri_template)
        self.markdown = self.content = self._title_from_render = None
        self.toc = TableOfContents([])
        self.meta = {}

    def _set_canonical_url(self, base: str | None) -> None:
        self.canonical_url = self.abs_url = None
        if base:
            self.canonical_url = f"{base.rstrip('/')}/{self.file.url}"
            self.abs_url = f"{urlsplit(base).path.rstrip('/')}/{self.file.url}"


@dataclass(slots=True)
class _Build:
    """What the slices of this build share with the processes forked from it."""

    config: MkDocsConfig
    own: OwnPages
    files: Files
    render: Sequence[str]
    nav: Navigation | None = None
    env: jinja2.Environment | None = None
    pool: ProcessPoolExecutor | None = None
    slices: list[Future[list[str]]] = field(default_factory=list)


_current: _Build | None = None


def take_pages(files: Files, config: MkDocsConfig) -> Files:
    """Starts a build of the pages in `extra.own`, where it is set."""
    global _current
    _current = None
    own: OwnPages | None = config.extra.get("own")
    if own is None:
        return files
    files = OwnFiles(files, own, config)
    render = own.names
    if own.take_over:  # not before: MkDocs empties the folder first
        there = own.take_over(Path(config.site_dir), own.names)
        render = [name for name in own.names if name not in there]
    _current = _Build(config, own, files, render)
    return files


def own_pages() -> Sequence[str]:
    """The names of the pages that this build renders apart, or takes over."""
    return _current.own.names if _current else ()


def keep_navigation(nav: Navigation) -> None:
    """Keeps the navigation for the slices."""
    if _current:
        _current.nav = nav


def hand_out(env: jinja2.Environment) -> None:
    """Hands out the slices; ``env`` has all filters and globals by now."""
    if not _current:
        return
    _current.env = env
    render = _current.render
    slices = [render[start : start + SLICE] for start in range(0, len(render), SLICE)]
    elsewhere: Elsewhere | None = _current.config.extra.get("elsewhere")
    if elsewhere:
        _current.slices = [elsewhere(names) for names in slices]
        return
    workers = min(int(_current.config.extra["workers"]), len(slices))
    if workers < 2 or not FORKS:
        return
    # Objects made so far are shared with the forked processes as long as nobody marks them.
    gc.collect()
    gc.freeze()
    _current.pool = processes(workers)
    _current.slices = [_current.pool.submit(render_slice, names) for names in slices]


def finish() -> None:
    """Waits for the slices, or renders all here where none was handed out. Raises what one raised."""
    if not _current:
        return
    if not _current.slices:
        _complain(render_slice(_current.render))
    for done in _current.slices:
        _complain(done.result())
    if _current.pool:
        _current.pool.shutdown()
        gc.unfreeze()


def _complain(complaints: Sequence[str]) -> None:
    for complaint in complaints:
        log.warning(complaint)


def give_up() -> None:
    """Lets go of the processes."""
    if _current:
        for waiting in _current.slices:
            waiting.cancel()
        if _current.pool:
            _current.pool.shutdown(cancel_futures=True)


def render_slice(names: Sequence[str]) -> list[str]:
    """Renders and writes these pages; returns the warnings, for the parent to log."""
    assert _current
    assert _current.nav
    assert _current.env
    config, own = _current.config, _current.own
    complaints = _Complaints()
    logger = logging.getLogger("mkdocs")
    handlers, logger.handlers = logger.handlers, [complaints]
    try:
        doc_files: Sequence[File] = ()
        update_date = get_build_date()
        for name in names:
            if name.endswith(AS_IT_IS):
                _copy(own.folder / name, Path(config.site_dir) / name)
                continue
            file = File(name, str(own.folder), config.site_dir, use_directory_urls=False)
            page = OwnPage(file, config, update_date)
            _populate(page, config, _current.files)
            build._build_page(page, config, doc_files, _current.nav, _current.env)
    finally:
        logger.handlers = handlers
    return complaints.lines


def _copy(source: Path, target: Path) -> None:
    """A file as it stands."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _populate(page: Page, config: MkDocsConfig, files: Files) -> None:
    """As MkDocs does; but a page that a hook has left no Markdown of builds no Markdown parser."""
    config._current_page = page
    source = file_text(page.file)
    page.markdown, page.meta = plain_front_matter.read(source)
    if plain_markdown.is_sample(page.file.src_uri):
        plain_front_matter.check(page.file.src_uri, source)
    markdown = config.plugins.on_page_markdown(
        page.markdown or "", page=page, config=config, files=files
    )
    if markdown:
        page.markdown = markdown
        page.render(config, files)
    else:
        page.toc = TableOfContents([])
    page.content = config.plugins.on_page_content(
        page.content or "", page=page, config=config, files=files
    )


def file_text(file: File) -> str:
    """As `File.content_string`."""
    page = Path(str(file.abs_src_path)).read_bytes().decode("utf-8-sig")
    return page.replace("\r\n", "\n").replace("\r", "\n")


class _Complaints(logging.Handler):
    """Warnings and errors of a slice."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

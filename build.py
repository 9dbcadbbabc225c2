#!/usr/bin/env python3
"""Builds the site: sources → records → pages → site, and records → index.

`python3 build.py --help` lists the commands; without one, everything is built from `seeds/`.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib.util
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parent
ENVIRONMENT: Final = ROOT / ".venv" / "bin" / "python"

DONE, FAILED, DOUBTFUL = 0, 1, 3


def enter_environment() -> None:
    """Runs this file again in `.venv` when what it needs is only there."""
    if all(importlib.util.find_spec(name) for name in ("yaml", "mkdocs", "material", "numpy")):
        return
    if ENVIRONMENT.exists() and Path(sys.prefix) != ENVIRONMENT.parent.parent:
        os.execv(ENVIRONMENT, [str(ENVIRONMENT), *sys.argv])
    sys.exit("build.py: its packages are not installed here; type: make site")


if __name__ == "__main__":
    enter_environment()

from exports.writing import NotOurExportsError, write_exports
from exports.writing import require_ours as require_our_exports
from fetching import command as fetching
from publisher import staging
from publisher.building import build, read, records_of
from publisher.errors import SiteError
from publisher.executors import executor
from publisher.generated import NotOurPageError
from publisher.lock import locked
from publisher.precompress import require_brotli
from publisher.serving import serve_site
from publisher.settings import DOCS, Settings, Voice
from publisher.stages import Stages
from publisher.watching import watch_sources

#: The examples that each command's help ends with.
EXAMPLES: Final = {
    "parse": "python3 build.py parse seeds --jsonl > questions.jsonl",
    "site": "python3 build.py site --source archives/14 --site public",
    "index": "python3 build.py index --source archives/14 --site public",
    "all": "python3 build.py all --source archives/14 --site public --site-url https://example.org/",
    "check": "python3 build.py check --site public",
    "sources": fetching.EXAMPLE,
    "serve": "python3 build.py serve --watch --source archives/14 --site public",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code (2 is argparse's own, for wrong usage)."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = command_line()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in EXAMPLES and given[0] not in ("-h", "--help")):
        given.insert(0, "all")
    options = parser.parse_args(given)
    if options.command == "serve" and not options.watch:
        return serve(options)
    if options.command == "sources":
        if options.fetch and not options.to:
            parser.error("--fetch needs --to DIR, the folder for the archives")
        return fetching.run(options, Voice(print, _warn, _show_progress))
    if options.command == "check":
        return check(options.site, options.workers)
    settings = _settings(options, parser)
    if options.command == "serve":
        return watch(settings, options)
    return _run(settings, options, parser)


def _settings(options: argparse.Namespace, parser: argparse.ArgumentParser) -> Settings:
    """What a build is asked for; ends with 2 where that makes no sense."""
    sources = [*options.paths, *(options.source or [])] or [ROOT / "seeds"]
    for source in sources:
        if not source.exists():
            parser.error(f"{source} does not exist; expected a folder or a file of questions")
    settings = Settings(
        command=options.command,
        sources=tuple(sources),
        pages=options.pages,
        site=options.site,
        cache=options.cache,
        workers=options.workers,
        site_url=options.site_url,
        precompress=options.precompress,
        au=options.au,
        exports=options.exports,
        publish_exports=options.publish_exports,
    )
    if settings.publish_exports and not settings.exports:
        parser.error("--publish-exports needs --exports DIR, the folder that the files are made in")
    try:
        settings.require_apart()
        if settings.exports:
            require_our_exports(settings.exports)
        if options.command != "parse":
            staging.require_ours(options.site)
    except (ValueError, staging.NotOurSiteError, NotOurExportsError) as error:
        parser.error(str(error))
    return settings


def _run(settings: Settings, options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Builds; says in a sentence what kept it from that."""
    try:
        with locked(*settings.locks), executor(options.scheduler) as pool:
            if settings.precompress:
                require_brotli()
            staging.clean(settings.cache)
            if settings.command != "parse":
                staging.recover(settings.site)
            return _build(settings, pool, jsonl=options.command == "parse" and options.jsonl)
    except NotOurPageError as error:
        parser.error(str(error))
    except BrokenPipeError:  # who reads the records has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except BrokenProcessPool:
        _warn(
            "build.py: a process of the build died (killed? out of memory?);"
            " the site is as it was; --workers 1 needs the least memory"
        )
        return FAILED
    except (OSError, SiteError, sqlite3.Error) as error:
        _warn(f"build.py: {error}")
        return FAILED
    except KeyboardInterrupt:
        _warn("build.py: interrupted; the site is whole, and the next build goes on from there")
        return FAILED


def _build(settings: Settings, pool: Executor | None, *, jsonl: bool) -> int:
    """Reads the sources, then does what the command asks with the records."""
    say = functools.partial(print, file=sys.stderr if jsonl else sys.stdout)
    voice, stages = Voice(say, _warn, _show_progress), Stages()
    report = read(settings, stages, voice, pool)
    if not report.keys:
        sources = ", ".join(str(source) for source in settings.sources)
        _warn(f"build.py: no written question in {sources}; nothing was changed")
        return FAILED
    if settings.exports:
        with stages.stage("exports"):
            write_exports(
                records_of(settings),
                report.keys,
                report.digests,
                report.lengths,
                settings.exports,
                settings.cache / "exports.json",
                au=settings.au,
                workers=settings.workers,
                say=say,
            )
    if jsonl:
        with records_of(settings).open("rb") as lines:
            shutil.copyfileobj(lines, sys.stdout.buffer)
    else:
        build(settings, report, stages, voice, pool)
    say(str(stages))
    return DOUBTFUL if report.doubts else DONE


def serve(options: argparse.Namespace) -> int:
    """Shows the built site on this machine until interrupted."""
    say = functools.partial(print, flush=True)
    try:
        serve_site(options.site, options.host, options.port, say, reload=options.watch)
    except SiteError as error:
        _warn(f"build.py: {error}")
        return FAILED
    except KeyboardInterrupt:
        print()
    return DONE


def watch(settings: Settings, options: argparse.Namespace) -> int:
    """Builds, shows the site, and builds what changed until interrupted."""

    def build_now() -> bool:
        """The site first, which the open page waits for, then its index.

        Each in a process of its own, from the start: what minifies scripts does not survive a fork.
        """
        for command in ("site", "index"):
            line = [sys.executable, __file__, command, *_given(options, settings)]
            if subprocess.run(line, check=False).returncode not in (DONE, DOUBTFUL):
                return False
        return True

    def serve_now() -> None:
        sys.exit(serve(options))

    try:
        return DONE if watch_sources(settings, build_now, serve_now) else FAILED
    except KeyboardInterrupt:
        print()
        return DONE


def _given(options: argparse.Namespace, settings: Settings) -> list[str]:
    """The options of a build, as they are written."""
    given = []
    for name in ("site", "pages", "cache", "workers", "site_url", "au", "scheduler", "exports"):
        value = getattr(options, name)
        if value is not None:
            given += [f"--{name.replace('_', '-')}", str(value)]
    given += [part for source in settings.sources for part in ("--source", str(source))]
    given += ["--precompress"] if settings.precompress else []
    return [*given, "--publish-exports"] if settings.publish_exports else given


def check(site: Path, workers: int) -> int:
    """Looks at the built site, tells what is wrong with it, and the policy that its pages need."""
    # lxml and numpy take a third of a second to load: not for a build in which nothing changed.
    from publisher.check.telling import check_site

    try:
        return FAILED if check_site(site, workers, Voice(print, _warn)) else DONE
    except SiteError as error:
        _warn(f"build.py: {error}")
        return FAILED


def _warn(line: str) -> None:
    print(line, file=sys.stderr)


def _show_progress(what: str, done: int, total: int) -> None:
    """A counter on one line of a terminal; nothing elsewhere, where the summaries are enough."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{what} {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)


def command_line() -> argparse.ArgumentParser:
    """The options of every command."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    helps = {
        "parse": "sources → records on standard output, or Markdown pages",
        "site": "sources → pages → site, without the search index",
        "index": "sources → search index, into a site that is already there",
        "all": "the site and its index (the default)",
        "check": "links, ids, HTML, search index and sitemap of the built site",
        "sources": fetching.HELP,
        "serve": "show the built site on this machine",
    }
    for name, text in helps.items():
        command = commands.add_parser(
            name,
            help=text,
            description=text,
            epilog=f"example:  {EXAMPLES[name]}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name == "sources":
            fetching.add_options(command)
            continue
        command.add_argument(
            "--site", type=Path, default=ROOT / "site", metavar="DIR", help="default: site/"
        )
        if name == "serve":
            command.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1")
            command.add_argument("--port", type=_port, default=8000, help="default: 8000")
            command.add_argument(
                "--watch", action="store_true", help="build what changes, and reload open pages"
            )
        command.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes to use"
        )
        if name == "check":
            continue
        _add_build_options(command)
        if name == "parse":
            command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="as --source")
            command.add_argument(
                "--jsonl", action="store_true", help="one JSON object a line on standard output"
            )
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 65_536:
        raise argparse.ArgumentTypeError(f"{port}; expected 0 to 65535")
    return port


def _site_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f'"{text}"; expected an address as https://example.org/q/')
    return text if text.endswith("/") else f"{text}/"


def _add_build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        type=Path,
        action="append",
        metavar="PATH",
        help="a folder, read with all below it, or a file; repeatable (default: seeds/)",
    )
    for name, default, what in (
        ("--pages", DOCS, "Markdown pages"),
        ("--cache", ROOT / ".cache", "what the next build can use again"),
    ):
        shown = f"{default.relative_to(ROOT)}/"
        command.add_argument(
            name, type=Path, default=default, metavar="DIR", help=f"{what} (default: {shown})"
        )
    command.add_argument(
        "--site-url", type=_site_url, metavar="URL", help="where the site will be published"
    )
    command.add_argument(
        "--precompress", action="store_true", help="put .gz and .br copies beside the files"
    )
    command.add_argument(
        "--au", type=date.fromisoformat, metavar="DATE", help="today, for delays (default: last JO)"
    )
    command.add_argument(
        "--exports",
        type=Path,
        metavar="DIR",
        help="put the records there as CSV, JSON Lines, Parquet",
    )
    command.add_argument(
        "--publish-exports",
        action="store_true",
        help="put these files into the site too, as donnees/",
    )
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="a Dask cluster to use in the place of processes"
    )
    command.set_defaults(paths=[])


if __name__ == "__main__":
    # A build holds hundreds of thousands of small objects to its end; looking for cycles among them, as
    # often as Python does by itself, takes a quarter of the time where nothing changed.
    gc.set_threshold(200_000, 20, 100)
    sys.exit(main())

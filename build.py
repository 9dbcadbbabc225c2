#!/usr/bin/env python3
"""Builds the site: sources → records → pages → site, and records → index.

`python3 build.py --help` lists the commands; without one, everything is built from `seeds/`.
"""

from __future__ import annotations

import argparse
import functools
import gc
import http.server
import importlib.util
import io
import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).resolve().parent
ENVIRONMENT: Final = ROOT / ".venv" / "bin" / "python"

DONE, FAILED, DOUBTFUL = 0, 1, 3
#: Faults of a site told one by one; the others are counted.
TOLD: Final = 100


def enter_environment() -> None:
    """Runs this file again in `.venv` when what it needs is only there."""
    if all(importlib.util.find_spec(name) for name in ("yaml", "mkdocs", "material", "numpy")):
        return
    if ENVIRONMENT.exists() and Path(sys.prefix) != ENVIRONMENT.parent.parent:
        os.execv(ENVIRONMENT, [str(ENVIRONMENT), *sys.argv])
    sys.exit("build.py: its packages are not installed here; type: make site")


if __name__ == "__main__":
    enter_environment()

from parser.corpus import Report, read_sources
from parser.question import page_address
from parser.sources import find_files
from publisher import generated, staging
from publisher.addresses import Addresses, page_of
from publisher.check import markup
from publisher.check.inspection import Inspection
from publisher.errors import SiteError
from publisher.executors import executor
from publisher.lock import locked
from publisher.memory import FILE as MEMORY
from publisher.memory import Look, Memory, looks_below
from publisher.pages import write_hubs
from publisher.precompress import precompress, remove_copies, require_brotli
from publisher.questions import write_questions
from publisher.reuse import (
    describe,
    digest_of,
    environment,
    frame_of,
    link_unchanged,
    page_digests,
    search_version,
)
from publisher.serving import Handler, ReloadingHandler
from publisher.site import build_site
from publisher.stages import Stages
from publisher.watching import State, changes, state_of
from publisher.writing import PageWriter
from search.engine_files import install as install_engine
from search.indexer import build as build_index
from search.indexer.folders import index_folders, is_index_folder
from search.names import write_names

#: Where the index stands within the site.
INDEX: Final = "recherche"
#: The examples that each command's help ends with.
EXAMPLES: Final = {
    "parse": "python3 build.py parse seeds --jsonl > questions.jsonl",
    "site": "python3 build.py site --source archives/14 --site public",
    "index": "python3 build.py index --source archives/14 --site public",
    "all": "python3 build.py all --source archives/14 --site public --site-url https://example.org/",
    "check": "python3 build.py check --site public",
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
    if options.command == "check":
        return check(options.site, options.workers)
    options.sources = [*options.paths, *(options.source or [])] or [ROOT / "seeds"]
    for source in options.sources:
        if not source.exists():
            parser.error(f"{source} does not exist; expected a folder or a file of questions")
    try:
        _require_apart(options)
        if options.command != "parse":
            staging.require_ours(options.site)
    except (ValueError, staging.NotOurSiteError) as error:
        parser.error(str(error))
    return watch(options) if options.command == "serve" else _run(options, parser)


def _run(options: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    """Builds; says in a sentence what kept it from that."""
    try:
        with locked(*_locks(options)), executor(options.scheduler) as pool:
            if options.precompress:
                require_brotli()
            staging.clean(options.cache)
            if options.command != "parse":
                staging.recover(options.site)
            return build(options, pool)
    except generated.NotOurPageError as error:
        parser.error(str(error))
    except BrokenPipeError:  # who reads the records has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except BrokenProcessPool:
        print(
            "build.py: a process of the build died (killed? out of memory?);"
            " the site is as it was; --workers 1 needs the least memory",
            file=sys.stderr,
        )
        return FAILED
    except (OSError, SiteError, sqlite3.Error) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("build.py: interrupted; the site is as it was", file=sys.stderr)
        return FAILED


def _locks(options: argparse.Namespace) -> list[Path]:
    """The locks of what the command writes to."""
    site = options.site.resolve()
    locks = [options.cache / "lock"]
    if options.command != "parse":
        locks.append(site.with_name(f".{site.name}.lock"))
    return locks


def build(options: argparse.Namespace, pool: Executor | None) -> int:
    """Reads the sources, then does what the command asks with the records."""
    out = sys.stderr if options.command == "parse" and options.jsonl else sys.stdout
    records = options.cache / "records.jsonl"
    written_to = (options.site, options.pages, options.cache)
    stages = Stages()
    with stages.stage("parse"):
        files = find_files(options.sources, without=written_to)
        report = read_sources(
            files,
            records,
            workers=options.workers,
            executor=pool,
            progress=functools.partial(_show_progress, "files"),
        )
    for finding in report.findings:
        print(finding, file=sys.stderr)
    print(_summary(report), file=out)
    if not report.keys:
        sources = ", ".join(str(source) for source in options.sources)
        print(f"build.py: no written question in {sources}; nothing was changed", file=sys.stderr)
        return FAILED
    if options.command == "parse" and options.jsonl:
        with records.open("rb") as lines:
            shutil.copyfileobj(lines, sys.stdout.buffer)
    else:
        with stages.stage("pages"):
            memory = Memory(options.cache / MEMORY)
        if options.command in ("parse", "site", "all"):
            _write_pages(options, records, report, memory, stages)
        if options.command in ("site", "index", "all"):
            _publish(options, records, report, memory, stages, pool)
    print(stages, file=out)
    return DOUBTFUL if report.doubts else DONE


def serve(options: argparse.Namespace) -> int:
    """Shows the built site on this machine until interrupted."""
    site: Path = options.site
    if not (site / staging.MARKER).exists():
        print(f"build.py: no site in {site}; type: python3 build.py", file=sys.stderr)
        return FAILED
    handler = ReloadingHandler if options.watch else Handler
    try:
        server = http.server.ThreadingHTTPServer(
            (options.host, options.port), functools.partial(handler, directory=str(site))
        )
    except OSError as error:
        print(
            f"build.py: {options.host}:{options.port}: {error.strerror}; try --port",
            file=sys.stderr,
        )
        return FAILED
    with server:
        server.daemon_threads = True
        print(
            f"http://{options.host}:{server.server_port}/ shows {site}; Ctrl-C ends it", flush=True
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return DONE


def watch(options: argparse.Namespace) -> int:
    """Builds, shows the site, and builds what changed until interrupted.

    Each build is a process of its own, from the start: what minifies scripts does not survive a fork.
    """

    def build_now() -> int:
        """The site first, which the open page waits for, then its index."""
        for command in ("site", "index"):
            done = subprocess.run(
                [sys.executable, __file__, command, *_given(options)], check=False
            )
            if done.returncode not in (DONE, DOUBTFUL):
                return FAILED
        return DONE

    fork = multiprocessing.get_context("fork")
    server = fork.Process(target=lambda: sys.exit(serve(options)), daemon=True)
    try:
        if build_now() != DONE and not (options.site / staging.MARKER).exists():
            return FAILED
        server.start()
        for _ in changes(functools.partial(_watched, options)):
            if not server.is_alive():
                return FAILED
            build_now()
    except KeyboardInterrupt:
        print()
    finally:
        if server.is_alive():
            server.kill()  # holds nothing; asked politely it may wait for threads that are gone
    return DONE


def _given(options: argparse.Namespace) -> list[str]:
    """The options of a build, as they are written."""
    given = []
    for name in ("site", "pages", "cache", "workers", "site_url", "au", "scheduler"):
        value = getattr(options, name)
        if value is not None:
            given += [f"--{name.replace('_', '-')}", str(value)]
    given += [part for source in options.sources for part in ("--source", str(source))]
    return [*given, "--precompress"] if options.precompress else given


def _watched(options: argparse.Namespace) -> State:
    """The sources, the hand-written pages and the theme."""
    without = (options.site, options.pages, options.cache)
    files: list[str | Path] = [file.path for file in find_files(options.sources, without=without)]
    ours = generated.generated(ROOT / "docs")
    for folder in ("docs", "theme"):
        files += [ROOT / folder / name for name in looks_below(ROOT / folder) if name not in ours]
    return state_of([*(file for file in files if "/." not in str(file)), ROOT / "mkdocs.yml"])


def check(site: Path, workers: int) -> int:
    """Looks at the built site, tells what is wrong with it, and the policy that its pages need."""
    if not (site / staging.MARKER).exists():
        print(f"build.py: no site in {site}; type: python3 build.py", file=sys.stderr)
        return FAILED
    inspection = Inspection(site, INDEX, workers=workers)
    faults = 0
    for fault in inspection.faults():
        faults += 1
        if faults <= TOLD:
            print(fault, file=sys.stderr)
    if faults > TOLD:
        print(f"and {faults - TOLD:,} more", file=sys.stderr)
    if not markup.available():
        print(
            "without tinyhtml5: HTML was not parsed; type:"
            " .venv/bin/pip install --require-hashes -r requirements/host.txt"
        )
    print(
        f"{inspection.pages:,} pages, {inspection.links:,} links, {inspection.shards:,} files of the"
        f" index, the HTML of {inspection.sample:,} pages; faults: {faults:,}"
    )
    print(f"Content-Security-Policy: {inspection.policy}")
    return FAILED if faults else DONE


def _write_pages(
    options: argparse.Namespace, records: Path, report: Report, memory: Memory, stages: Stages
) -> None:
    """The Markdown pages: hand-written ones, one a question, hubs; stale ones go."""
    pages: Path = options.pages
    pages.mkdir(parents=True, exist_ok=True)
    with stages.stage("pages"):
        looks = looks_below(pages)
        generated.sweep(pages, looks)
        questions = {f"{page_address(key)}.md" for key in report.keys}
        written = questions | generated.handwritten(ROOT / "docs", pages)
        generated.require_free(pages, written)
        generated.claim(pages, written)
        generated.copy_handwritten(ROOT / "docs", pages)
        progress = functools.partial(_show_progress, "pages")
        facts = write_questions(
            records, report, pages, memory, looks, workers=options.workers, progress=progress
        )
    with stages.stage("hubs"):
        hubs = {path: page for path, page in memory.pages.items() if path not in questions}
        made_of = digest_of(memory.about["facts"], str(options.au), *report.digests)
        if memory.about.get("hubs") != made_of or any(
            looks.get(path) != page.look for path, page in hubs.items()
        ):
            with generated.claiming(pages) as claim:
                writer = PageWriter(pages, hubs, claim)
                write_hubs(facts, writer, au=options.au)
            hubs = writer.written
            memory.about["hubs"] = made_of
        memory.pages = {path: memory.pages[path] for path in sorted(questions)} | hubs
        removed = generated.remove_stale(pages, written | hubs.keys())
        memory.save()
    count = len(written | hubs.keys())
    print(f"{count:,} pages in {pages}" + (f", {removed:,} removed" if removed else ""))


def _publish(
    options: argparse.Namespace,
    records: Path,
    report: Report,
    memory: Memory,
    stages: Stages,
    pool: Executor | None,
) -> None:
    """The site, the index, or both, put in place whole; nothing, where nothing would change."""
    site: Path = options.site
    if options.command == "index" and not (site / staging.MARKER).exists():
        raise SiteError(f"no site in {site} to put the index into; type: python3 build.py")
    with stages.stage("render"):
        looks = looks_below(site)
        addresses = Addresses.read(options.pages)
        digests = page_digests(memory.pages, memory.facts, addresses, environment(options.site_url))
        frame = frame_of(options.pages, memory.pages)
        indexed = digest_of(search_version(), *report.digests)
        rendered = (part for item in sorted(digests.items()) for part in item)
        made_of = digest_of(options.command, str(options.precompress), frame, indexed, *rendered)
        known = {path: page.look for path, page in memory.site.items()}
        if memory.about.get("site") == made_of and known == looks:
            print(f"nothing changed: {site} is as it was")
            return
    with staging.staged(site, options.cache) as folder:
        with stages.stage("render"):
            if options.command == "index":
                staging.carry_over(site, folder, ".", lambda name: name != INDEX)
            else:
                take_over = functools.partial(
                    link_unchanged, site=site, digests=digests, known=memory.site, looks=looks
                )
                build_site(
                    options.pages,
                    folder,
                    site_url=options.site_url,
                    workers=options.workers,
                    executor=pool,
                    take_over=take_over,
                )
        with stages.stage("index"):
            former = index_folders(site / INDEX)
            staging.carry_over(
                site, folder, INDEX, lambda name: name in former or not is_index_folder(name)
            )
            install_engine(folder / INDEX)
            if options.command in ("index", "all"):
                there = digest_of(indexed, *sorted(former))
                if memory.about.get("index") != there or not _is_as_known(INDEX, known, looks):
                    build_index(
                        records,
                        folder / INDEX,
                        workers=options.workers,
                        cache=options.cache / "index",
                        executor=pool,
                    )
                    # Who reads the site in this moment goes on with the index it has begun with.
                    now = index_folders(folder / INDEX)
                    for name in former - now:
                        staging.carry_over(site, folder, f"{INDEX}/{name}")
                    memory.about["index"] = digest_of(indexed, *sorted(now))
                write_names(folder / INDEX, functools.partial(page_of, folder, addresses))
        with stages.stage("compress"):
            if options.precompress:
                copied = precompress(folder, earlier=site, workers=options.workers)
                print(f"{copied:,} files have compressed copies, .gz and .br")
            else:
                remove_copies(folder)
        start = perf_counter()
    stages.seconds["publish"] = perf_counter() - start
    with stages.stage("publish"):
        memory.site = describe(site, digests, memory.site)
        memory.about["site"] = made_of
        memory.save()
    if options.command != "index" and not options.site_url:
        print(
            "without --site-url: no sitemap, nor its line in robots.txt, no canonical links,"
            " no page for lost visitors (404)"
        )
    print(f"{site} is ready; look at it with: python3 build.py serve --site {site}")


def _is_as_known(part: str, known: Mapping[str, Look], looks: Mapping[str, Look]) -> bool:
    """Whether each file of a part of the site looks as the last build left it."""
    return all(
        looks.get(path) == look for path, look in known.items() if path.startswith(f"{part}/")
    )


def _summary(report: Report) -> str:
    counts = report.counts()
    told = [f"{counts[severity]:,} {severity}" for severity in ("ignored", "doubtful", "refused")]
    return f"{report.files:,} files: {len(report.keys):,} questions, {', '.join(told)}"


def _show_progress(what: str, done: int, total: int) -> None:
    """A counter on one line of a terminal; nothing elsewhere, where the summaries are enough."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{what} {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)


def _require_apart(options: argparse.Namespace) -> None:
    """What a build writes must not stand inside each other, nor hold a source."""
    folders = {"--site": options.site, "--pages": options.pages, "--cache": options.cache}
    resolved = {name: folder.resolve() for name, folder in folders.items()}
    for name, folder in resolved.items():
        for other, place in resolved.items():
            if name != other and place.is_relative_to(folder):
                raise ValueError(f"{other} {place} is inside {name} {folder}; expected them apart")
        for source in options.sources:
            if Path(os.path.realpath(source)).is_relative_to(folder):
                raise ValueError(f"source {source} is inside {name} {folder}, which is written to")


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
        ("--pages", ROOT / "docs", "Markdown pages"),
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
        "--scheduler", metavar="ADDRESS", help="a Dask cluster to use in the place of processes"
    )
    command.set_defaults(paths=[])


if __name__ == "__main__":
    # A build holds hundreds of thousands of small objects to its end; looking for cycles among them, as
    # often as Python does by itself, takes a quarter of the time where nothing changed.
    gc.set_threshold(200_000, 20, 100)
    sys.exit(main())

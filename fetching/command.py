"""`build.py sources`: names the official archives, and fetches those that are asked for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fetching.archives import Archive, archives, base, described, wanted
from fetching.download import fetch
from fetching.errors import FetchError
from fetching.kept import digest
from publisher.errors import SiteError
from publisher.lock import locked
from publisher.settings import Voice

DONE, FAILED, DOUBTFUL = 0, 1, 3
EXAMPLE: Final = "python3 build.py sources --fetch 17 --to archives"
HELP: Final = "names the official archives; fetches them"
#: Beside the archives, for one download at a time; hidden, so no source.
_LOCK: Final = ".lock"
#: Exit codes, the gravest last.
_GRAVITY: Final = (DONE, DOUBTFUL, FAILED)


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of `sources`, below a table of the archives."""
    command.description = (
        f"The official archives, by the name that --fetch takes:\n\n{described()}\n\n"
        "Legislatures before the 14th have no archive: their pages can be saved.\n"
        "Open data names authors by reference only, so the deputies (amo) come with the questions.\n"
        "A download that broke off goes on where it stopped; an archive that did not change is\n"
        "not fetched again; what was there stays until the new one has come whole."
    )
    command.add_argument(
        "--fetch", nargs="+", choices=list(archives()), metavar="NAME", help="what to fetch"
    )
    command.add_argument("--to", type=Path, metavar="DIR", help="the folder for it")
    command.add_argument(
        "--without-actors", action="store_true", help="do not bring amo along with questions"
    )
    command.add_argument(
        "--address", type=_host, default=base(), metavar="URL", help="another host of the archives"
    )


def run(options: argparse.Namespace, voice: Voice) -> int:
    """Tells the table, or fetches; returns the exit code."""
    if not options.fetch:
        voice.say(described())
        return DONE
    worst = DONE
    try:
        with locked(options.to / _LOCK):
            for archive in wanted(options.fetch, actors=not options.without_actors):
                code = _fetch(archive, options.address, options.to, voice)
                worst = max(worst, code, key=_GRAVITY.index)
    except (OSError, SiteError) as reason:
        voice.warn(f"build.py: {reason}")
        return FAILED
    except KeyboardInterrupt:
        voice.warn("build.py: interrupted; what has come is kept for the next time")
        return FAILED
    return worst


def _fetch(archive: Archive, base: str, folder: Path, voice: Voice) -> int:
    target = folder / archive.file
    try:
        done = fetch(
            archive.address(base),
            target,
            progress=lambda here, whole: voice.progress(
                f"{archive.file}:", here, whole or here + 1
            ),
        )
    except FetchError as reason:
        stays = "; what was there stays" if target.exists() else ""
        voice.warn(f"build.py: {reason}{stays}")
        return FAILED
    if not done.changed:
        voice.say(f"{target}: unchanged, {done.size:,} bytes")
        return DONE
    times = f", in {done.again + 1} requests" if done.again else ""
    voice.say(f"{target}: {done.size:,} bytes, {done.members:,} files in it{times}")
    found = digest(target, "md5") if archive.md5 else None
    if found != archive.md5:
        voice.warn(
            f"{target}: doubtful: MD5 {found}; expected {archive.md5}, which others tell of this"
            " archive: it may have been published anew"
        )
        return DOUBTFUL
    return DONE


def _host(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f'"{text}"; expected an address as {base()}')
    return text

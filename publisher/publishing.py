"""The site, the index, or both, put in place whole; nothing, where nothing would change."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path
from time import perf_counter
from typing import Final

from parser.corpus import Report
from publisher import staging
from publisher.addresses import Addresses, page_of
from publisher.errors import SiteError
from publisher.memory import Look, Memory, looks_below
from publisher.precompress import precompress, remove_copies
from publisher.reuse import (
    describe,
    digest_of,
    environment,
    frame_of,
    link_unchanged,
    page_digests,
    search_version,
)
from publisher.settings import Settings, Voice
from publisher.site import build_site
from publisher.stages import Stages
from search.engine_files import install as install_engine
from search.indexer import build as build_index
from search.indexer.folders import index_folders, is_index_folder
from search.names import write_names

#: Where the index stands within the site.
INDEX: Final = "recherche"


def publish(
    settings: Settings,
    records: Path,
    report: Report,
    memory: Memory,
    stages: Stages,
    voice: Voice,
    pool: Executor | None,
) -> None:
    """Builds aside what the command asks for, and puts it in the place of the site."""
    site = settings.site
    if settings.command == "index" and not (site / staging.MARKER).exists():
        raise SiteError(f"no site in {site} to put the index into; type: python3 build.py")
    with stages.stage("render"):
        looks = looks_below(site)
        addresses = Addresses.read(settings.pages)
        digests = page_digests(
            memory.pages, memory.facts, addresses, environment(settings.site_url)
        )
        frame = frame_of(settings.pages, memory.pages)
        indexed = digest_of(search_version(), *report.digests)
        rendered = (part for item in sorted(digests.items()) for part in item)
        made_of = digest_of(settings.command, str(settings.precompress), frame, indexed, *rendered)
        known = {path: page.look for path, page in memory.site.items()}
        if memory.about.get("site") == made_of and known == looks:
            voice.say(f"nothing changed: {site} is as it was")
            return
    with staging.staged(site, settings.cache) as folder:
        with stages.stage("render"):
            if settings.command == "index":
                staging.carry_over(site, folder, ".", lambda name: name != INDEX)
            else:
                take_over = functools.partial(
                    link_unchanged, site=site, digests=digests, known=memory.site, looks=looks
                )
                build_site(
                    settings.pages,
                    folder,
                    site_url=settings.site_url,
                    workers=settings.workers,
                    executor=pool,
                    take_over=take_over,
                )
        with stages.stage("index"):
            former = index_folders(site / INDEX)
            staging.carry_over(
                site, folder, INDEX, lambda name: name in former or not is_index_folder(name)
            )
            install_engine(folder / INDEX)
            if settings.command in ("index", "all"):
                there = digest_of(indexed, *sorted(former))
                if memory.about.get("index") != there or not _is_as_known(INDEX, known, looks):
                    build_index(
                        records,
                        folder / INDEX,
                        workers=settings.workers,
                        cache=settings.cache / "index",
                        executor=pool,
                    )
                    # Who reads the site in this moment goes on with the index it has begun with.
                    now = index_folders(folder / INDEX)
                    for name in former - now:
                        staging.carry_over(site, folder, f"{INDEX}/{name}")
                    memory.about["index"] = digest_of(indexed, *sorted(now))
                write_names(folder / INDEX, functools.partial(page_of, folder, addresses))
        with stages.stage("compress"):
            if settings.precompress:
                copied = precompress(folder, earlier=site, workers=settings.workers)
                voice.say(f"{copied:,} files have compressed copies, .gz and .br")
            else:
                remove_copies(folder)
        start = perf_counter()
    stages.seconds["publish"] = perf_counter() - start
    with stages.stage("publish"):
        memory.site = describe(site, digests, memory.site)
        memory.about["site"] = made_of
        memory.save()
    if settings.command != "index" and not settings.site_url:
        voice.say(
            "without --site-url: no sitemap, nor its line in robots.txt, no canonical links,"
            " no page for lost visitors (404)"
        )
    voice.say(f"{site} is ready; look at it with: python3 build.py serve --site {site}")


def _is_as_known(part: str, known: Mapping[str, Look], looks: Mapping[str, Look]) -> bool:
    """Whether each file of a part of the site looks as the last build left it."""
    return all(
        looks.get(path) == look for path, look in known.items() if path.startswith(f"{part}/")
    )

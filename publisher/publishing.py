"""The site, the index, or both, put in place whole; nothing, where nothing would change."""

from __future__ import annotations

import json
from concurrent.futures import Executor

from parser.uncollected import uncollected
from publisher import donnees, noindex, precompress, staging
from publisher.errors import SiteError
from publisher.indexing import Indexing
from publisher.memory import Memory, digest_of_looks, looks_below
from publisher.reuse import digest_of, environment, frame_of, search_version
from publisher.settings import Settings, Voice
from publisher.stages import Stages


def publish(
    settings: Settings,
    index: Indexing,
    memory: Memory,
    stages: Stages,
    voice: Voice,
    pool: Executor | None,
) -> None:
    """Builds aside what the command asks for, and puts it in the place of the site."""
    if settings.command == "index" and not (settings.site / staging.MARKER).exists():
        raise SiteError(f"no site in {settings.site} to put the index into; type: python3 build.py")
    with stages.stage("render"), uncollected():
        publication = Publication(settings, index, memory)
        if publication.is_done:
            voice.say(f"nothing changed: {settings.site} is as it was")
            return
        # MkDocs and numpy take half a second to load: not where nothing changed.
        from publisher.making import Making
    with staging.aside(settings.cache) as folder:
        Making(publication, stages, voice, pool).put_in_place(folder)
    if settings.command != "index" and not settings.site_url:
        voice.say(
            "without --site-url: no sitemap, nor its line in robots.txt, no canonical links,"
            " no feeds, no page for lost visitors (404)"
        )
    voice.say(
        f"{settings.site} is ready; look at it with: python3 build.py serve --site {settings.site}"
    )


class Publication:
    """What a site is to be made of, to compare with what the one in place was."""

    def __init__(self, settings: Settings, index: Indexing, memory: Memory) -> None:
        self.settings, self.index, self.memory = settings, index, memory
        self.renders = settings.command != "index"
        self.indexes = settings.command != "site"
        #: The files of the site in place.
        self.looks = looks_below(settings.site)
        self.environment = environment(settings.site_url)
        about = memory.about
        names = json.loads(about["frame"]) if self.renders else []
        frame = frame_of(settings.pages, names)
        copies = precompress.stamp() if settings.precompress else ""
        #: What all pages share, but for what changes with the records.
        self.frame = digest_of(self.environment, frame, about.get("letters", ""), copies)
        self.engine = digest_of(search_version(), copies)
        parts = [settings.command, self.engine]
        if self.renders:
            parts += [self.frame, about["pages"], repr(sorted(noindex.listed().lines))]
            parts += [donnees.digest(settings)]
        parts += [index.made_of] if self.indexes else []
        self.made_of = digest_of(*parts)
        self.is_done = about.get("site") == self.made_of and about.get(
            "site_look"
        ) == digest_of_looks(self.looks)

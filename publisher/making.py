"""The next site, made aside of what changed, and put in place.

Where the frame of the site is as before, what changed takes its place file by file (`updating.py`); else
the whole is built aside and exchanged (`staging.py`).
"""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from parser.uncollected import uncollected
from publisher import donnees, noindex, precompress, staging
from publisher.addresses import Addresses, page_of
from publisher.memory import Look, digest_of_looks, looks_below
from publisher.portfolios import portfolio_of
from publisher.publishing import Publication
from publisher.reuse import (
    address_of,
    changed_pages,
    describe,
    link,
    link_pages,
    page_digests,
    path_of,
)
from publisher.settings import Voice
from publisher.site import build_site
from publisher.stages import Stages
from publisher.surroundings import Surroundings
from publisher.updating import INDEX, MANIFEST, Update, update
from search.engine_files import FOLDER as ENGINE
from search.engine_files import install as install_engine
from search.folders import index_folders, is_index_folder
from search.names import write_names
from search.portfolios import write_portfolios


class Making:
    """The next site, and what the one in place has of it."""

    def __init__(
        self,
        publication: Publication,
        stages: Stages,
        voice: Voice,
        pool: Executor | None,
    ) -> None:
        self.publication, self.settings = publication, publication.settings
        self.memory = publication.memory
        self.stages, self.voice, self.pool = stages, voice, pool
        self.site, self.looks = self.settings.site, publication.looks
        self.renders, self.indexes = publication.renders, publication.indexes

    def put_in_place(self, folder: Path) -> None:
        """Builds in an empty folder what is not in the site, or all of it; the site is it then."""
        with self.stages.stage("render"):
            with uncollected():
                self._compare()
            if self.renders:
                self._render(folder)
            elif not self.in_place:
                staging.carry_over(self.site, folder, ".", lambda name: name != INDEX)
        with self.stages.stage("index"):
            if self.indexes and not self._is_as_known(f"{INDEX}/"):
                self.publication.index.begin_anew()
            former = self.publication.index.former
            now = self._index(folder / INDEX, former)
        if self.renders:
            donnees.link_exports(self.settings, folder, self.looks if self.in_place else {})
        with self.stages.stage("compress"):
            if self.settings.precompress:
                copied = precompress.precompress(
                    folder, earlier=self.site, workers=self.settings.workers
                )
                self.voice.say(f"{copied:,} files have compressed copies, .gz and .br")
            elif not self.in_place:
                precompress.remove_copies(folder)
        with self.stages.stage("publish"):
            if self.in_place:
                looks = update(self._update(folder, former, now))
            else:
                staging.replace(self.site, folder)
                looks = looks_below(self.site)
            with uncollected():
                self._remember(looks)

    def _compare(self) -> None:
        """What the site has already of the next one."""
        memory, about = self.memory, self.memory.about
        self.known = {path: file.look for path, file in memory.site.items()}
        #: Whether only pages and the index change: no page leads to what the site lacks for a moment.
        self.in_place = (
            (self.site / staging.MARKER).exists()
            and (not self.renders or about.get("frame_of_site") == self.publication.frame)
            and about.get("engine") == self.publication.engine
            and self._is_as_known(f"{INDEX}/{ENGINE}/")
        )
        if self.renders:
            self.addresses = Addresses.read(self.settings.pages)
            around = Surroundings.read(self.settings.pages)
            self.digests = page_digests(
                memory, self.addresses, around, self.publication.environment
            )
            self.changed = changed_pages(self.digests, memory.site, self.looks)
            self.pages: Collection[str] = {address_of(path) for path in self.digests}
        else:
            self.addresses = Addresses.read(self.settings.pages)
            # Of another site that was built with this cache nothing is known.
            self.digests = {
                path_of(path): file.digest
                for path, file in memory.site.items()
                if file.digest and self.looks.get(path) == file.look
            }
            self.changed = frozenset()
            self.pages = self.looks.keys()

    def _render(self, folder: Path) -> None:
        """All pages, or those alone that are not in the site."""
        at_root = (name for name in json.loads(self.memory.about["frame"]) if "/" not in name)
        for line in noindex.unknown({*self.pages, *map(address_of, at_root)}):
            self.voice.warn(line)

        def take_over(target: Path, names: Sequence[str]) -> Collection[str]:
            there = self.digests.keys() & set(names) - self.changed
            return there if self.in_place else link_pages(target, self.site, there)

        build_site(
            self.settings.pages,
            folder,
            site_url=self.settings.site_url,
            workers=self.settings.workers,
            executor=self.pool,
            take_over=take_over,
            names=[*self.memory.pages, *json.loads(self.memory.about["frame"])],
        )

    def _index(self, index: Path, former: frozenset[str]) -> frozenset[str]:
        """The index, where it is another than the one in place; the folders that it is in."""
        about, made = self.memory.about, self.publication.index
        index.mkdir(exist_ok=True)
        if self.in_place:
            for name in former:
                (index / name).symlink_to((self.site / INDEX / name).resolve())
        else:
            # Who reads the site in this moment goes on with the index it has begun with.
            staging.carry_over(
                self.site, index.parent, INDEX,
                lambda name: name in former or not is_index_folder(name),
            )  # fmt: skip
            install_engine(index)
        now = former
        if self.indexes:
            if about.get("index") != made.digest(former):
                for path in made.made().iterdir():
                    if not path.is_symlink():
                        path.rename(index / path.name)
                now = index_folders(index)
                about["index"] = made.digest(now)
            elif self.in_place:  # what names the folders, which the names are read from
                link(str(self.site / MANIFEST), str(index / Path(MANIFEST).name))
            write_names(index, functools.partial(page_of, self.pages, self.addresses))
            write_portfolios(index, portfolio_of)
        if self.in_place:
            for name in former:
                (index / name).unlink(missing_ok=True)
        return now

    def _update(self, folder: Path, former: frozenset[str], now: frozenset[str]) -> Update:
        indexes = former | now if self.indexes else frozenset(self._index_folders())
        pages = {address_of(path) for path in self.digests}
        exports = donnees.exported(self.settings)

        def stays(path: str) -> bool:
            original, dot, extension = path.rpartition(".")
            if f"{dot}{extension}" in precompress.COPIES:
                return (
                    self.settings.precompress
                    and original in self.looks
                    and not (folder / original).exists()
                    and stays(original)
                )
            if path.startswith(f"{INDEX}/"):
                name = path.split("/")[1]
                return name in indexes or not is_index_folder(name)
            if path.startswith(f"{donnees.FOLDER}/"):
                return not self.renders or path.partition("/")[2] in exports
            return not self.renders or path in pages or path == staging.MARKER

        return Update(self.site, folder, now - former, self.looks, stays)

    def _index_folders(self) -> set[str]:
        return {path.split("/")[1] for path in self.looks if path.startswith(f"{INDEX}/")}

    def _remember(self, looks: Mapping[str, Look]) -> None:
        about = self.memory.about
        self.memory.site = describe(looks, self.digests, self.memory.site)
        about["site"] = self.publication.made_of
        about["site_look"] = digest_of_looks(looks)
        about["engine"] = self.publication.engine
        if self.renders:
            about["frame_of_site"] = self.publication.frame
        self.memory.save()

    def _is_as_known(self, start: str) -> bool:
        """Whether each file of a part of the site looks as the last build left it."""
        return all(
            self.looks.get(path) == look
            for path, look in self.known.items()
            if path.startswith(start)
        )

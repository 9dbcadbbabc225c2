"""The exports within the site, where it is asked for: links to the same files, in `donnees/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from publisher.memory import Look, looks_below
from publisher.reuse import digest_of, link
from publisher.settings import Settings

FOLDER: Final = "donnees"


def exported(settings: Settings) -> dict[str, Look]:
    """The files that the site is to have, by their names, as they look; none where it is not asked for."""
    if not settings.publish_exports or settings.exports is None:
        return {}
    looks = looks_below(settings.exports)
    return {name: look for name, look in looks.items() if not name.startswith(".")}


def digest(settings: Settings) -> str:
    """Of what the site is to have."""
    return digest_of(repr(sorted(exported(settings).items())))


def link_exports(settings: Settings, folder: Path, there: Mapping[str, Look]) -> None:
    """Links into a folder what is not ``there``: the files of the site, as they look."""
    for name, look in exported(settings).items():
        if there.get(f"{FOLDER}/{name}") != look:
            assert settings.exports
            (folder / FOLDER).mkdir(exist_ok=True)
            link(str(settings.exports.resolve() / name), str(folder / FOLDER / name))

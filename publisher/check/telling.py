"""`build.py check`: the faults of a site, one by one, and what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from publisher.check import markup
from publisher.check.inspection import Inspection
from publisher.settings import Voice
from publisher.staging import require_site
from publisher.updating import INDEX

#: Faults told one by one; the others are counted.
TOLD: Final = 100


def check_site(site: Path, workers: int, voice: Voice) -> int:
    """Warns of what is wrong with a built site and says what it is; how many faults it has.

    Raises SiteError where there is none.
    """
    require_site(site)
    inspection = Inspection(site, INDEX, workers=workers)
    faults = 0
    for fault in inspection.faults():
        faults += 1
        if faults <= TOLD:
            voice.warn(str(fault))
    if faults > TOLD:
        voice.warn(f"and {faults - TOLD:,} more")
    if not markup.available():
        voice.say(
            "without tinyhtml5: HTML was not parsed; type:"
            " .venv/bin/pip install --require-hashes -r requirements/host.txt"
        )
    voice.say(
        f"{inspection.pages:,} pages, {inspection.links:,} links, {inspection.shards:,} files of the"
        f" index, the HTML of {inspection.sample:,} pages; faults: {faults:,}"
    )
    voice.say(f"Content-Security-Policy: {inspection.policy}")
    return faults

"""The map of the départements of metropolitan France: a picture that leads to their pages, for the eye alone.

Outlines: `vendor/france.departments.svg`. Every number in it stands in the table beside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape, unescape
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from publisher.french import counted, number
from publisher.people import departement_key

FILE: Final = Path(__file__).parent / "vendor" / "france.departments.svg"
CREDIT: Final = (
    '<p class="note">Outre-mer et étranger sont dans le tableau seul. Contours&nbsp;: '
    '<a href="https://github.com/VictorCazanave/svg-maps">svg-maps</a>, Victor Cazanave, '
    '<a href="https://creativecommons.org/licenses/by/4.0/deed.fr">CC BY 4.0</a>, arrondis.</p>\n'
)
#: Shades of the map; with more, two neighbours cannot be told apart.
SHADES: Final = 5

# `aria-label="Ain" d="m 413.70408,308.36159 6.69,-20.52 … z"`
_OUTLINE: Final = re.compile(r'aria-label="([^"]*)"\s+d="([^"]*)"')
_VIEW: Final = re.compile(r'viewBox="([^"]*)"')
#: Names of the outlines that the sources write otherwise.
_NAMES: Final = {"Ville de Paris": "Paris"}


class Place(NamedTuple):
    """A département on the map."""

    name: str
    page: str
    questions: int


@cache
def outlines() -> dict[str, tuple[str, str]]:
    """By key of a département (`people.departement_key`), its name and its path in whole units."""
    found = {}
    for name, path in _OUTLINE.findall(FILE.read_text("utf-8")):
        shown = _NAMES.get(unescape(name), unescape(name))
        found[departement_key(shown)] = (shown, _rounded(path))
    return found


def _rounded(path: str) -> str:
    """The path in whole units: a pixel of the picture. It holds relative points and closed lines only.

    Neighbours share their points, which are rounded as they stand on the map: no gap opens.
    """
    out = []
    x = y = 0.0
    for line in path.split("z"):
        steps = [tuple(map(float, pair.split(","))) for pair in line.replace("m", " ").split()]
        if not steps:
            continue
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((round(x), round(y)))
        # a closed line begins again where it began
        x, y = x - sum(dx for dx, _ in steps[1:]), y - sum(dy for _, dy in steps[1:])
        moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
        drawn = "".join(f"{dx} {dy} ".replace(" -", "-") for dx, dy in moves if dx or dy)
        if drawn:
            out.append(f"M{points[0][0]} {points[0][1]}l{drawn.strip()}z")
    return "".join(out)


def france(places: Mapping[str, Place]) -> str:
    """The map and what its shades mean; ``places`` by key. Nothing where no outline has questions."""
    shown = {key: places[key] for key in outlines() if key in places}
    if not shown:
        return ""
    limits = shades([place.questions for place in shown.values()])
    # few shades are the dark ones: the lightest is told from none only beside the others
    lightest = SHADES - len(limits) + 1
    paths = []
    for key, (name, path) in outlines().items():
        place = shown.get(key)
        if place is None:
            paths.append(f'<path d="{path}"><title>{escape(name)}</title></path>')
            continue
        shade = next(at for at, (_, last) in enumerate(limits, lightest) if place.questions <= last)
        title = f"{escape(place.name)}&nbsp;: {counted(place.questions, 'question')}"
        paths.append(
            f'<a href="{escape(place.page)}" tabindex="-1"><path class="n{shade}" d="{path}">'
            f"<title>{title}</title></path></a>"
        )
    view = _VIEW.findall(FILE.read_text("utf-8"))[0]
    legend = "".join(
        f'<li><svg aria-hidden="true"><rect class="n{at}" width="100%" height="100%"/></svg> '
        f"{_range(first, last)}</li>"
        for at, (first, last) in enumerate(limits, lightest)
    )
    return (
        f'<svg class="france" viewBox="{view}" aria-hidden="true">{"".join(paths)}</svg>\n'
        f'<p class="note">Questions par département</p>\n<ul class="nuances">{legend}</ul>\n{CREDIT}'
    )


def _range(first: int, last: int) -> str:
    return number(first) if first == last else f"{number(first)} à {number(last)}"


def shades(counts: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last count of each shade: about as many départements in each."""
    ordered = sorted(counts)
    lasts: list[int] = []
    for shade in range(1, SHADES + 1):
        last = ordered[max(0, -(-shade * len(ordered) // SHADES) - 1)]
        if not lasts or last > lasts[-1]:
            lasts.append(last)
    firsts = [ordered[0], *(min(n for n in ordered if n > last) for last in lasts[:-1])]
    return list(zip(firsts, lasts, strict=True))

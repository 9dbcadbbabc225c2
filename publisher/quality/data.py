"""The report as data: `qualite.json`, which QUALITE.md describes."""

from __future__ import annotations

from typing import Any

from publisher.quality.contents import Contents
from publisher.quality.lists import VERSION, List
from publisher.quality.words import GRAVITIES


def report_data(contents: Contents) -> dict[str, Any]:
    """Counts, each with the addresses of its list."""
    return {
        "version": VERSION,
        "documents": sum(group.documents for group in contents.groups),
        "questions": contents.questions,
        "sources": [
            {
                "source": group.lot,
                **({"format": group.layout} if group.layout else {}),
                "documents": group.documents,
                "lus": group.read,
                "douteux": group.doubtful,
                "refuses": group.refused,
                "ecartes": group.ignored,
            }
            for group in contents.groups
        ],
        "constats": [
            {"gravite": GRAVITIES[count.severity].address, "nature": count.kind}
            | _counted(count.findings, of_kind)
            for count, of_kind in contents.by_kind
        ],
        "champs_absents": [
            {"format": gap.layout, "champ": gap.field, "documents": gap.of}
            | _counted(gap.absent, of_gap)
            for gap, of_gap in contents.gaps
        ],
        "auteurs_par_reference": _counted(contents.by_reference.length, contents.by_reference),
        "auteurs_du_texte": _counted(contents.by_text.length, contents.by_text),
        "titres_inconnus": _counted(contents.titles.length, contents.titles),
    }


def _counted(count: int, of: List[Any] | None) -> dict[str, Any]:
    """A count and the parts of its list, which is left out where there is none."""
    if not of or not count:
        return {"nombre": count}
    return {"nombre": count, "liste": [of.address(part + 1, "json") for part in range(of.parts)]}

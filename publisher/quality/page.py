"""The report as a page: `qualite.html`, where every count leads to its list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Final

from publisher.french import NO_BREAK, capitalised, counted, number
from publisher.quality.account import SEVERITIES
from publisher.quality.contents import Contents, anchor, lot_html
from publisher.quality.words import FIELDS, GRAVITIES, KINDS, layout_name
from publisher.rendering import text

#: Columns of numbers.
_NUMBERS: Final = ("Lus", "Douteux", "Refusés", "Écartés, copies", "Absente")


def report_html(contents: Contents) -> str:
    """The body of the page."""
    return (
        _summary(contents)
        + _groups(contents)
        + _kinds(contents)
        + _names(contents)
        + _gaps(contents)
        + '<p class="note"><a href="qualite.json">Ce rapport en JSON</a></p>\n'
    )


def _summary(contents: Contents) -> str:
    documents = sum(group.documents for group in contents.groups)
    read = sum(group.read for group in contents.groups)
    items = [
        f"<li>{counted(documents, 'document')} dans les sources</li>",
        f"<li>{counted(read, 'document lu', 'documents lus')}, qui font "
        f"{counted(contents.questions, 'question publiée', 'questions publiées')}</li>",
    ]
    for severity, place in contents.by_place.items():
        gravity = GRAVITIES[severity]
        shown = counted(place.length, gravity.one, gravity.many)
        link = f'<a href="{place.address()}">{shown}</a>' if place.length else shown
        items.append(f"<li>{link}. {text(gravity.told)}</li>")
    return (
        "<h1>Qualité des sources</h1>\n"
        '<p class="chapeau">Ce que la lecture des sources a donné&nbsp;: ce qui a été lu, ce qui a été '
        "laissé de côté et pourquoi, ce qui reste douteux. Une valeur douteuse est omise, "
        "jamais devinée&#8239;; pour chaque question, la page officielle seule fait foi.</p>\n"
        f'<ul class="bilan">{"".join(items)}</ul>\n'
    )


def _groups(contents: Contents) -> str:
    rows = []
    starts = dict.fromkeys(SEVERITIES, 0)
    for position, group in enumerate(contents.groups):
        cells = [number(group.read)]
        for severity, documents in zip(
            SEVERITIES, (group.refused, group.doubtful, group.ignored), strict=True
        ):
            findings = group.findings.get(severity, 0)
            shown = number(documents)
            if findings:
                href = contents.by_place[severity].place(starts[severity], anchor(position))
                shown = f'<a href="{href}">{shown}</a>'
            starts[severity] += findings
            cells.append(shown)
        lu, refuse, douteux, ecarte = cells
        values = "".join(
            f'<td class="nombre">{cell}</td>' for cell in (lu, douteux, refuse, ecarte)
        )
        name = f"{lot_html(group.lot)}<br>{escape(capitalised(layout_name(group.layout)))}"
        rows.append(f'<tr><th scope="row">{name}</th>{values}</tr>\n')
    if not rows:
        return ""
    return _table(
        "Par source et par format",
        ("Source et format", "Lus", "Douteux", "Refusés", "Écartés, copies"),
        rows,
    )


def _kinds(contents: Contents) -> str:
    if not contents.by_kind:
        return "<h2>Ce qui a été trouvé</h2>\n<p>Rien à signaler.</p>\n"
    parts = ["<h2>Ce qui a été trouvé</h2>\n"]
    for severity in SEVERITIES:
        items = [
            f'<li><a href="{of_kind.address()}">{text(KINDS[count.kind].name)}</a> '
            f'<span class="compte">{number(count.findings)}</span>'
            f"<p>{text(KINDS[count.kind].told)}</p></li>\n"
            for count, of_kind in contents.by_kind
            if count.severity == severity
        ]
        if items:
            title = capitalised(GRAVITIES[severity].many)
            parts.append(f'<h3>{title}</h3>\n<ul class="natures">\n{"".join(items)}</ul>\n')
    return "".join(parts)


def _names(contents: Contents) -> str:
    items = [
        f'<li><a href="{of.address()}">{text(of.title)}</a> '
        f'<span class="compte">{number(of.length)}</span></li>\n'
        for of in (contents.by_reference, contents.by_text, contents.titles)
        if of.length
    ]
    return (
        f'<h2>Noms à vérifier</h2>\n<ul class="natures">\n{"".join(items)}</ul>\n' if items else ""
    )


def _gaps(contents: Contents) -> str:
    rows = []
    layouts = Counter(gap.layout for gap, _ in contents.gaps)
    before = ""
    for gap, of_gap in contents.gaps:
        name = escape(capitalised(layout_name(gap.layout)))
        span = f'<th scope="rowgroup" rowspan="{layouts[gap.layout]}">{name}</th>'
        absent = f"{number(gap.absent)} sur {number(gap.of)}".replace(" ", NO_BREAK)
        shown = f'<a href="{of_gap.address()}">{absent}</a>' if of_gap else f"toujours ({absent})"
        rows.append(
            f"<tr>{span if gap.layout != before else ''}<td>{escape(FIELDS[gap.field])}</td>"
            f'<td class="nombre">{shown}</td></tr>\n'
        )
        before = gap.layout
    if not rows:
        return ""
    return _table("Données absentes, par format", ("Format", "Donnée", "Absente"), rows)


def _table(title: str, columns: Sequence[str], rows: Sequence[str]) -> str:
    heads = "".join(
        f'<th scope="col" class="nombre">{column}</th>'
        if column in _NUMBERS
        else f'<th scope="col">{column}</th>'
        for column in columns
    )
    return (
        f"<h2>{title}</h2>\n"
        f'<div class="tableau" role="region" aria-label="{title}" tabindex="0"><table>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody></table></div>\n"
    )

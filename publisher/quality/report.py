"""The report on the sources: its page, its data and all its lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from publisher.facts import Facts
from publisher.quality.account import Account
from publisher.quality.contents import Contents, Titre
from publisher.quality.data import report_data
from publisher.quality.lists import as_json
from publisher.quality.page import report_html
from publisher.writing import PageWriter

PAGE: Final = "qualite.md"
DATA: Final = "qualite.json"


def write_quality(
    writer: PageWriter, account: Account, questions: Sequence[Facts], titres: Iterable[Titre] = ()
) -> None:
    """``questions``: all that are published; ``titres``: those that the table of portfolios lacks."""
    contents = Contents(account, questions, titres)
    contents.write(writer)
    writer.page(
        PAGE,
        "Qualité des sources",
        [report_html(contents).encode("utf-8", "xmlcharrefreplace")],
        description="Ce qui a été lu dans les sources, ce qui ne l’a pas été, et pourquoi.",
    )
    writer.file(DATA, as_json(report_data(contents)))

"""The same pages for Hugo: a layout with the frame of ours, for `build_speed.py` to set beside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

_SETTINGS: Final = """\
baseURL = "https://example.org/"
title = "Questions"
uglyURLs = true
disableKinds = ["taxonomy", "term", "RSS", "sitemap", "section", "404"]
ignoreFiles = ["index\\\\.md$"]
[markup.goldmark.renderer]
unsafe = true
"""
#: The facts of a question, as the theme's `question.html` shows them.
_FACTS: Final = (
    "auteur", "groupe", "ministere_interroge", "ministere_attributaire", "rubrique", "tete_analyse",
    "date_question", "date_reponse", "date_cloture", "url_officielle",
)  # fmt: skip


def prepare(page: Path, work: Path) -> None:
    """Writes Hugo's settings and layout below ``work``, with the frame of a rendered question page."""
    html = page.read_text("utf-8")
    before, after = re.split(r"(?<=<main)[^$]*(?=</main>)", html, maxsplit=1)
    before = re.sub(
        r"<title>.*?</title>", "<title>{{ .Title }} – {{ .Site.Title }}</title>", before
    )
    rows = "".join(
        f"{{{{ with .Params.{name} }}}}<div><dt>{name}</dt><dd>{{{{ . }}}}</dd></div>{{{{ end }}}}\n"
        for name in _FACTS
    )
    layout = (
        f'{before}><article class="fiche-question"><h1>{{{{ .Title }}}}</h1>\n<dl class="fiche">'
        f'{rows}</dl>\n<div class="textes">{{{{ .Content }}}}</div></article>\n{after}'
    )
    (work / "layouts" / "_default").mkdir(parents=True)
    for name in ("single", "home"):
        (work / "layouts" / "_default" / f"{name}.html").write_text(layout, "utf-8")
    (work / "hugo.toml").write_text(_SETTINGS, "utf-8")
    (work / "config.toml").write_text(_SETTINGS, "utf-8")


def command(pages: Path, work: Path, site: Path) -> list[str | Path]:
    """To build; Hugo uses every core."""
    return ["hugo", "--quiet", "-s", work, "-c", pages, "-d", site, "--cleanDestinationDir"]

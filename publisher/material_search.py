"""Interim: Material's search over the questions. Goes away with the project's own search.

Material indexes the content of a page under its title, as HTML. For the index alone, the content of
a question's page gets its facts before it, and its title is escaped; every other page stays out.
With this go `theme/recherche.html`, `theme/assets/javascripts/recherche.js` and the plugin in
`mkdocs.yml`.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

_FACTS = (
    "auteur",
    "circonscription",
    "groupe",
    "ministere_interroge",
    "ministere_attributaire",
    "analyse",
)
#: Headings would split a question into several results.
_HEADING = re.compile(r"<h2[^>]*>.*?</h2>")
_kept: dict[str, tuple[str | None, Any]] = {}


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Of Material's word lists only those for French are served."""
    for file in list(files):
        uri = file.src_uri
        if uri.startswith("assets/javascripts/lunr/") and not uri.endswith(
            ("/lunr.fr.min.js", "/lunr.stemmer.support.min.js")
        ):
            files.remove(file)
    return files


@event_priority(100)
def _before(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    if page.meta.get("template") != "question.html":
        page.meta["search"] = {"exclude": True}
        return context
    _kept[page.file.src_uri] = (page.content, page.meta.get("title"))
    facts = list(dict.fromkeys(page.meta[name] for name in _FACTS if page.meta.get(name)))
    page.content = f"<p>{escape(' · '.join(facts))}</p>" + _HEADING.sub("", page.content or "")
    page.meta["title"] = escape(str(page.meta.get("title", "")))
    return context


@event_priority(-100)
def _after(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    if page.file.src_uri in _kept:
        page.content, page.meta["title"] = _kept.pop(page.file.src_uri)
    return context


on_page_context = CombinedEvent(_before, _after)


def on_env(env: Any, *, config: MkDocsConfig, files: Files) -> Any:
    """Where Material's search worker stands."""
    env.globals["material_search_worker"] = next(
        file.src_uri
        for file in files
        if file.src_uri.startswith("assets/javascripts/workers/search.")
    )
    return env

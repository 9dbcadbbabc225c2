"""What MkDocs needs of this project, as hooks: `mkdocs.yml` names this file.

Everything here runs inside MkDocs, from `publisher.site` as well as from a plain `mkdocs build`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

# MkDocs loads a hook by its path: the project is not importable by itself then.
ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import jinja2  # noqa: E402
from markdown import Markdown  # noqa: E402
from mkdocs.config.defaults import MkDocsConfig  # noqa: E402
from mkdocs.structure.files import File, Files  # noqa: E402
from mkdocs.structure.nav import Navigation  # noqa: E402
from mkdocs.structure.pages import Page  # noqa: E402

from parser.deadline import deadline  # noqa: E402
from publisher import (  # noqa: E402
    citation,
    metadata,
    noindex,
    parallel,
    plain_markdown,
    rendering,
    standing,
    states,
    stylesheets,
    timeline,
    unseen,
)
from publisher.addresses import Addresses, Kind  # noqa: E402
from publisher.opensearch import write_opensearch  # noqa: E402
from publisher.people import mention_of  # noqa: E402
from publisher.sitemap import write_robots, write_sitemap  # noqa: E402
from publisher.surroundings import Surroundings  # noqa: E402
from publisher.writing import FINISHED  # noqa: E402
from search.engine_files import page_fragment  # noqa: E402
from search.minified import minified  # noqa: E402

QUESTION = "question.html"
STYLES = "assets/stylesheets/"
SCRIPTS = "assets/javascripts/"
#: The sheets of the site: Material's goes into the first, which every page has.
SHEETS = ("site.css", "recherche.css", "suivi.css")
#: HTML of pages on their way past Python-Markdown, by their source.
_finished: dict[str, str] = {}
#: Of the questions of this build.
_around = Surroundings({})
#: Of the theme's files, those that no page of ours asks for. A template that is not built
#: (`on_config`) would be copied as it stands.
UNUSED = (
    "assets/javascripts/lunr/",
    "assets/javascripts/workers/",
    "assets/javascripts/bundle.",
    "assets/stylesheets/palette.",
    "assets/images/favicon.png",
    "sitemap.xml",
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Without an address of the site nothing absolute is written: no sitemap, no 404 page.

    The sitemap is ours in any case: MkDocs dates every page of it with the day of the build.
    """
    config.theme.static_templates.discard("sitemap.xml")
    if not config.site_url:
        config.theme.static_templates.discard("404.html")
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Leave out what the theme brings and no page uses."""
    for file in list(files):
        if file.src_uri.startswith(UNUSED) or file.src_uri.endswith(".map"):
            files.remove(file)
    _join_styles(files, config)
    _minify_scripts(files, config)
    return parallel.take_pages(files, config)


def _join_styles(files: Files, config: MkDocsConfig) -> None:
    """The sheets of the site in the place of what they are joined from."""
    sources = {
        file.src_uri.removeprefix(STYLES): Path(file.abs_src_path or "")
        for file in files
        if file.src_uri.startswith(STYLES)
    }
    main = next(name for name in sources if name.startswith("main."))
    ours = {name: stylesheets.joined(sources[name]) for name in SHEETS}
    frame = stylesheets.material(
        sources[main].read_text("utf-8"), "".join(ours.values()), config.markdown_extensions
    )
    ours[SHEETS[0]] = f"{frame}\n{ours[SHEETS[0]]}"
    parts = {part for name in SHEETS for part in stylesheets.imports_of(sources[name])}
    for name in (main, *SHEETS, *parts):
        files.remove(files.src_uris[STYLES + name])
    for name, content in ours.items():
        files.append(File.generated(config, STYLES + name, content=content))


def _minify_scripts(files: Files, config: MkDocsConfig) -> None:
    """The scripts of the site with as few bytes as they need."""
    scripts = [file for file in files if file.src_uri.startswith(SCRIPTS)]
    for file, script in zip(
        scripts, minified([file.content_string for file in scripts]), strict=True
    ):
        files.remove(file)
        files.append(File.generated(config, file.src_uri, content=f"{script}\n"))


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Pages rendered apart need it too."""
    parallel.keep_navigation(nav)
    return nav


def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """The filters and names of the templates."""
    global _around
    addresses = Addresses.read(Path(config.docs_dir))
    _around = Surroundings.read(Path(config.docs_dir))

    def hub(value: str, kind: Kind) -> str:
        return addresses.of_value(kind, value) + ".html"

    def deputy(facts: dict[str, Any]) -> str | None:
        mention = mention_of(facts)
        address = addresses.of_deputy(mention) if mention else None
        return f"{address}.html" if address else None

    env.filters |= {
        "texte": rendering.text,
        "jour": rendering.day,
        "etat": states.in_words,
        "delai": states.against_the_term,
        "echeance": deadline,
        "chronologie": timeline.timeline,
        "citation": citation.citation,
        "publication": metadata.publication,
        "json_ld": metadata.json_ld,
        "non_montre": unseen.unseen,
        "adresse": hub,
        "adresse_depute": deputy,
        "alentours": _around.around,
    }
    env.globals["search_fragment"] = page_fragment()
    env.globals["fin_legislature"] = states.ENDED
    env.globals["sans_moteurs"] = noindex.listed()
    parallel.hand_out(env)
    return env


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """The 404 page gets the path of the site, `/questions/`; templates put a slash after it."""
    context["base_url"] = context["base_url"].rstrip("/")
    return context


def on_page_markdown(
    markdown: str, *, page: Page, config: MkDocsConfig, files: Files
) -> str | None:
    """Hubs hold finished HTML, questions mostly plain paragraphs: both go round Python-Markdown.

    It would take more than half the time of a build, and give back the same bytes. A plain
    `mkdocs build` (`extra.own` is not set then) does without, and is the reference.
    """
    if not config.extra.get("own"):
        return markdown
    html: str | None = None
    if page.meta.get("template") == QUESTION:
        html = plain_markdown.to_html(markdown)
        if html is not None and plain_markdown.is_sample(page.file.src_uri):
            slow = Markdown(
                extensions=config.markdown_extensions, extension_configs=config.mdx_configs
            )
            plain_markdown.check(page.file.src_uri, html, slow.convert(markdown))
    elif markdown.startswith(FINISHED):
        html = markdown.strip()
    if html is None:
        return markdown
    _finished[page.file.src_uri] = html
    return ""


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Question and answer each in an element; hand-written pages, at the root, typeset and filled in."""
    # MkDocs keeps all pages to the end of the build; nothing reads their Markdown any more.
    page.markdown = None
    html = _finished.pop(page.file.src_uri, html)
    if page.meta.get("template") == QUESTION:
        return rendering.sections(html, _around.references(page.file.src_uri))
    if "/" in page.file.src_uri:
        return html
    state = Path(config.docs_dir) / "etat.json"
    return standing.filled(rendering.typeset(html), state, config.extra)


def on_post_build(*, config: MkDocsConfig) -> None:
    """The last pages; `robots.txt` and, where the site has an address, the sitemap and `recherche.xml`."""
    parallel.finish()
    write_robots(Path(config.site_dir), config.site_url)
    if config.site_url:
        own = [f"{name[:-3]}.html" for name in parallel.own_pages() if name.endswith(".md")]
        site = Path(config.site_dir)
        write_sitemap(site, config.site_url, own, noindex.listed())
        write_opensearch(
            site,
            config.site_url,
            config.site_name,
            config.site_description or "",
            config.theme["favicon"],
        )


def on_build_error(*, error: Exception) -> None:
    """Processes that still render stop."""
    parallel.give_up()

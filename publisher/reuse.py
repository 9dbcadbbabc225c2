"""What the site in place has already of the next one.

A page outside `nav` depends on its Markdown, on the environment (theme, hooks, settings, versions), and
a question's on what stands around it and on the few addresses of hubs that are not made from their value.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from collections.abc import Collection, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from parser.memory import fingerprint
from publisher import noindex
from publisher.addresses import Addresses, Kind, key_of
from publisher.facts import Facts
from publisher.feeds import EXTENSION as FEED
from publisher.memory import Look, Memory, Written
from publisher.people import mention_of
from publisher.semblables import EXTENSION as SHARD
from publisher.surroundings import Surroundings
from publisher.values import value_key

ROOT: Final = Path(__file__).parents[1]
#: Generated files that stand in the site as they are, beside pages: feeds, shards.
AS_IT_IS: Final = (FEED, SHARD)
#: Fields of a question whose values its page leads to, but for its author.
_LINKED: Final[tuple[tuple[str, Kind], ...]] = (
    ("ministere_interroge", "ministeres"),
    ("ministere_attributaire", "ministeres"),
    ("rubrique", "rubriques"),
    ("groupe", "groupes"),
    ("departement", "departements"),
)
#: What a page is made with, as packages.
_PACKAGES: Final = (
    "mkdocs",
    "mkdocs-material",
    "Markdown",
    "Jinja2",
    "PyYAML",
    "MarkupSafe",
    "tinycss2",
    "minify-go",
)


def environment(site_url: str | None) -> str:
    """Changes with anything that a page's HTML depends on but its Markdown."""
    files = [ROOT / "mkdocs.yml"]
    files += [ROOT / "search" / name for name in ("engine_files.py", "minified.py")]
    files += sorted((ROOT / "search" / "browser").glob("*.html"))
    for folder in ("theme", "publisher", "parser"):
        files += sorted(p for p in (ROOT / folder).rglob("*") if _is_source(p))
    versions = [f"{name} {version(name)}" for name in _PACKAGES]
    return fingerprint(files, *versions, platform.python_version(), site_url or "")


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def search_version() -> str:
    """Changes with anything that the index and its engine depend on but the records."""
    files = [
        ROOT / "publisher" / name for name in ("making.py", "portfolios.py", "portefeuilles.yml")
    ]
    for folder in ("search", "parser"):
        files += sorted(p for p in (ROOT / folder).rglob("*") if _is_source(p))
    versions = [f"{name} {version(name)}" for name in ("numpy", "PyStemmer", "lunr")]
    return fingerprint(files, *versions, platform.python_version())


def related_version() -> str:
    """Changes with anything that repeats depend on but the records."""
    files = [p for name in ("related", "parser") for p in (ROOT / name).rglob("*") if _is_source(p)]
    versions = [f"{name} {version(name)}" for name in ("numpy", "PyStemmer", "rapidfuzz", "scipy")]
    return fingerprint(sorted(files), *versions, platform.python_version())


def digest_of(*parts: str | bytes) -> str:
    """One digest of several."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def frame_of(folder: Path, names: Collection[str]) -> str:
    """Of some files in a folder, but for hidden ones: those of the pages that no build made."""
    kept = [name for name in sorted(names) if not name.startswith(".")]
    return digest_of(*kept, *((folder / name).read_bytes() for name in kept))


def describe(
    looks: Mapping[str, Look], digests: Mapping[str, bytes], before: Mapping[str, Written]
) -> dict[str, Written]:
    """The files of a site as they look, for the next build; ``digests``: of its pages."""
    made_of = {address_of(path): digest for path, digest in digests.items()}
    found = {}
    for path, look in looks.items():
        known = before.get(path)
        digest = made_of.get(path, b"")
        same = known and known.digest == digest and known.look == look
        found[path] = known if known and same else Written(digest, *look)
    return found


def page_digests(
    memory: Memory, addresses: Addresses, around: Surroundings, environment: str
) -> dict[str, bytes]:
    """What the HTML of each page is made of."""
    digests = {}
    unusual = _unusual(addresses)
    key, hidden, facts = environment.encode(), noindex.listed(), memory.facts
    for path, page in memory.pages.items():
        if not path.endswith(".md"):
            if path.endswith(AS_IT_IS) and "/" in path:
                digests[path] = page.digest
            continue
        digest = hashlib.blake2b(page.digest, digest_size=16, key=key)
        if path in facts:
            digest.update(around.told(path))
            if unusual:
                digest.update(_unusual_links(facts[path][1], addresses, unusual))
        if address_of(path) in hidden:
            digest.update(b"noindex")
        digests[path] = digest.digest()
    return digests


def changed_pages(
    digests: Mapping[str, bytes], known: Mapping[str, Written], looks: Mapping[str, Look]
) -> frozenset[str]:
    """Those that the site in place does not have as they should be; ``looks``: of its files."""
    changed = []
    for path, digest in digests.items():
        address = address_of(path)
        before = known.get(address)
        if before is None or before.digest != digest or looks.get(address) != before.look:
            changed.append(path)
    return frozenset(changed)


def link_pages(folder: Path, site: Path, paths: Iterable[str]) -> frozenset[str]:
    """Links pages of ``site`` into ``folder``; which these were."""
    made: set[str] = set()
    linked = frozenset(paths)
    source, target = os.fspath(site.resolve()), os.fspath(folder)
    for path in linked:
        address = address_of(path)
        parent = address.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        link(f"{source}/{address}", f"{target}/{address}")
    return linked


def address_of(path: str) -> str:
    """Where MkDocs puts a page: `q14/14-1QE.md` → `q14/14-1QE.html`; a feed or shard stays where it is."""
    return f"{path[:-3]}.html" if path.endswith(".md") else path


def path_of(address: str) -> str:
    """What `address_of` puts there."""
    return f"{address[:-5]}.md" if address.endswith(".html") else address


def link(source: str, target: str) -> None:
    """The same file under another name; a copy as old, where there are no links.

    Raises FileExistsError where the name is taken: a copy would write into a file that may be shared.
    """
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # another file system, or one without links
        shutil.copy2(source, target)


def _unusual(addresses: Addresses) -> frozenset[str]:
    """Keys that do not stand at their own slug: of values, of deputies' names and references."""
    keys: Iterable[str] = (key for kind in addresses.exceptions.values() for key in kind)
    return frozenset(key.partition(" | ")[0] for key in keys)


def _unusual_links(facts: Facts, addresses: Addresses, unusual: frozenset[str]) -> bytes:
    """The addresses of the hubs that the page of a question leads to, if one of them is unusual."""
    values = [(kind, value) for name, kind in _LINKED if (value := getattr(facts, name))]
    keys = {key_of(kind, value) for kind, value in values} | {facts.acteur_ref}
    if facts.auteur:
        keys.add(value_key(facts.auteur))
    if not keys & unusual:
        return b""
    mention = mention_of(facts._asdict())
    links = [(mention and addresses.of_deputy(mention)) or ""]
    links += [addresses.of_value(kind, value) for kind, value in values]
    return "\n".join(links).encode()

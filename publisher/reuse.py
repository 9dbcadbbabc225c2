"""Pages of the site in place that the next site takes over, as links to the same files.

A page outside `nav` depends on its Markdown, on the environment (theme, hooks, settings, versions), and
a question's on the few addresses of hubs that are not made from their value alone.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from parser.memory import fingerprint
from publisher.addresses import Addresses
from publisher.facts import Facts
from publisher.memory import Look, Written, looks_below
from publisher.people import mention_of
from publisher.values import value_key

ROOT: Final = Path(__file__).parents[1]
#: What a page is made with, as packages.
_PACKAGES: Final = ("mkdocs", "mkdocs-material", "Markdown", "Jinja2", "PyYAML", "MarkupSafe")


def environment(site_url: str | None) -> str:
    """Changes with anything that a page's HTML depends on but its Markdown."""
    files = [ROOT / "mkdocs.yml", ROOT / "search" / "engine_files.py"]
    files += sorted((ROOT / "search" / "browser").glob("*.html"))
    for folder in ("theme", "publisher", "parser"):
        files += sorted(p for p in (ROOT / folder).rglob("*") if _is_source(p))
    versions = [f"{name} {version(name)}" for name in _PACKAGES]
    return fingerprint(files, *versions, platform.python_version(), site_url or "")


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def search_version() -> str:
    """Changes with anything that the index and its engine depend on but the records."""
    files = [ROOT / "publisher" / "publishing.py"]
    for folder in ("search", "parser"):
        files += sorted(p for p in (ROOT / folder).rglob("*") if _is_source(p))
    versions = [f"{name} {version(name)}" for name in ("numpy", "PyStemmer", "lunr")]
    return fingerprint(files, *versions, platform.python_version())


def digest_of(*parts: str | bytes) -> str:
    """One digest of several."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(4, "big") + data)
    return digest.hexdigest()


def frame_of(pages: Path, generated: Mapping[str, Written]) -> str:
    """Of the files in the pages folder that no build made."""
    names = sorted(name for name in looks_below(pages) if name not in generated)
    kept = [name for name in names if not name.startswith(".")]
    return digest_of(*kept, *((pages / name).read_bytes() for name in kept))


def describe(
    site: Path, digests: Mapping[str, bytes], before: Mapping[str, Written]
) -> dict[str, Written]:
    """The files of a site that was just put in place, for the next build."""
    made_of = {address_of(path): digest for path, digest in digests.items()}
    found = {}
    for path, look in looks_below(site).items():
        known = before.get(path)
        same = known if known and known.look == look else None
        digest = made_of.get(path, b"")
        found[path] = same if same and same.digest == digest else Written(digest, *look)
    return found


def page_digests(
    pages: Mapping[str, Written],
    facts: Mapping[str, tuple[bytes, Facts]],
    addresses: Addresses,
    environment: str,
) -> dict[str, bytes]:
    """What the HTML of each page is made of."""
    digests = {}
    unusual = _unusual(addresses)
    for path, page in pages.items():
        if not path.endswith(".md"):
            continue
        digest = hashlib.blake2b(page.digest, digest_size=16, key=environment.encode())
        if unusual and path in facts:
            digest.update(_unusual_links(facts[path][1], addresses, unusual))
        digests[path] = digest.digest()
    return digests


def link_unchanged(
    folder: Path,
    site: Path,
    digests: Mapping[str, bytes],
    known: Mapping[str, Written],
    looks: Mapping[str, Look],
) -> frozenset[str]:
    """Links into ``folder`` the pages that ``site`` has already; those that are to be rendered.

    ``looks``: of the files of the site in place.
    """
    site = site.resolve()
    made: set[str] = set()
    missing = []
    source, target = os.fspath(site), os.fspath(folder)
    for path, digest in digests.items():
        address = address_of(path)
        before = known.get(address)
        if before is None or before.digest != digest or looks.get(address) != before.look:
            missing.append(path)
            continue
        parent = address.rpartition("/")[0]
        if parent not in made:
            (folder / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        link(f"{source}/{address}", f"{target}/{address}")
    return frozenset(missing)


def address_of(path: str) -> str:
    """Where MkDocs puts a page: `q14/14-1QE.md` → `q14/14-1QE.html`."""
    return f"{path.removesuffix('.md')}.html"


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
    values = (facts.auteur, facts.ministere_interroge, facts.ministere_attributaire, facts.rubrique)
    keys = {facts.acteur_ref, *(value_key(value) for value in values if value)}
    if not keys & unusual:
        return b""
    mention = mention_of(facts._asdict())
    links = [(mention and addresses.of_deputy(mention)) or ""]
    links += [addresses.of_value("ministeres", value) for value in values[1:3] if value]
    links += [addresses.of_value("rubriques", facts.rubrique)] if facts.rubrique else []
    return "\n".join(links).encode()

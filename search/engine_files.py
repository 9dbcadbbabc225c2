"""The engine's files in a site.

Modules are copied as they are, for other pages to import and for people to read. Those that pages start
from or load later (`interface*.js`, BUNDLES) are written with what they import, minified: one request instead
of fifteen, and less than half of the bytes.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Final

from search.indexer.langue import LATE
from search.minified import minified

BROWSER: Final = (Path(__file__).parent / "browser").resolve()
#: Beside the index, so that one folder is all that search needs.
FOLDER: Final = "moteur"
#: Endings of verbs, as lists by name.
VERBS: Final = "verbes.json"
BUNDLES: Final = (
    "begun.js", "columns.js", "counts.js", "delay.js", "portfolios.js", "repeats.js", "snippets.js",
    "weeks.js", "worker.js",
)  # fmt: skip
#: The search page and its parts, each loaded when first used.
PAGE: Final = "interface"
#: import { fold, groupAt } from "./forms.js";
IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "(\.\.?/[a-z./-]+\.js)";\n', re.M)
#: export function fold(form) {
EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.M)
#: export const EXACT = 0, ACCENTS = 1;
NAMES: Final = re.compile(r"^export const ((?:\w+ = [\w.]+, )*\w+ = [\w.]+);", re.M)
#: export { SearchError };
EXPORTED: Final = re.compile(r"^export \{([^}]*)\};\n", re.M)
#: What a bundle opens with, for those who look at it in a browser.
ORIGIN: Final = "/* Minified from search/browser/{} of the project, with what it imports. */\n"


def install(index: Path) -> list[Path]:
    """Writes the engine to the folder `moteur` of an index, in the place of an earlier one."""
    target = index / FOLDER
    # The earlier files may be links that a published site shares: never written to, only unlinked.
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    written = []
    sources = sorted([*BROWSER.glob("*.js"), *BROWSER.glob("vendor/*")])
    entries = [s for s in sources if s.name in BUNDLES or s.name.startswith(PAGE)]
    bundles = dict(zip(entries, minified([bundle(entry) for entry in entries]), strict=True))
    for source in sources:
        path = target / source.relative_to(BROWSER)
        path.parent.mkdir(exist_ok=True)
        if source in bundles:
            opening = ORIGIN.format(source.relative_to(BROWSER))
            path.write_text(f"{opening}{bundles[source]}\n", encoding="utf-8")
        else:
            shutil.copyfile(source, path)
        written.append(path)
    # compared with typed words that the index lacks: fetched then
    (target / VERBS).write_text(
        json.dumps(LATE, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    return [*written, target / VERBS]


def page_fragment() -> str:
    """The search page's own markup, which `interface.js` drives, without its comment."""
    fragment = (BROWSER / "page.html").read_text(encoding="utf-8")
    return fragment.partition("-->\n")[2]


def bundle(entry: Path) -> str:
    """A module and all that it imports, each in a scope of its own; dynamic imports stay."""
    parts: dict[str, str] = {}
    exported = _collect(entry, parts)
    if exported:
        parts["export"] = f"export const {{ {exported} }} = {_name(entry)};"
    return "\n".join(parts.values())


def _collect(source: Path, parts: dict[str, str]) -> str:
    """Adds a module after what it imports; the names that it exports."""
    name = _name(source)
    if name in parts:
        return ""
    text = source.read_text(encoding="utf-8")
    folder = source.parent
    for _, path in IMPORT.findall(text):
        _collect((folder / path).resolve(), parts)
    names = [match[1] for match in EXPORT.finditer(text)]
    for match in NAMES.finditer(text):
        names += [part.split(" = ")[0] for part in match[1].split(", ")]
    for match in EXPORTED.finditer(text):
        names += [name.strip() for name in match[1].split(",")]
    text = EXPORTED.sub("", text)
    text = EXPORT.sub("", text)
    text = IMPORT.sub(
        lambda m: f"const {{{m[1].replace(' as ', ': ')}}} = {_name((folder / m[2]).resolve())};\n",
        text,
    )
    exported = ", ".join(dict.fromkeys(names))
    parts[name] = f"const {name} = (() => {{\n{text}\nreturn {{ {exported} }};\n}})();"
    return exported


def _name(source: Path) -> str:
    """Of the scope of a module: `$page_card` for `page/card.js`."""
    parts = source.relative_to(BROWSER).with_suffix("").parts
    return "$" + "_".join(parts).replace("-", "_")

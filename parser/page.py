"""A question's Markdown page with YAML front matter, and the record back from it.

The page holds the whole record: `from_page(to_page(q)) == q`. FRONT_MATTER.md describes its keys.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

import yaml

from parser.markup import from_markdown, plain, to_markdown
from parser.question import FACTS, TEXTS, Question, from_dict, to_dict

#: The version of FRONT_MATTER.md that the pages follow.
FRONT_MATTER_VERSION: Final = 1
#: The heading of each text, a line of its own in the page.
HEADINGS: Final = {"question": "## Question", "reponse": "## Réponse"}
#: Keys that are MkDocs' and not the record's: made from the record, dropped when read back.
PAGE_KEYS: Final = ("title", "description", "template")
#: Characters of the question in the description; search engines show about as many.
DESCRIPTION_LENGTH: Final = 160


# What double quotes do not hold as it stands: quotes, backslashes, and all that is not plainly printed
_ESCAPED: Final = re.compile(
    '["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff\U00010000-\U0010ffff]'
)


class _Text(str):
    """A string that YAML writes in quotes, on one line: `---` in it ends nothing."""

    __slots__ = ()


class _Dumper(yaml.CSafeDumper):
    """PyYAML's C dumper, with quotes about every text and none about keys, each value as it is."""

    def ignore_aliases(self, data: object) -> bool:
        """Always: a day that comes twice is written twice."""
        return True


def _quoted(dumper: yaml.CSafeDumper, text: _Text) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')


_Dumper.add_representer(_Text, _quoted)


class PageError(ValueError):
    """A page that `to_page` did not write."""


def to_page(question: Question) -> str:
    """The Markdown page of a question, front matter first."""
    values = to_dict(question)
    texts = {name: values.pop(name) for name in TEXTS if name in values}
    values |= {
        "title": page_title(question),
        "description": _description(question),
        "template": "question.html",
    }
    parts = [f"---\n{dump(values)}---\n"]
    for name, paragraphs in texts.items():
        parts += [HEADINGS[name], *map(_block, paragraphs)]
    return "\n\n".join(parts).replace("---\n\n\n", "---\n\n", 1) + "\n"


def from_page(page: str) -> Question:
    """The record that `to_page` wrote. Raises PageError on anything else."""
    opening, front, body = (
        ("---\n", *page[4:].partition("\n---\n")[::2]) if page[:4] == "---\n" else ("", "", "")
    )
    if not opening:
        raise PageError("no front matter; expected a first line ---")
    values = yaml.load(front, yaml.CSafeLoader)
    if not isinstance(values, dict) or not set(values) <= {*FACTS, *PAGE_KEYS}:
        raise PageError("front matter with other keys than FRONT_MATTER.md lists")
    for key in PAGE_KEYS:
        values.pop(key, None)
    texts: dict[str, list[Any]] = {}
    names = {heading: name for name, heading in HEADINGS.items()}
    current: list[Any] | None = None
    for block in body.strip("\n").split("\n\n"):
        if block in names:
            current = texts.setdefault(names[block], [])
        elif block:
            if current is None:
                raise PageError(f'text before any heading: "{block[:40]}"')
            current.append(
                {"tableau": block} if block.startswith("<table>") else from_markdown(block)
            )
    return from_dict(values | texts)


def page_title(question: Question) -> str:
    """What no two questions share: rubrique, title, analysis, number."""
    parts: list[str] = []
    for part in (question.rubrique, question.titre, question.analyse):
        if part and part.casefold() not in (p.casefold() for p in parts):
            parts.append(part[:1].upper() + part[1:] if not parts else part)
    parts.append(f"{'question' if parts else 'Question'} écrite n° {question.numero}")
    return " – ".join(parts)


def _block(paragraph: str | dict[str, str]) -> str:
    """A paragraph as a block of Markdown; a table is a block of HTML."""
    return paragraph["tableau"] if isinstance(paragraph, dict) else to_markdown(paragraph)


def _description(question: Question) -> str:
    text = " ".join(plain(paragraph) for paragraph in question.question) or page_title(question)
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return f"{text[:DESCRIPTION_LENGTH].rpartition(' ')[0] or text[:DESCRIPTION_LENGTH]}…"


def dump(values: dict[str, Any]) -> str:
    """YAML as PyYAML writes it; lines that need none of its care are written here, 10 times faster."""
    lines: list[str] = []
    for key, value in values.items():
        if isinstance(value, str) and not _ESCAPED.search(value):
            lines.append(f'{key}: "{value}"\n')
        elif isinstance(value, int | date):
            lines.append(f"{key}: {value}\n")
        else:
            lines.append(dump_with_yaml({key: value}))
    return "".join(lines)


def dump_with_yaml(values: dict[str, Any]) -> str:
    """The same through PyYAML: texts in double quotes, each on one line."""
    dumped = yaml.dump(
        _quote(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=-1
    )
    assert isinstance(dumped, str)
    return dumped


def _quote(value: Any) -> Any:
    if isinstance(value, str):
        return _Text(value)
    if isinstance(value, list):
        return [_quote(item) for item in value]
    if isinstance(value, dict):
        return {key: _quote(item) for key, item in value.items()}
    return value

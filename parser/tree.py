"""Official files as trees of values, taken out one by one: what is left over is reported.

JSON and XML say the same things with small differences, all met here: an element alone stands where
several are a list, an absent value is null, an empty element, or `{"@xsi:nil": "true"}`.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any, Final
from xml.etree import ElementTree

import orjson

from parser.document import Document, decode
from parser.findings import Kind, SourceError

#: Attributes of XML itself, which say nothing of the question.
_XML_OWN: Final = ("@xmlns", "@xmlns:xsi", "@xsi:schemaLocation", "@xsi:nil")
_SCHEMA_INSTANCE: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
# `<!DOCTYPE`, `<!ENTITY`: official files have none, and entities can grow without bound
DECLARATION: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: Elements of text, in the open data and in `/vue/xml`: what stands in them is HTML, escaped or not.
_OF_TEXT: Final = ("texte", "TEXTE_DEPOT", "TEXTE_REPONSE")
#: Digits of a number that orjson may round, beyond 64 bits, and that is none where they stand for all digits.
_TOO_LONG: Final = b"0" * 19
_DIGITS: Final = bytes.maketrans(b"123456789", b"000000000")
#: Deeper than any official file: what is deeper is made to exhaust who reads it.
MAX_DEPTH: Final = 60


class Branch:
    """An object of an official file; ``path`` says where it stands, ``name`` within the one ``above``:
    `question.minInt`.

    Each value is taken once. What has another shape than asked for is reported and taken as absent.
    """

    __slots__ = ("_above", "_name", "document", "values")

    def __init__(
        self, values: dict[str, Any], name: str, document: Document, above: Branch | None = None
    ) -> None:
        self.values = values.copy()
        self.document = document
        self._name = name
        self._above = above

    @property
    def path(self) -> str:
        """Put together when something is said of it: of most branches nothing is."""
        return f"{self._above.path}.{self._name}" if self._above else self._name

    def text(self, key: str) -> str | None:
        """The text under a key, without blanks about it; None where there is none."""
        value = self.values.pop(key, None)
        if value is None:
            return None
        if value.__class__ is str:  # the usual case
            if self.document.clean_values or (value.isascii() and value.isprintable()):
                return value.strip() or None
            return self._clean(key, value)
        value = _absent_as_none(value)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        return self._as_text(key, value)

    def texts(self, key: str) -> list[str]:
        """One text or a list of them."""
        value = self._take(key)
        entries = value if isinstance(value, list) else [value]
        found = [self._as_text(key, _absent_as_none(entry)) for entry in entries]
        return [text for text in found if text]

    def _as_text(self, key: str, value: Any) -> str | None:
        """The text that a value is, or holds beside its attributes."""
        if isinstance(value, dict) and "#text" in value:
            value = value["#text"]
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None or isinstance(value, str):
            return self._clean(key, value or "")
        self.doubt(key, _shape(value), "left out; expected a text")
        return None

    def branch(self, key: str) -> Branch:
        """The object under a key; an empty one where there is none."""
        value = self.values.pop(key, None)
        if value is None or (value.__class__ is dict and "@xsi:nil" not in value):  # the usual case
            return Branch(value or {}, key, self.document, self)
        self.values[key] = value
        found = self.branches(key)
        if len(found) > 1:
            self.doubt(key, f"{len(found)} objects", "kept the first; expected one")
        return found[0] if found else Branch({}, key, self.document, self)

    def branches(self, key: str) -> list[Branch]:
        """One object or a list of them."""
        value = self._take(key)
        found = []
        for entry in value if isinstance(value, list) else [value]:
            known = _absent_as_none(entry)
            if isinstance(known, dict):
                found.append(Branch(known, key, self.document, self))
            elif known is not None and not (isinstance(known, str) and not known.strip()):
                self.doubt(key, _shape(known), "left out; expected an object")
        return found

    def ignore(self, *keys: str) -> None:
        """Values that the record has no place for, by name."""
        if self.values:
            for key in keys:
                self.values.pop(key, None)

    def end(self) -> None:
        """Reports whatever was not taken."""
        if not self.values:
            return
        for key, value in self.values.items():
            if key not in _XML_OWN and _absent_as_none(value) is not None:
                self.doubt(key, f"unknown value {_shape(value)}", "left out", "inconnu")
        self.values.clear()

    def doubt(self, key: str, found: str, expected: str, kind: Kind = "valeur") -> None:
        """Reports a value of this object."""
        self.document.report("doubtful", 0, f"{self.path}.{key}: {found}", expected, kind)

    def _clean(self, key: str, text: str) -> str | None:
        return self.document.clean(text, f"{self.path}.{key}").strip() or None

    def _take(self, key: str) -> Any:
        return _absent_as_none(self.values.pop(key, None))


def read_json(content: str | bytes) -> Any:
    """Bytes are read faster. Raises SourceError for what is no JSON or no UTF-8, or nested beyond reason."""
    if isinstance(content, bytes):
        if _TOO_LONG not in content.translate(_DIGITS):
            try:
                return orjson.loads(content)
            except orjson.JSONDecodeError:  # it takes less (`NaN`), and says less of what is wrong
                pass
        content = decode(content)
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"broken JSON: {error.msg}", "fetch the file again", error.lineno
        ) from None
    except ValueError:
        raise SourceError("JSON with a number of too many digits", "expected a text") from None
    except RecursionError:
        raise SourceError("JSON nested beyond reason", "expected a written question") from None


def read_xml(text: str) -> tuple[str, dict[str, Any]]:
    """The name of the root and its values, as JSON would hold them; namespaces go.

    Raises SourceError for what is no XML, or declares entities.
    """
    if DECLARATION.search(text):
        raise SourceError("XML that declares a document type", "expected none: refused unread")
    # the parser is given characters: what the declaration says of bytes is past
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise SourceError(
            f"broken XML: {error.msg}", "fetch the file again", error.position[0]
        ) from None
    values = values_of(root, 0)
    return local_name(root), values if isinstance(values, dict) else {}


def values_of(element: ElementTree.Element, depth: int) -> Any:
    """An element as JSON would hold it; ``depth`` is its own. Raises SourceError beyond MAX_DEPTH."""
    if depth > MAX_DEPTH:
        raise SourceError("XML nested beyond reason", "expected a written question")
    if not len(element) and not element.attrib:  # as most are
        return element.text
    values: dict[str, Any] = {
        f"@{key.replace(_SCHEMA_INSTANCE, 'xsi:')}": value for key, value in element.items()
    }
    if values.pop("@xsi:nil", "") in ("true", "1"):
        return None
    if len(element) and (local_name(element) in _OF_TEXT or _is_mixed(element)):
        return _markup(element, depth)
    for child in element:
        name, value = local_name(child), values_of(child, depth + 1)
        if name not in values:
            values[name] = value
        elif isinstance(before := values[name], list):
            before.append(value)
        else:
            values[name] = [before, value]
    if values:
        if element.text and element.text.strip():
            values["#text"] = element.text
        return values
    return element.text


def _is_mixed(element: ElementTree.Element) -> bool:
    """Whether words stand beside the elements within."""
    return any((words or "").strip() for words in (element.text, *(e.tail for e in element)))


def _markup(element: ElementTree.Element, depth: int) -> str:
    """What stands in an element, as the HTML that other files hold escaped."""
    if depth > MAX_DEPTH:
        raise SourceError("XML nested beyond reason", "expected a written question")
    parts = [_escaped(element.text)]
    for child in element:
        attributes = "".join(f' {key}="{escape(value)}"' for key, value in child.items())
        name = local_name(child)
        parts.append(f"<{name}{attributes}>{_markup(child, depth + 1)}</{name}>")
        parts.append(_escaped(child.tail))
    return "".join(parts)


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)


def local_name(element: ElementTree.Element) -> str:
    """A name without its namespace: `question` of `{http://schemas.assemblee-nationale.fr/referentiel}question`."""
    tag = element.tag
    return tag[tag.index("}") + 1 :] if tag[0] == "{" else tag


def _absent_as_none(value: Any) -> Any:
    """None for the three ways of saying nothing."""
    if isinstance(value, dict) and (
        not value or str(value.get("@xsi:nil", "")).lower() in ("true", "1")
    ):
        return None
    return None if value in ("", []) else value


def _shape(value: Any) -> str:
    """A value, short, for messages."""
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"

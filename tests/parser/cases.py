"""The cases of `catalogue/`: documents, and the records a careful person writes from them.

One file a layout. A case with `of` is another case's document with some of its words replaced, and only
what this changes in the record (null: the field is absent). Keys of a case:

- `claim`: what the case shows, the name of its test; `name`: by which others refer to it;
- `document` (text) or `json` (an object);
- `replace` (old words: new words), `cut` ([from, up to]), `set` (path in the JSON below `question`: value,
  `DROP` takes it out), `windows`, `decomposed`, `untab`, `prefix`: how it differs from the case `of`;
- `file`: the name of the file, where it tells something; `encoding`: of its bytes, UTF-8 else;
- `record`: fields; `said`: words of the findings that must be there ("": others may be, too);
- `refused`: there is no record, and these words say why.
"""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

import yaml

Case = dict[str, Any]

CATALOGUE: Final = Path(__file__).parent / "catalogue"


def cases() -> list[Case]:
    found = []
    for path in sorted(CATALOGUE.glob("*.yml")):
        named: dict[str, Case] = {}
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            made = derived(case, named[case["of"]]) if "of" in case else case
            named[case.get("name", case["claim"])] = made
            found.append(made | {"layout": path.stem})
    return found


def derived(case: Case, base: Case) -> Case:
    made = copy.deepcopy(base) | {"file": base.get("file")} | case
    made["record"] = copy.deepcopy(base["record"]) | case.get("record", {})
    made["said"] = case.get("said")
    if "json" in base:
        made["json"] = copy.deepcopy(base["json"])
        for path, value in case.get("set", {}).items():
            *parents, last = path.split(".")
            place = made["json"]["question"]
            for name in parents:
                place = place[name]
            if value == "DROP":
                del place[last]
            else:
                place[last] = copy.deepcopy(value)
        return made
    text: str = base["document"]
    if "cut" in case:
        start, end = (text.index(words) for words in case["cut"])
        text = text[:start] + text[end:]
    for old, new in case.get("replace", {}).items():
        assert old in text, f"{case['claim']}: not in the document: {old}"
        text = text.replace(old, new)
    if case.get("prefix"):
        text = re.sub(r"(</?)(?=\w)", r"\1an:", text.replace("xmlns=", "xmlns:an="))
    if case.get("untab"):
        text = re.sub("\t+", " ", text)
    if case.get("windows"):
        text = "\ufeff" + text.replace("\n", "\r\n")
    made["document"] = unicodedata.normalize("NFD", text) if case.get("decomposed") else text
    return made


def document_of(case: Case) -> bytes:
    """The bytes of its file."""
    text = json.dumps(case["json"], ensure_ascii=False) if "json" in case else case["document"]
    return bytes(text, case.get("encoding", "utf-8"))

"""What the documents say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import build
from parser.page import FRONT_MATTER_VERSION, PAGE_KEYS
from parser.question import FIELDS, TEXTS

ROOT = Path(__file__).parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "DESIGN.md", "CHANGELOG.md", "benchmarks/README.md"]
DOCUMENTS += ["HOSTING.md"]
DOCUMENTS += ["parser/FRONT_MATTER.md", "publisher/quality/QUALITE.md"]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
FENCE = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_front_matter_lists_every_field_and_no_other() -> None:
    table = "\n".join(
        line for line in read("parser/FRONT_MATTER.md").splitlines() if line[:1] == "|"
    )
    listed = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    names = {name for cell in listed for name in re.findall(r"`(\w+)`", cell)}
    assert names == set(FIELDS) - set(TEXTS) | set(PAGE_KEYS)
    assert f"Version {FRONT_MATTER_VERSION}." in read("parser/FRONT_MATTER.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    for target in LINK.findall(read(name)):
        assert ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_exist(name: str) -> None:
    makefile = read("Makefile")
    for command in "\n".join(FENCE.findall(read(name))).splitlines():
        words = command.split("#")[0].split()
        if words[:1] == ["make"]:
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), command
        elif words[1:2] == ["build.py"]:
            assert words[2] in build.EXAMPLES, command
        elif words[1:2] == ["-m"]:
            assert (ROOT / f"{words[2].replace('.', '/')}.py").exists(), command


@pytest.mark.parametrize("command", sorted(build.EXAMPLES))
def test_examples_of_the_help_are_understood(command: str) -> None:
    words = build.EXAMPLES[command].split(">")[0].split()
    options = build.command_line().parse_args(words[2:])
    assert options.command == command


def test_the_map_of_contributing_names_every_folder() -> None:
    fence = read("CONTRIBUTING.md").split("```")[1]
    named = {line.split()[0].rstrip("/") for line in fence.splitlines() if line.strip()}
    hidden_or_made = {"site", "LICENSE", "requirements", "pyproject.toml"}
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    there = {name for name in there if not name.endswith(".md")} - hidden_or_made
    assert there == named


def test_every_parameter_of_the_search_is_documented() -> None:
    filters = read("search/browser/page/address.js").split("FILTERS = [")[1].split("]")[0]
    names = {*re.findall(r'"(\w+)"', filters), "q", "de", "a", "date", "tri", "page"}
    assert len(names) > 20
    cells = re.findall(r"^\| (`[^|]+) \|([^|]*)", read("docs/adresses.md"), re.MULTILINE)
    listed = {name for row in cells for cell in row for name in re.findall(r"`(\w+)`", cell)}
    assert names <= listed

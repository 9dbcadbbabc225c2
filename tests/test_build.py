"""The command: what it writes, what it says, how it ends."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from parser.page import from_page
from parser.question import from_dict
from publisher.generated import handwritten
from publisher.settings import DOCS
from tests.parser.documents import head, sheet

ROOT = Path(__file__).parents[1]


class Ended(NamedTuple):
    code: int
    out: str
    err: str


class Workplace:
    """A folder with sources, and what the command makes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = folder / "sources"
        self.site = folder / "site"
        self.pages = folder / "pages"

    def write(self, **files: str | bytes) -> None:
        self.source.mkdir(exist_ok=True)
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (self.source / f"{name}.txt").write_bytes(data)

    def run(self, command: str, *more: str | Path) -> Ended:
        arguments: list[str | Path] = [sys.executable, ROOT / "build.py", command, *more]
        if command != "serve":
            arguments += ["--source", self.source, "--pages", self.pages]
            arguments += ["--cache", self.folder / "cache"]
        arguments += ["--site", self.site]
        done = subprocess.run(
            arguments, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def tree(self, below: str) -> dict[str, bytes]:
        root = self.folder / below
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path)


def test_parse_prints_the_records_of_the_seeds_and_nothing_else(place: Workplace) -> None:
    place.source = ROOT / "seeds"
    code, out, err = place.run("parse", "--jsonl")
    assert code == 0
    questions = [from_dict(json.loads(line)) for line in out.splitlines()]
    assert [q.numero for q in questions] == [78603, 13503, 13504, 55901, 60066]
    assert "5 files: 5 questions" in err


def test_parse_writes_pages_that_hold_the_records(place: Workplace) -> None:
    place.write(a=sheet(numero="1"), b=head(numero="2"))
    assert place.run("parse").code == 0
    page = (place.pages / "q14" / "14-2QE.md").read_text("utf-8")
    assert from_page(page).auteur == "Anne Martin"
    assert not place.site.exists()


def test_what_a_build_writes_beside_the_hand_written_pages_is_not_for_git(place: Workplace) -> None:
    place.source = ROOT / "seeds"
    assert place.run("all", "--site-url", "https://example.org/").code == 0
    written = {
        path.relative_to(place.pages).as_posix()
        for path in place.pages.rglob("*")
        if path.is_file()
    }
    made = {f"docs/{path}" for path in written - handwritten(DOCS, place.pages)}
    told = "\n".join(sorted(made))
    command = ["git", "check-ignore", "--no-index", "--stdin"]
    ignored = subprocess.run(
        command, cwd=ROOT, input=told, capture_output=True, text=True, check=True
    )
    assert made - set(ignored.stdout.splitlines()) == set()


def test_doubtful_and_refused_sources_are_named_and_the_others_are_published(
    place: Workplace,
) -> None:
    place.write(
        a=sheet(numero="1"),
        b=b"\x00",
        c=head(numero="2", dates="Question publiée au JO le : 31/02/2013"),
    )
    code, out, err = place.run("site")
    assert code == 3
    assert "sources/b.txt:1: refused: binary file; expected text in UTF-8" in err
    assert 'sources/c.txt:6: doubtful: Question publiée au JO le : "31/02/2013"' in err
    assert "3 files: 2 questions, 0 ignored, 1 doubtful, 1 refused" in out
    assert {"q14/14-1QE.html", "q14/14-2QE.html"} <= set(place.tree("site"))


def test_of_many_documents_that_are_left_out_some_are_told_and_the_others_counted(
    place: Workplace,
) -> None:
    copies = {f"copy{number:02}": sheet(numero="1") for number in range(30)}
    place.write(other=sheet(numero="2"), **copies)
    code, _, err = place.run("parse")
    assert code == 0
    assert err.count("again, identical") == 20
    assert "and 9 more ignored for the same reason (repetition)" in err


def test_what_is_merely_ignored_is_no_error(place: Workplace) -> None:
    place.write(a=sheet(), b=sheet(), c=sheet(numero="9", type="Question au Gouvernement"))
    code, out, err = place.run("parse", "--jsonl")
    assert code == 0
    assert "again, identical" in err
    assert "question au Gouvernement; left out" in err
    assert len(out.splitlines()) == 1


def test_without_a_readable_question_what_was_there_stays(place: Workplace) -> None:
    place.write(a=sheet())
    assert place.run("all").code == 0
    before = place.tree("site"), place.tree("pages")
    place.write(a="nothing of ours")
    code, _, err = place.run("all")
    assert code == 1
    assert "no written question in" in err
    assert (place.tree("site"), place.tree("pages")) == before


def test_a_source_that_is_gone_takes_its_pages_away(place: Workplace) -> None:
    place.write(a=sheet(numero="1"), b=sheet(numero="2", auteur="M. Paul Durand"))
    assert place.run("site").code == 0
    assert "deputes/paul-durand.html" in place.tree("site")
    (place.source / "b.txt").unlink()
    assert place.run("site").code == 0
    site, pages = place.tree("site"), place.tree("pages")
    for gone in ("q14/14-2QE", "deputes/paul-durand"):
        assert f"{gone}.html" not in site
        assert f"{gone}.md" not in pages
    assert "q14/14-1QE.html" in site


def test_pages_that_no_build_made_are_left_alone(place: Workplace) -> None:
    place.write(a=sheet(numero="1"))
    (place.pages / "q14").mkdir(parents=True)
    (place.pages / "q14" / "mine.md").write_text("# Mine\n")
    assert place.run("parse").code == 0
    (place.source / "a.txt").write_text(sheet(numero="2"), "utf-8")
    assert place.run("parse").code == 0
    assert sorted(path.name for path in (place.pages / "q14").iterdir()) == ["14-2QE.md", "mine.md"]


def test_pages_of_a_person_are_published_with_the_others(place: Workplace) -> None:
    place.write(a=sheet(numero="1"))
    assert place.run("parse").code == 0
    guide = place.pages / "guide" / "lire.md"
    guide.parent.mkdir()
    guide.write_text("# Lire une question\n\n[La première](../q14/14-1QE.md)\n", "utf-8")
    assert place.run("all").code == 0
    place.write(b=sheet(numero="2"))
    assert place.run("all").code == 0
    page = place.tree("site")["guide/lire.html"].decode()
    assert '<a href="../q14/14-1QE.html">La première</a>' in page


def test_a_folder_that_holds_something_else_is_never_replaced(place: Workplace) -> None:
    place.write(a=sheet())
    place.site.mkdir()
    (place.site / "thesis.odt").write_text("years of work")
    code, _, err = place.run("site")
    assert code == 2
    assert "holds something that no build made" in err
    assert (place.site / "thesis.odt").exists()


def test_pages_of_a_person_are_never_overwritten(place: Workplace) -> None:
    place.write(a=sheet(numero="1"))
    mine = place.pages / "q14" / "14-1QE.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("# Mine\n")
    code, _, err = place.run("parse")
    assert code == 2
    assert "14-1QE.md was not made by a build" in err
    assert mine.read_text() == "# Mine\n"


def test_a_site_behind_a_link_is_replaced_where_it_is(place: Workplace) -> None:
    place.write(a=sheet())
    (place.folder / "www").mkdir()
    place.site.symlink_to("www")
    assert place.run("site").code == 0
    assert place.site.is_symlink()
    assert (place.folder / "www" / "index.html").exists()


def test_an_index_needs_a_site(place: Workplace) -> None:
    place.write(a=sheet())
    code, _, err = place.run("index")
    assert code == 1
    assert "no site in" in err


def test_building_twice_gives_the_same_files(place: Workplace) -> None:
    place.write(a=sheet(numero="1"), b=head(numero="2"))
    assert place.run("all").code == 0
    first = place.tree("site")
    assert place.run("all").code == 0
    assert place.tree("site") == first


def test_nothing_is_written_elsewhere(place: Workplace) -> None:
    place.write(a=sheet())
    assert place.run("all").code == 0
    assert {path.name for path in place.folder.iterdir()} == {"sources", "pages", "site", "cache"}


def test_without_an_address_nothing_absolute_is_written_and_a_line_says_so(
    place: Workplace,
) -> None:
    place.write(a=sheet())
    _, out, _ = place.run("site")
    assert "without --site-url: no sitemap, nor its line in robots.txt, no canonical links" in out
    site = place.tree("site")
    assert not {"sitemap.xml", "404.html"} & set(site)
    assert site["robots.txt"] == b"User-agent: *\nDisallow:\n"
    _, out, _ = place.run("site", "--site-url", "https://example.org/q/")
    site = place.tree("site")
    assert "without --site-url" not in out
    assert b"https://example.org/q/q14/14-123QE.html" in site["sitemap.xml"]
    assert site["robots.txt"].endswith(b"\nSitemap: https://example.org/q/sitemap.xml\n")
    assert b"Page introuvable" in site["404.html"]
    assert (
        b'rel="canonical" href="https://example.org/q/q14/14-123QE.html"'
        in (site["q14/14-123QE.html"])
    )


def test_copies_follow_the_files_and_go_when_not_asked_for(place: Workplace) -> None:
    place.write(a=sheet(numero="1"))
    assert "compressed copies" in place.run("all", "--precompress").out
    place.write(b=sheet(numero="2"))
    assert place.run("index", "--precompress").code == 0
    site = place.tree("site")
    assert gzip.decompress(site["recherche/manifest.json.gz"]) == site["recherche/manifest.json"]
    assert gzip.decompress(site["q14/14-1QE.html.gz"]) == site["q14/14-1QE.html"]
    assert place.run("index").code == 0
    assert not [name for name in place.tree("site") if name.endswith((".gz", ".br"))]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--unknown"],
        ["site", "--source", "nowhere"],
        ["site", "--au", "yesterday"],
        ["serve", "x"],
        ["serve", "--port", "99999"],
        ["site", "--site-url", "not-an-address"],
        ["parse", "--source", "docs", "--pages", "docs"],
    ],
)
def test_wrong_usage_ends_with_2(place: Workplace, arguments: list[str]) -> None:
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    done = subprocess.run(command, cwd=place.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage: build.py" in done.stderr


def test_a_site_inside_the_pages_is_wrong_usage(place: Workplace) -> None:
    place.write(a=sheet())
    place.site = place.pages / "site"
    assert place.run("site").code == 2


@pytest.mark.parametrize("command", ["parse", "index", "site", "all", "serve"])
def test_the_help_of_each_command_has_an_example(place: Workplace, command: str) -> None:
    done = place.run(command, "--help")
    assert done.code == 0
    assert f"python3 build.py {command}" in done.out


def test_serve_without_a_site_says_what_to_type(place: Workplace) -> None:
    code, _, err = place.run("serve")
    assert code == 1
    assert "type: python3 build.py" in err


def test_a_file_is_a_source_and_the_order_of_sources_changes_nothing(place: Workplace) -> None:
    place.write(a=sheet(numero="1"), b=sheet(numero="2"))
    whole = place.run("parse", "--jsonl").out
    files = [str(place.source / name) for name in ("b.txt", "a.txt")]
    command = [sys.executable, str(ROOT / "build.py"), "parse", "--jsonl", *files]
    command += ["--cache", str(place.folder / "cache")]
    done = subprocess.run(command, cwd=place.folder, capture_output=True, text=True, check=True)
    assert done.stdout == whole


def test_one_line_tells_how_many_authors_are_references_and_which_archive_to_add(
    place: Workplace,
) -> None:
    official = ROOT / "tests" / "official"
    place.write(q=(official / "QANR5L17QE357.json").read_bytes(), t=sheet())
    lines = [line for line in place.run("parse").out.splitlines() if "references only" in line]
    assert len(lines) == 1
    assert lines[0].startswith("authors that are references only: 1, of 1 questions")
    acteur = (official / "acteur_PA1008.json").read_text("utf-8")
    place.write(a=acteur.replace("PA1008", "PA793844"))
    assert "references only" not in place.run("parse").out


def test_another_today_changes_the_pages_and_leaves_the_index(place: Workplace) -> None:
    place.write(a=sheet(numero="1"))
    assert place.run("all").code == 0
    index = place.tree("site/recherche")
    assert place.run("all", "--au", "2020-01-02").code == 0
    assert json.loads(place.tree("site")["etat.json"])["au"] == "2020-01-02"
    assert place.tree("site/recherche") == index


def test_exports_are_the_records_and_stand_apart_from_the_site(place: Workplace) -> None:
    place.write(good=sheet())
    inside = place.run("parse", "--exports", place.site / "donnees")
    assert inside.code == 2
    assert "expected them apart" in inside.err
    exports = place.folder / "exports"
    ended = place.run("parse", "--jsonl", "--exports", exports)
    assert ended.code == 0
    assert (exports / "questions-14.jsonl").read_text("utf-8") == ended.out


def test_exports_are_published_with_the_site_where_it_is_asked_for(place: Workplace) -> None:
    place.write(one=sheet(numero="1", numero_bis="1"), two=sheet(numero="2", numero_bis="2"))
    alone = place.run("site", "--publish-exports")
    assert alone.code == 2
    assert "--publish-exports needs --exports DIR" in alone.err
    options = ("--exports", place.folder / "exports")

    def donnees() -> dict[str, bytes]:
        site = place.tree("site").items()
        return {name[8:]: data for name, data in site if name.startswith("donnees/")}

    def exports() -> dict[str, bytes]:
        return {name: data for name, data in place.tree("exports").items() if name[0] != "."}

    assert place.run("all", *options, "--publish-exports").code == 0
    assert donnees() == exports() != {}
    assert 'href="donnees/questions.csv"' in place.tree("site")["adresses.html"].decode()
    place.write(two=sheet(numero="2", numero_bis="2", question="Mme Anne Martin change tout."))
    assert place.run("all", *options, "--publish-exports").code == 0
    assert donnees() == exports()
    assert "change tout" in donnees()["questions.csv"].decode()
    assert "nothing changed" in place.run("all", *options, "--publish-exports").out
    (place.site / "donnees" / "questions.csv").unlink()
    assert place.run("all", *options, "--publish-exports").code == 0
    assert donnees() == exports()
    assert place.run("all").code == 0
    assert donnees() == {}
    assert "Ce site ne contient pas" in place.tree("site")["adresses.html"].decode()

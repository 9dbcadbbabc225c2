"""The report on the sources: complete, bounded, the same for the same sources, and nothing but theirs."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest

from parser.corpus import read_records, read_sources
from parser.findings import Finding, Kind
from parser.question import FIELDS as RECORD
from parser.question import Question
from parser.reading import BITS
from parser.report import Read, Report
from parser.sources import find_files
from publisher.facts import Facts
from publisher.quality.account import ALWAYS, ANSWERED, SEVERITIES, Account
from publisher.quality.contents import Titre
from publisher.quality.report import write_quality
from publisher.quality.words import FIELDS, GRAVITIES, KINDS, LAYOUTS
from publisher.writing import PageWriter
from tests.site.mixed import HOSTILE, write_mixed

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "qualite.json"
#: Bytes of a page or of a file of data.
BOUND = 150_000
EVERYTHING = sum(BITS.values())


class Written:
    """The report of an account, as it was written."""

    def __init__(
        self,
        folder: Path,
        account: Account,
        titres: Iterable[Titre] = (),
        questions: Iterable[Question] = (),
    ) -> None:
        writer = PageWriter(folder, dict)
        write_quality(writer, account, [Facts.of(question)[0] for question in questions], titres)
        self.files = {path: (folder / path).read_bytes() for path in writer.written}
        self.report: dict[str, Any] = json.loads(self.files["qualite.json"])

    def entries(self, listed: dict[str, Any]) -> list[dict[str, Any]]:
        """All entries that a count leads to."""
        return [
            entry
            for address in listed.get("liste", ())
            for entry in json.loads(self.files[address])["entrees"]
        ]


def account_of(sources: Path, folder: Path) -> tuple[Account, Report]:
    report = read_sources(find_files([sources]), folder / "records.jsonl")
    return Account(report.documents(), report.more, [sources]), report


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Written, Report]:
    folder = tmp_path_factory.mktemp("mixed")
    write_mixed(folder / "sources")
    account, report = account_of(folder / "sources", folder)
    questions = read_records(folder / "records.jsonl")
    return Written(folder / "pages", account, questions=questions), report


def finding(number: int, kind: Kind = "inconnu", found: str = "x", expected: str = "y") -> Finding:
    return Finding(f"s/{number:06}.txt", number, "doubtful", found, expected, kind)


def read(number: int, *findings: Finding, layout: str = "sheet", fields: int = EVERYTHING) -> Read:
    return Read(f"s/{number:06}.txt", layout, (14, "QE", number), fields, findings)


def test_the_report_of_a_mixed_folder_is_the_golden_one(
    mixed: tuple[Written, Report], accept: bool
) -> None:
    written, _ = mixed
    lists = {
        path: json.loads(content)
        for path, content in sorted(written.files.items())
        if path.startswith(("qualite/refus.", "qualite/doutes."))
        if path.endswith(".json")
    }
    told = json.dumps(written.report | {"listes": lists}, ensure_ascii=False, indent=1) + "\n"
    if accept:
        GOLDEN.write_text(told, "utf-8")
    assert told == GOLDEN.read_text("utf-8")


def test_every_count_is_the_length_of_its_list(mixed: tuple[Written, Report]) -> None:
    written, report = mixed
    counted = [
        *written.report["constats"],
        *written.report["champs_absents"],
        written.report["auteurs_par_reference"],
        written.report["auteurs_du_texte"],
    ]
    assert len(counted) > 10
    assert written.report["auteurs_du_texte"]["nombre"] > 0
    for one in counted:
        if "liste" in one:
            assert len(written.entries(one)) == one["nombre"], one
    assert sum(one["nombre"] for one in written.report["constats"]) == len(report.findings)
    for severity in SEVERITIES:
        of = json.loads(written.files[f"qualite/{GRAVITIES[severity].address}.json"])["entrees"]
        assert len(of) == sum(f.severity == severity for f in report.findings)


def test_every_finding_is_told_with_its_line_what_was_found_and_what_was_expected(
    mixed: tuple[Written, Report],
) -> None:
    written, report = mixed
    told = {
        (entry["source"], entry.get("ligne", 0), entry["trouve"])
        for one in written.report["constats"]
        for entry in written.entries(one)
    }
    there = {
        (finding.path.partition("/sources/")[2], finding.line, " ".join(finding.found.split()))
        for finding in report.findings
        if "/sources/" not in finding.found
    }
    assert there <= told
    assert len(there) > 15


def test_a_doubt_leads_to_the_page_of_its_question_and_a_refusal_to_none(
    mixed: tuple[Written, Report],
) -> None:
    written, _ = mixed
    for one in written.report["constats"]:
        for entry in written.entries(one):
            assert ("question" in entry) == (
                one["gravite"] == "doutes" or one["nature"] == "repetition"
            ), entry


def test_nothing_names_a_place_on_this_machine(mixed: tuple[Written, Report]) -> None:
    written, report = mixed
    top = report.findings[0].path.partition("/sources/")[0]
    assert Path(top).is_dir()
    for path, content in written.files.items():
        assert top.encode() not in content, path
        assert b"/sources/" not in content, path


def test_names_and_words_of_sources_are_text(mixed: tuple[Written, Report]) -> None:
    written, _ = mixed
    pages = {path: c.decode() for path, c in written.files.items() if path.endswith(".md")}
    assert any("&lt;script&gt;alert(1) &amp; é.txt" in page for page in pages.values())
    assert any("Rien &lt;b&gt;de&lt;/b&gt; connu." in page for page in pages.values())
    for page in pages.values():
        assert "<script" not in page
        assert "<b>de" not in page
    assert HOSTILE in written.files["qualite/refus.json"].decode()


def test_the_order_in_which_documents_come_changes_nothing(tmp_path: Path) -> None:
    dice = random.Random(1)
    documents = [
        read(number, *[finding(number, dice.choice(["inconnu", "valeur"]))] * dice.randint(0, 2))
        for number in range(300)
    ]
    one = Account(documents)
    dice.shuffle(documents)
    other = Account(documents)
    assert one.digest() == other.digest()
    assert Written(tmp_path / "1", one).files == Written(tmp_path / "2", other).files


def test_whatever_the_report_tells_changes_its_digest() -> None:
    one = read(1, finding(1))
    others = [
        read(1, finding(1, "valeur")),
        read(1, finding(1, found="z")),
        read(1, finding(1, expected="z")),
        read(1, finding(2)),
        read(2, finding(1)),
        read(1, finding(1), layout="table_head"),
        read(1, finding(1), fields=EVERYTHING & ~BITS["rubrique"]),
        read(1),
    ]
    digests = {Account([document]).digest() for document in [one, *others]}
    assert len(digests) == len(others) + 1


def links(page: bytes) -> set[str]:
    """Where a page leads to; a quote in an attribute is escaped."""
    return set(re.findall(r'<a href="([^"]+)"', page.decode()))


def test_a_list_of_thousands_is_cut_into_pages_that_lead_to_each_other(
    tmp_path: Path,
) -> None:
    nasty = "<&\"'>" * 200
    documents = [
        read(
            number,
            finding(number, found=f"{nasty} {number}", expected="😀" * 900),
            fields=EVERYTHING & ~BITS["page_question"] if number % 2 else EVERYTHING,
        )
        for number in range(1, 2_001)
    ]
    written = Written(tmp_path, Account(documents))
    largest = max(len(content) for content in written.files.values())
    assert 50_000 < largest < BOUND
    (count,) = written.report["constats"]
    assert count["nombre"] == len(written.entries(count)) == 2_000
    (gap,) = written.report["champs_absents"]
    assert (gap["nombre"], gap["documents"]) == (len(written.entries(gap)), 2_000)
    pages = {path for path in written.files if path.endswith(".md")}
    reached, waiting = {"qualite.md"}, ["qualite.md"]
    while waiting:
        page = waiting.pop()
        folder = f"{page.rpartition('/')[0]}/" if "/" in page else ""
        for link in links(written.files[page]):
            target = f"{folder}{link.partition('#')[0]}".removesuffix(".html") + ".md"
            if target in pages and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert reached == pages


def test_a_count_of_a_source_leads_to_where_its_findings_begin(tmp_path: Path) -> None:
    documents = [
        Read(f"s/{lot}.zip/{n:03}.json", "opendata", (17, "QE", n), EVERYTHING, (finding(n),))
        for lot in "abc"
        for n in range(1, 201)
    ]
    documents += [Read(f"s/{lot}.zip", "archive", None, 0, ()) for lot in "abc"]
    account = Account(sorted(documents), sources=[])
    assert [group.lot for group in account.groups()] == ["s/a.zip", "s/b.zip", "s/c.zip"]
    written = Written(tmp_path, account)
    counts = links(written.files["qualite.md"])
    for position, lot in enumerate("abc"):
        (link,) = [link for link in counts if link.endswith(f"#s{position}")]
        page = written.files[link.partition("#")[0].replace(".html", ".md")].decode()
        assert f'<h2 id="s{position}"><code>s/{lot}.zip</code>' in page


def test_each_source_is_a_lot_and_so_is_each_archive(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_mixed(tmp_path / name)
    sources = [tmp_path / "two", tmp_path / "one", tmp_path / "one" / "date.txt"]
    report = read_sources(find_files(sources), tmp_path / "records.jsonl")
    account = Account(report.documents(), report.more, sources)
    lots = {group.lot for group in account.groups()}
    assert lots == {"dossier 1", "dossier 2", "Questions_ecrites_XVII.json.zip"}
    alone = read_sources(find_files([sources[2]]), tmp_path / "alone" / "records.jsonl")
    (group,) = Account(alone.documents(), alone.more, [sources[2]]).groups()
    assert (group.lot, group.documents, group.doubtful) == ("fichiers", 1, 1)


def test_a_title_of_a_ministry_that_no_table_has_is_listed(tmp_path: Path) -> None:
    titre = Titre("Numérique & <ciel>", 3, "ministeres/numerique.html")
    written = Written(tmp_path, Account(), [titre])
    assert written.report["titres_inconnus"]["nombre"] == 1
    page = written.files["qualite/titres-de-ministeres.md"].decode()
    assert '<a href="../ministeres/numerique.html">Numérique &amp; &lt;ciel&gt;</a>' in page


def test_without_anything_to_say_the_report_says_so(tmp_path: Path) -> None:
    written = Written(tmp_path, Account([read(1)]))
    assert sorted(written.files) == ["qualite.json", "qualite.md"]
    assert "Rien à signaler" in written.files["qualite.md"].decode()


def test_every_kind_layout_and_field_has_a_name_in_french() -> None:
    assert set(KINDS) == set(get_args(Kind))
    assert set(GRAVITIES) == set(SEVERITIES)
    modules = {path.stem for path in (ROOT / "parser" / "layouts").glob("*.py")} - {"__init__"}
    read_by = {name for name in modules if _reads(ROOT / "parser" / "layouts" / f"{name}.py")}
    assert read_by <= set(LAYOUTS)
    assert set(FIELDS) == {*ALWAYS, *ANSWERED} <= set(RECORD)


def _reads(module: Path) -> bool:
    return bool(re.search(rf"^def parse_{module.stem}\(", module.read_text("utf-8"), re.MULTILINE))


def test_the_document_names_every_key_of_the_data(mixed: tuple[Written, Report]) -> None:
    written, _ = mixed
    document = (ROOT / "publisher" / "quality" / "QUALITE.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", document))
    keys: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            keys.update(value)
            for part in value.values():
                collect(part)
        elif isinstance(value, list):
            for part in value:
                collect(part)

    for path, content in written.files.items():
        if path.endswith(".json"):
            collect(json.loads(content))
    assert keys <= named
    assert set(get_args(Kind)) <= named

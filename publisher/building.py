"""One build: sources → records → pages → site, and records → index."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Callable, Mapping, Set
from concurrent.futures import Executor
from pathlib import Path
from typing import Final

from parser.acteurs import advice
from parser.corpus import Report, read_sources
from parser.findings import Kind
from parser.memory import fingerprint, parser_version, stamp_of
from parser.question import page_address
from parser.sources import find_files
from parser.uncollected import uncollected
from publisher import generated
from publisher.beside import Beside, may_fork
from publisher.indexing import indexing
from publisher.memory import FILE as MEMORY
from publisher.memory import (
    NOTHING,
    Look,
    Memory,
    Written,
    digest_of_looks,
    looks_below,
    written,
)
from publisher.pages import write_hubs
from publisher.publishing import publish
from publisher.quality.account import Account
from publisher.questions import write_questions
from publisher.relating import Relating
from publisher.reuse import digest_of, frame_of
from publisher.semblables import write_shards
from publisher.settings import DOCS, Settings, Voice
from publisher.stages import Stages
from publisher.writing import PageWriter

_PACKAGE: Final = Path(__file__).parent
#: What the numbers of hubs depend on beside: the map, and when the search takes two values for one.
COUNTED_WITH: Final = {
    _PACKAGE / "vendor" / "france.departments.svg",
    *(
        _PACKAGE.parent / "search" / "indexer" / f"{name}.py"
        for name in ("delays", "facets", "forms")
    ),
}
#: Documents that were left out, told one by one for each kind; the report lists all.
TOLD: Final = 20


def read(settings: Settings, stages: Stages, voice: Voice, pool: Executor | None) -> Report:
    """Reads the sources into `records_of(settings)`; tells every finding, and a line of counts."""
    with stages.stage("parse"):
        files = find_files(settings.sources, without=settings.written_to)
        report = read_sources(
            files,
            records_of(settings),
            workers=settings.workers,
            executor=pool,
            progress=functools.partial(voice.progress, "files"),
        )
    _tell(report, voice)
    voice.say(_summary(report))
    if report.unknown_authors[1]:
        voice.say(advice(*report.unknown_authors))
    return report


def _tell(report: Report, voice: Voice) -> None:
    """Every refusal and doubt; of what is left out, some of each kind: two archives of one legislature
    would name each of its questions."""
    ignored: Counter[Kind] = Counter()
    for finding in report.findings:
        if finding.severity == "ignored":
            ignored[finding.kind] += 1
            if ignored[finding.kind] > TOLD:
                continue
        voice.warn(str(finding))
    for kind, count in sorted(ignored.items()):
        if count > TOLD:
            voice.warn(f"and {count - TOLD:,} more ignored for the same reason ({kind})")


def records_of(settings: Settings) -> Path:
    """The file of records that `read` writes."""
    return settings.cache / "records.jsonl"


def build(
    settings: Settings, report: Report, stages: Stages, voice: Voice, pool: Executor | None
) -> None:
    """Makes of the records that were read what the command asks for."""
    records = records_of(settings)
    with stages.stage("pages"), uncollected():
        memory = Memory(settings.cache / MEMORY)
    relating = Relating(settings, report, records, stages, pool)
    if settings.command == "parse":
        _write_pages(settings, records, report, relating, memory, stages, voice, pool)
        return
    with indexing(settings, report, records, relating, pool) as index:
        # A first build has both processors at work anyhow, and would take half as much memory again.
        if settings.command == "all" and memory.about.get("index") not in (
            None, index.digest(index.former),
        ):  # fmt: skip
            index.start()
        if settings.command in ("site", "all"):
            _write_pages(settings, records, report, relating, memory, stages, voice, pool)
        publish(settings, index, memory, stages, voice, pool)


def _write_pages(
    settings: Settings,
    records: Path,
    report: Report,
    relating: Relating,
    memory: Memory,
    stages: Stages,
    voice: Voice,
    pool: Executor | None,
) -> None:
    """The Markdown pages: hand-written ones, one a question, hubs; stale ones go."""
    pages, about = settings.pages, memory.about
    pages.mkdir(parents=True, exist_ok=True)
    with stages.stage("pages"):
        looks = looks_below(pages)
        files = [*_PACKAGE.iterdir(), *(_PACKAGE / "quality").iterdir()]
        version = fingerprint(
            sorted({p for p in files if p.suffix in (".py", ".yml")} | COUNTED_WITH),
            parser_version(),
            relating.version,
        )
        account, told = _account(settings, report, memory, version)
        copied = generated.handwritten(DOCS, pages)
        made_of = digest_of(
            version,
            str(settings.au),
            settings.site_url or "",
            str(settings.publish_exports),
            frame_of(DOCS, copied),
            told,
            b"".join(report.digests),
        )
        if about.get("pages") == made_of and about.get("pages_look") == _look(looks):
            voice.say(f"{int(about['pages_count']):,} pages in {pages}")
            if account:  # touched sources: what they told is known the next time
                memory.save()
            return
        same_version = about.get("facts") == version
        if not same_version:
            memory.facts.clear()
            about["facts"] = version
        generated.sweep(pages, looks)
        ours = generated.generated(pages)
        questions = {f"{page_address(key)}.md" for key in report.keys}
        generated.require_free(pages, questions | copied, ours)
        with generated.claiming(pages, ours) as claim:
            for path in sorted((questions | copied) - ours):
                claim(path)
        generated.copy_handwritten(DOCS, pages)
        progress = functools.partial(voice.progress, "pages")
        facts = write_questions(
            records, report, pages, memory, looks, workers=settings.workers, progress=progress
        )
    repeats = relating.repeats
    hubs = {path: page for path, page in memory.pages.items() if path not in questions}

    def writer(claim: Callable[[str], None]) -> PageWriter:
        return PageWriter(pages, memory.cards, hubs if same_version else NOTHING, claim)

    def write_similar() -> dict[str, Written]:
        with uncollected(), generated.claiming(pages, ours | questions | copied) as claim:
            shards = writer(claim)
            write_shards(shards, facts, report.keys, relating.similar)
        return shards.written

    with Beside(write_similar, forks=may_fork(settings.workers, pool)) as similar:
        claiming = generated.claiming(pages, ours | questions | copied)
        with stages.stage("hubs"), uncollected(), claiming as claim:
            others = writer(claim)
            account = account or Account.of(report, settings.sources)
            letters = write_hubs(
                facts,
                others,
                au=settings.au,
                account=account,
                repeats=repeats,
                site_url=settings.site_url,
                donnees=settings.publish_exports,
            )
        with stages.stage("similar"):
            shards = similar.result()
    with stages.stage("hubs"), uncollected():
        generated_pages = others.written | shards
        made = questions | copied | generated_pages.keys()
        removed = generated.remove_stale(pages, made)
        memory.pages = {path: memory.pages[path] for path in sorted(questions)} | generated_pages
        frame = (looks.keys() | copied) - memory.pages.keys() - (ours - made)
        kept = {name: now.look for name in frame if (now := written(pages / name, b""))}
        about["pages"] = made_of
        about["pages_look"] = _look({path: page.look for path, page in memory.pages.items()} | kept)
        about["pages_count"] = str(len(made))
        about["frame"] = json.dumps(sorted(kept))
        about["letters"] = "".join(letters)
        memory.save()
    voice.say(f"{len(made):,} pages in {pages}" + (f", {removed:,} removed" if removed else ""))


def _look(looks: Mapping[str, Look]) -> str:
    """How the pages look, but for the lists of them."""
    lists: Set[str] = {generated.LIST_NAME, generated.MORE_NAME}
    return digest_of_looks({path: look for path, look in looks.items() if path not in lists})


def _account(
    settings: Settings, report: Report, memory: Memory, version: str
) -> tuple[Account | None, str]:
    """The account of the sources, and its digest; the digest alone where the last build knows it."""
    about = memory.about
    stamp = stamp_of(report.base) if report.base else ()
    base = digest_of(version, str(stamp), *map(str, settings.sources), *map(str, report.more))
    if about.get("account_of") == base:
        return None, about["account"]
    account = Account.of(report, settings.sources)
    about["account_of"], about["account"] = base, account.digest()
    return account, about["account"]


def _summary(report: Report) -> str:
    counts = report.counts()
    told = [f"{counts[severity]:,} {severity}" for severity in ("ignored", "doubtful", "refused")]
    return f"{report.files:,} files: {len(report.keys):,} questions, {', '.join(told)}"

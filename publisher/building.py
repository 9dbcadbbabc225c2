"""One build: sources → records → pages → site, and records → index."""

from __future__ import annotations

import functools
from concurrent.futures import Executor
from pathlib import Path

from parser.corpus import Report, read_sources
from parser.question import page_address
from parser.sources import find_files
from publisher import generated
from publisher.memory import FILE as MEMORY
from publisher.memory import Memory, looks_below
from publisher.pages import write_hubs
from publisher.publishing import publish
from publisher.questions import write_questions
from publisher.reuse import digest_of
from publisher.settings import DOCS, Settings, Voice
from publisher.stages import Stages
from publisher.writing import PageWriter


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
    for finding in report.findings:
        voice.warn(str(finding))
    voice.say(_summary(report))
    return report


def records_of(settings: Settings) -> Path:
    """The file of records that `read` writes."""
    return settings.cache / "records.jsonl"


def build(
    settings: Settings, report: Report, stages: Stages, voice: Voice, pool: Executor | None
) -> None:
    """Makes of the records that were read what the command asks for."""
    records = records_of(settings)
    with stages.stage("pages"):
        memory = Memory(settings.cache / MEMORY)
    if settings.command in ("parse", "site", "all"):
        _write_pages(settings, records, report, memory, stages, voice)
    if settings.command in ("site", "index", "all"):
        publish(settings, records, report, memory, stages, voice, pool)


def _write_pages(
    settings: Settings,
    records: Path,
    report: Report,
    memory: Memory,
    stages: Stages,
    voice: Voice,
) -> None:
    """The Markdown pages: hand-written ones, one a question, hubs; stale ones go."""
    pages = settings.pages
    pages.mkdir(parents=True, exist_ok=True)
    with stages.stage("pages"):
        looks = looks_below(pages)
        generated.sweep(pages, looks)
        questions = {f"{page_address(key)}.md" for key in report.keys}
        written = questions | generated.handwritten(DOCS, pages)
        generated.require_free(pages, written)
        generated.claim(pages, written)
        generated.copy_handwritten(DOCS, pages)
        progress = functools.partial(voice.progress, "pages")
        facts = write_questions(
            records, report, pages, memory, looks, workers=settings.workers, progress=progress
        )
    with stages.stage("hubs"):
        hubs = {path: page for path, page in memory.pages.items() if path not in questions}
        made_of = digest_of(memory.about["facts"], str(settings.au), *report.digests)
        if memory.about.get("hubs") != made_of or any(
            looks.get(path) != page.look for path, page in hubs.items()
        ):
            with generated.claiming(pages) as claim:
                writer = PageWriter(pages, hubs, claim)
                write_hubs(facts, writer, au=settings.au)
            hubs = writer.written
            memory.about["hubs"] = made_of
        memory.pages = {path: memory.pages[path] for path in sorted(questions)} | hubs
        removed = generated.remove_stale(pages, written | hubs.keys())
        memory.save()
    count = len(written | hubs.keys())
    voice.say(f"{count:,} pages in {pages}" + (f", {removed:,} removed" if removed else ""))


def _summary(report: Report) -> str:
    counts = report.counts()
    told = [f"{counts[severity]:,} {severity}" for severity in ("ignored", "doubtful", "refused")]
    return f"{report.files:,} files: {len(report.keys):,} questions, {', '.join(told)}"

"""How fast are sources read into records, and what memory does it take?

    python -m benchmarks.parse_speed --records corpus.jsonl --work /some/folder
    python -m benchmarks.parse_speed --text FOLDER... --work /some/folder

From a generator's records it makes archives of official JSON, one question a file, and the single file of
all in JSON and in XML, of several sizes. No pages are written. Figures are of one process unless said
otherwise: processor time counts, since machines are noisy; memory is that of all processes, shared pages
once.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from benchmarks.measure import machine

SIZES: Final = (1_000, 10_000, 100_000)
#: Seconds between two looks at the memory.
PERIOD: Final = 0.05


def official(record: dict[str, Any], numero: int) -> dict[str, Any]:
    """A record of the generator in the official schema, under another number."""

    def day(date: str, page: int | None = None, issue: str | None = None) -> dict[str, Any]:
        return {
            "typeJO": "JO_QUESTION",
            "dateJO": date,
            "pageJO": str(page) if page else None,
            "numJO": issue,
            "urlLegifrance": None,
            "referenceNOR": None,
        }

    def ministry(name: str, number: int) -> dict[str, Any]:
        return {"organeRef": f"PO{number}", "abrege": name, "developpe": f"Ministère : {name}"}

    asked, answered = record["date_q"], record.get("date_r")
    answer = day(answered, record.get("page_r"), "20250010") if answered else None
    return {
        "@xmlns": "http://schemas.assemblee-nationale.fr/referentiel",
        "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "@xsi:type": "QuestionEcrite_Type",
        "uid": f"QANR5L17QE{numero}",
        "identifiant": {"numero": str(numero), "regime": "5eme Republique", "legislature": "17"},
        "type": "QE",
        "indexationAN": {
            "rubrique": record["rubrique"],
            "teteAnalyse": None,
            "analyses": {"analyse": record["analyse"]},
        },
        "auteur": {
            "identite": {"acteurRef": f"PA{len(record['depute'])}", "mandatRef": "PM1"},
            "groupe": {"organeRef": "PO1", "abrege": "GR", "developpe": record["groupe"]},
        },
        "minInt": ministry(record["min_int"], 2),
        "minAttribs": {
            "minAttrib": {
                "infoJO": day(asked),
                "denomination": ministry(record["min_attr"], 3),
            }
        },
        "textesQuestion": {
            "texteQuestion": {
                "infoJO": day(asked, record["page_q"], "20240026"),
                "texte": record["question"],
            }
        },
        "textesReponse": {"texteReponse": {"infoJO": answer, "texte": record["reponse"]}}
        if answer
        else None,
        "cloture": {
            "codeCloture": "REP_PUB",
            "libelleCloture": "Réponse publiée",
            "dateCloture": answered,
            "infoJO": answer,
        }
        if answer
        else None,
        "signalement": None,
        "renouvellements": None,
    }


def questions(records: Path, count: int) -> Iterator[dict[str, Any]]:
    """So many official questions; the records are gone through again where they are fewer."""
    with records.open(encoding="utf-8") as lines:
        found = [json.loads(line) for line in islice(lines, 10_000)]
    for numero, record in enumerate(islice(cycle(found), count), start=1):
        yield official({name: _later(value) for name, value in record.items()}, numero)


def _later(value: Any) -> Any:
    """Days of the 14th legislature as days of the 17th."""
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return f"{int(value[:4]) + 12}{value[4:]}"
    return value


def pack(records: Path, count: int, archive: Path, many: Path, xml: Path) -> None:
    """An archive of one question a file, and the single files of all."""
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out,
        many.open("w", encoding="utf-8") as single,
        xml.open("w", encoding="utf-8") as elements,
    ):
        single.write('{"questionsEcrites": {"question": [\n')
        elements.write('<?xml version="1.0" encoding="UTF-8"?>\n<questionsEcrites>\n')
        for number, question in enumerate(questions(records, count)):
            text = json.dumps({"question": question}, ensure_ascii=False, indent=2)
            out.writestr(f"json/{question['uid']}.json", text)
            single.write((",\n" if number else "") + json.dumps(question, ensure_ascii=False))
            elements.write(element("question", question) + "\n")
        single.write("\n]}}\n")
        elements.write("</questionsEcrites>\n")


def element(name: str, value: Any) -> str:
    """A value of the official JSON as the official XML has it."""
    if value is None:
        return f'<{name} xsi:nil="true"/>'
    if not isinstance(value, dict):
        return f"<{name}>{escape(str(value))}</{name}>"
    attributes = "".join(f" {key[1:]}={quoteattr(v)}" for key, v in value.items() if key[0] == "@")
    inner = "".join(element(key, v) for key, v in value.items() if key[0] != "@")
    return f"<{name}{attributes}>{inner}</{name}>"


def measure(source: Path, work: Path, workers: int) -> None:
    """Reads a source twice and prints what it took: all of it, then with nothing changed."""
    cache = work / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    time.sleep(3)  # a file as young as the memory is read again
    for what in ("clean", "nothing changed"):
        command = [sys.executable, "-m", "benchmarks.parse_speed", "--read", str(source)]
        command += ["--work", str(work), "--workers", str(workers)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        peak = [0.0]
        watching = threading.Thread(target=_watch, args=(process, peak))
        watching.start()
        assert process.stdout
        told = json.loads(process.stdout.read())
        process.wait()
        watching.join()
        speed = told["questions"] / told["cpu"]
        print(
            f"{source.name:24} {what:15} {workers} process{'es' * (workers > 1):2} "
            f" {told['questions']:7,} questions  {told['seconds']:6.1f} s  {told['cpu']:6.2f} s of CPU"
            f"  {speed:6,.0f} a CPU second  {peak[0]:5.0f} MB",
            flush=True,
        )


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_share, _family(process.pid))) / 1e6)
        time.sleep(PERIOD)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(p for child in children for p in _family(int(child)))]


def _share(pid: int) -> int:
    """Bytes of a process, shared pages divided among those who share them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def read(source: Path, work: Path, workers: int) -> None:
    """What `measure` starts: reads a source, prints figures as JSON."""
    from parser.corpus import read_sources
    from parser.sources import find_files

    start = time.perf_counter()
    report = read_sources(find_files([source]), work / "cache" / "records.jsonl", workers=workers)
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    figures = {"questions": len(report.keys), "seconds": time.perf_counter() - start, "cpu": cpu}
    print(json.dumps(figures))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--records", type=Path, help="a generator's records, a JSON object a line")
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="folders of text sources")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--workers", type=int, nargs="*", default=[1])
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.read:
        read(options.read, options.work, options.workers[0])
        return
    options.work.mkdir(parents=True, exist_ok=True)
    print(machine(), f"load {os.getloadavg()[0]:.0f}")
    sources = list(options.text)
    for size in options.sizes if options.records else ():
        archive, many, xml = (options.work / f"{size}.{end}" for end in ("zip", "json", "xml"))
        if not xml.exists():
            pack(options.records, size, archive, many, xml)
        sources += [archive, many, xml]
    for source in sources:
        for workers in options.workers:
            measure(source, options.work, workers)


if __name__ == "__main__":
    main()

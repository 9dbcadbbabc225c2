"""A small corpus that changes at random, and builds of it by the command: for chains of builds."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from publisher.generated import generated
from tests.parser.documents import head, sheet

ROOT = Path(__file__).parents[2]
#: What a copy of the project needs to build.
_PROJECT = (
    "build.py",
    "mkdocs.yml",
    "parser",
    "publisher",
    "noindex.txt",
    "related",
    "exports",
    "fetching",
    "search",
    "theme",
    "docs",
)
_AUTHORS = ("M. Paul Durand", "Mme Anne Martin", "M. Jean Petit")
_PLACES = ("Gironde (11e circonscription)", "Nord (2e circonscription)")
#: What is only seen in the report on the sources.
_TROUBLES = (
    "",
    "Rien de connu.",
    sheet(numero="90", type="Question au Gouvernement"),
    sheet(numero="10", numero_bis="11"),
    sheet(numero="13", circonscription="Nord (102e circonscription)"),
    head(numero="13", more="\tCouleur préférée > bleu"),
)


class Project:
    """A copy of the project, whose code and theme may change, with sources, pages and a site."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.dice = random.Random(seed)
        self.sources = folder / "sources"
        self.site = folder / "site"
        self.arguments: list[str] = []
        self.done: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        for name in _PROJECT:
            source = ROOT / name
            if source.is_dir():
                kept = shutil.ignore_patterns("__pycache__", ".*")
                shutil.copytree(source, folder / name, ignore=kept)
            else:
                shutil.copyfile(source, folder / name)
        for made in generated(ROOT / "docs"):
            (folder / "docs" / made).unlink(missing_ok=True)
        for path in sorted((folder / "docs").rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        self.sources.mkdir()
        for number in range(1, 9):
            self._write(self.sources / f"{number}.txt", number)

    def edit(self) -> None:
        """One change, by the dice."""
        files = sorted(self.sources.rglob("*.txt"))
        one = self.dice.choice(files)
        new = self.sources / self.dice.choice("ab") / f"{self.dice.randint(1, 12)}.txt"
        new.parent.mkdir(exist_ok=True)
        kinds = ["add"] * 4 + ["change"] * 4 + ["delete"] * 2 + ["rename"] * 2 + ["trouble"] * 3
        kind = self.dice.choice([*kinds, *"touch theme parser address pages date noindex".split()])
        self.done.append(kind)
        match kind:
            case "add":
                self._write(new, self.dice.randint(1, 14))
            case "change":
                self._write(one, self.dice.randint(1, 14))
            case "delete" if len(files) > 3:
                one.unlink()
            case "rename":
                one.rename(new)
            case "trouble":
                new.with_stem("trouble").write_text(self.dice.choice(_TROUBLES), "utf-8")
            case "touch":
                os.utime(one)
            case "theme":
                with (self.folder / "theme" / "question.html").open("a") as template:
                    template.write(f"{{# {self.dice.random()} #}}")
                with (self.folder / "theme" / "partials" / "footer.html").open("a") as template:
                    template.write(f"<p>{self.dice.randint(1, 99)}</p>")
            case "parser":
                with (self.folder / "parser" / "labels.yml").open("a") as labels:
                    labels.write(f"# {self.dice.random()}\n")
            case "address":
                self.arguments = self.dice.choice([[], ["--site-url", "https://exemple.fr/q/"]])
            case "noindex":
                number = self.dice.randint(1, 14)
                (self.folder / "noindex.txt").write_text(f"q14/14-{number}QE.html\n", "utf-8")
            case "pages":
                page = self.dice.choice(sorted((self.folder / "docs").rglob("*.md")))
                if page.name not in (
                    "recherche.md",
                    "a-propos.md",
                    "adresses.md",
                    "suivi.md",
                    "accessibilite.md",
                ):
                    page.write_text("broken")
            case "date":
                self.arguments = [
                    *self.arguments[:2],
                    *self.dice.choice([[], ["--au", "2015-01-02"]]),
                ]
                if self.arguments[:1] == ["--au"]:
                    self.arguments = self.arguments[:2]

    def _write(self, path: Path, number: int) -> None:
        text = f"Mme Anne Martin interroge la ministre sur {self.dice.choice('abc')} l'énergie."
        if self.dice.random() < 0.4:
            text += f" Elle rappelle sa question écrite n° {self.dice.randint(1, 14)}."
        answer = self.dice.choice(["", f"La réponse {self.dice.randint(1, 3)}."])
        author = self.dice.choice(_AUTHORS)
        if self.dice.random() < 0.2:
            path.write_text(head(numero=str(number), question=text), "utf-8")
        else:
            place = self.dice.choice(_PLACES)
            path.write_text(
                sheet(
                    numero=str(number),
                    question=text,
                    reponse=answer,
                    auteur=author,
                    circonscription=place,
                    titre=self.dice.choice(["Éoliennes", "Gaz"]),
                    publiee=self.dice.choice(["20 mai 2014", "3 juin 2014"]),
                ),
                "utf-8",
            )

    def command(self, name: str = "") -> list[str | Path]:
        """Builds in this copy, or in folders of another name beside: a clean build."""
        folders = {"--site": "site", "--pages": "docs", "--cache": ".cache"}
        if name:
            folders = {option: f"{name}/{folder}" for option, folder in folders.items()}
        command: list[str | Path] = [sys.executable, self.folder / "build.py", "all"]
        for option, folder in folders.items():
            command += [option, self.folder / folder]
        return [*command, "--source", self.sources, "--workers", "2", *self.arguments]

    def build(self, name: str = "") -> int:
        """The exit code of a build."""
        done = subprocess.run(
            self.command(name), cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1, 3), done.stderr
        if done.returncode == 1:
            assert "no written question" in done.stderr, done.stderr
        return done.returncode

    def clean(self) -> dict[str, bytes]:
        """The site of a clean build of what is there now."""
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        self.build("clean")
        return tree(self.folder / "clean" / "site")


def tree(site: Path) -> dict[str, bytes]:
    """The files of a site, but for folders of the index that are left for who reads it now."""
    from search.folders import index_folders, is_index_folder

    named = index_folders(site / "recherche")
    found = {}
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        parts = name.split("/")
        left = len(parts) > 2 and is_index_folder(parts[1]) and parts[1] not in named
        if path.is_file() and not left:
            found[name] = path.read_bytes()
    return found

"""A small folder with each kind of trouble that the sources of a site may hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.parser.documents import head, sheet

ROOT = Path(__file__).parents[2]
#: A name that would be HTML, were it not escaped.
HOSTILE = "<script>alert(1) & é.txt"
_DAY = "Question publiée au JO le : 05/02/2013 page : 12"


def write_mixed(folder: Path) -> None:
    """Writes the sources."""
    folder.mkdir(parents=True)
    texts: dict[str, str | bytes] = {
        "vide.txt": b"",
        "binaire.txt": b"\x00\x01",
        "latin.txt": "été".encode("latin1"),
        "autre.txt": "Rien de connu.",
        HOSTILE: "Rien <b>de</b> connu.",
        "panne.html": "<html><title>502 Bad Gateway</title></html>",
        "question-au-gouvernement.txt": sheet(numero="9", type="Question au Gouvernement"),
        "deux-numeros.txt": sheet(numero="10", numero_bis="11"),
        "coupe.txt": sheet(numero="7").split("Données clés")[0],
        "sans-fin.txt": head(numero="6", question="La question s'arrête au milieu de la"),
        "date.txt": head(numero="2", dates="Question publiée au JO le : 31/02/2013"),
        "inconnue-1.txt": head(numero="3", dates=f"{_DAY}\nCouleur préférée : bleu"),
        "inconnue-2.txt": head(numero="4", dates=f"{_DAY}\nCouleur préférée : bleu"),
        "perdu.txt": sheet(numero="12", question="Mme Anne Martin interroge l'\ufffdtat."),
        "copie-1.txt": sheet(numero="5"),
        "copie-2.txt": sheet(numero="5"),
        "desaccord.txt": sheet(numero="5", auteur="M. Paul Durand"),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with zipfile.ZipFile(folder / "Questions_ecrites_XVII.json.zip", "w") as archive:
        for path in sorted((ROOT / "tests" / "official").glob("QANR*.json")):
            archive.write(path, f"json/{path.name}")
        archive.writestr("json/QANR5L17QE1.json", '{"question": {"uid": "QANR5L17QE1"}}')

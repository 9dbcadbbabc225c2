"""Who asks, read in the opening words of a question; anybody else there is no author."""

from __future__ import annotations

import pytest

from parser.opening import author_of


@pytest.mark.parametrize(
    ("opening", "author"),
    [
        ("M. Jean Dupont attire l'attention de M. le ministre", "Jean Dupont"),
        ("M Jean Dupont rappelle a M le ministre", "Jean Dupont"),
        ("Mme\u00a0Anne-Laure Blin interroge Mme la ministre", "Anne-Laure Blin"),
        ("Mlle Anne Martin s'inquiète auprès de", "Anne Martin"),
        ("M. Hervé de Lépinau alerte", "Hervé de Lépinau"),
        ("M. Emmanuel Taché de la Pagerie souhaite", "Emmanuel Taché de la Pagerie"),
        ("Mme Christelle D'Intorni appelle", "Christelle D'Intorni"),
        ("M. Henri d'Attilio expose", "Henri d'Attilio"),
        ("M. Nicolas Dupont-Aignan se félicite", "Nicolas Dupont-Aignan"),
        ("M. Marc Le Fur, député des Côtes-d'Armor, demande", "Marc Le Fur"),
        ("Mme Anne Martin, députée du Nord, demande", "Anne Martin"),
        ("M. Jean Dupont à nouveau attire", "Jean Dupont"),
        ("M. Jean Dupont une nouvelle fois interpelle", "Jean Dupont"),
        ("M. Jean Dupont vivement souhaite", "Jean Dupont"),
        ("M. Éric Ciotti réitère sa question", "Éric Ciotti"),
        # nobody
        ("M. le ministre de l'intérieur est interrogé", None),
        ("M. le président de la commission attire", None),
        ("Mme la députée interroge", None),
        ("M. Dupont attire l'attention", None),
        ("M. Jean Dupont, maire de Lille, attire", None),
        ("M. Jean Dupont récemment décédé avait saisi", None),
        ("M. Jean Dupont est victime de", None),
        ("M. Jean Dupont a saisi", None),
        ("L'attention de M. Jean Dupont est attirée", None),
        ("M. Jean", None),
        ("", None),
    ],
)
def test_the_opening_names_the_author_or_nobody(opening: str, author: str | None) -> None:
    found = author_of(opening)
    assert (found.auteur if found else None) == author

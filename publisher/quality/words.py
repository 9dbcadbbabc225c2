"""The report's words: what a reader who knows neither the program nor the formats understands."""

from __future__ import annotations

from typing import Final, NamedTuple

from parser.findings import Kind, Severity


class Word(NamedTuple):
    """A name, and a sentence that explains it."""

    name: str
    told: str


class Gravity(NamedTuple):
    """How grave a finding is: its name in addresses, one and several of it, a sentence."""

    address: str
    one: str
    many: str
    told: str


GRAVITIES: Final[dict[Severity, Gravity]] = {
    "refused": Gravity("refus", "refus", "refus", "Rien de ces documents n’est publié."),
    "doubtful": Gravity(
        "doutes",
        "doute",
        "doutes",
        "La question est publiée ; la liste dit ce que devient la donnée douteuse.",
    ),
    "ignored": Gravity(
        "ecarts",
        "document ou copie écarté",
        "documents ou copies écartés",
        "Ce qui n’est pas une question écrite de l’Assemblée nationale, ou qui était déjà lu.",
    ),
}

KINDS: Final[dict[Kind, Word]] = {
    "illisible": Word(
        "Fichier illisible",
        "Vide, binaire, dans un autre codage que l’UTF-8, trop long ou impossible à ouvrir.",
    ),
    "format": Word(
        "Format inconnu", "Le document n’a aucune des présentations connues d’une question écrite."
    ),
    "erreur": Word(
        "Page d’erreur enregistrée",
        "Le serveur avait répondu par une erreur, qui a été enregistrée à la place de la question.",
    ),
    "identite": Word(
        "Numéro ou législature incertains",
        "Ils manquent ou se contredisent : la question ne peut pas être située.",
    ),
    "faute": Word(
        "Défaut du programme",
        "Le programme a échoué sur ce document ; c’est à signaler à ses auteurs.",
    ),
    "incomplet": Word("Document coupé", "La fin du document, ou l’un de ses textes, manque."),
    "absent": Word(
        "Donnée attendue absente",
        "Le document ne donne pas ce que sa présentation donne d’ordinaire.",
    ),
    "inconnu": Word(
        "Étiquette ou ligne inconnue",
        "Le programme ne sait pas encore la lire, et la laisse de côté.",
    ),
    "valeur": Word(
        "Valeur impossible",
        "Une date, une page du JO ou un nom qui ne peut pas être juste : la valeur n’est pas publiée.",
    ),
    "contradiction": Word(
        "Contradiction dans un document", "Deux endroits du même document ne s’accordent pas."
    ),
    "caracteres": Word(
        "Caractères perdus ou parasites",
        "Des lettres que le fichier a perdues, publiées telles quelles, ou des signes de commande.",
    ),
    "texte": Word("Texte inhabituel", "Quelque chose d’étrange dans un texte, publié tel quel."),
    "conflit": Word(
        "Désaccord entre sources",
        "La même question est dans plusieurs sources, qui ne disent pas la même chose.",
    ),
    "autre_nature": Word(
        "Autre chose qu’une question écrite",
        "Question au Gouvernement, question orale, document du Sénat, autre fichier des archives.",
    ),
    "repetition": Word(
        "Copie d’une question", "La même question est dans plusieurs sources : elles font une page."
    ),
}

#: By the name of the module of `parser/layouts`; what holds other documents may be refused as such.
LAYOUTS: Final[dict[str, str]] = {
    "opendata": "données ouvertes",
    "vue_xml": "XML du site officiel",
    "sheet": "fiche",
    "table_head": "page à tableau d’en-tête",
    "current_page": "page actuelle",
    "bare_text": "textes seuls",
    "full_table": "page à tableau complet",
    "nosdeputes": "page de NosDéputés.fr",
    "tagged": "source balisée",
    "acteurs": "données ouvertes des députés",
    "archive": "archive",
    "bulk": "fichier de plusieurs questions",
    "": "format non reconnu",
}

#: Ends the name of a layout that was read from HTML.
HTML: Final = "_html"

FIELDS: Final[dict[str, str]] = {
    "auteur": "auteur",
    "groupe": "groupe",
    "departement": "département",
    "circonscription": "circonscription",
    "rubrique": "rubrique",
    "titre": "titre",
    "ministere_interroge": "ministère interrogé",
    "ministere_attributaire": "ministère attributaire",
    "date_question": "date de la question",
    "page_question": "page du JO de la question",
    "question": "texte de la question",
    "date_reponse": "date de la réponse",
    "page_reponse": "page du JO de la réponse",
    "reponse": "texte de la réponse",
}


def layout_name(layout: str) -> str:
    """A layout in words, saved as HTML or not; one that has none yet under its own name."""
    text = layout.removesuffix(HTML)
    return LAYOUTS.get(text, text) + (", en HTML" if text != layout else "")

"""Ministries: what each was asked, what it answered, what it is still to answer."""

from __future__ import annotations

from publisher.addresses import Addresses
from publisher.cards import Body, Card
from publisher.facts import Facts
from publisher.french import counted, number
from publisher.hubs import Hub, Hubs
from publisher.listing import Place, listing
from publisher.rendering import text
from publisher.writing import PageWriter

#: What a ministry's page tells apart: name of the list's own pages, title, whether singular words.
ASKED, ANSWERED, IN_CHARGE = "posees", "reponses", "a-repondre"
TITLES = {
    ASKED: "Questions posées à ce ministère",
    ANSWERED: "Réponses de ce ministère",
    IN_CHARGE: "Chargé de répondre, sans réponse publiée",
}


class Ministries:
    """All ministries of the records, in the three roles."""

    def __init__(self) -> None:
        self._roles = {role: Hubs() for role in TITLES}
        self._all = Hubs()

    def add(self, question: Facts, card: Card) -> None:
        """Put a question under the ministry asked and under the one that answers it."""
        asked, answering = question.ministere_interroge, question.ministere_attributaire
        role = ANSWERED if question.etat.startswith("repondue") else IN_CHARGE
        self._roles[ASKED].add(asked, card)
        self._roles[role].add(answering, card)
        self._all.add(asked, card)
        if answering is not None:
            hub = self._all.of(answering)
            hub.spellings[answering] += 1
            if not hub.cards or hub.cards[-1] is not card:
                hub.cards.append(card)

    def __len__(self) -> int:
        return len(self._all)

    def sorted(self) -> list[Hub]:
        """In the order of the alphabet, each with all its questions, in whatever role."""
        return self._all.sorted()

    def write(self, writer: PageWriter, addresses: Addresses) -> None:
        """Their pages and the list."""
        ministries = self.sorted()
        addresses.settle("ministeres", [hub.key for hub in ministries])
        items = []
        for hub in ministries:
            of_role = {role: hubs.of(hub.label).cards for role, hubs in self._roles.items()}
            address = addresses.of("ministeres", hub.key)
            self._write_one(writer, address, hub.label, of_role)
            items.append(
                f'<li><a href="{address.rpartition("/")[2]}.html">{text(hub.label)}</a> '
                f'<span class="compte">{_counts(of_role)}</span></li>'
            )
        body = (
            f'<h1>Ministères</h1>\n<p class="chapeau">{counted(len(ministries), "ministère")}, '
            "sous les noms que donnent les questions.</p>\n"
            f'<ul class="index index-large">{"".join(items)}</ul>\n'
        )
        writer.page("ministeres/index.md", "Ministères", [body.encode()])

    def _write_one(
        self, writer: PageWriter, address: str, label: str, of_role: dict[str, list[Card]]
    ) -> None:
        roles = [(role, cards) for role, cards in of_role.items() if cards]
        links = "".join(
            f'<li><a href="#{role}">{TITLES[role]}</a> '
            f'<span class="compte">{number(len(cards))}</span></li>'
            for role, cards in roles
        )
        head = (
            f'<p class="fil"><a href="index.html">Ministères</a></p>\n'
            f"<h1>{text(label)}</h1>\n"
            f'<ul class="sommaire">{links}</ul>\n'
        )
        body: Body = [head.encode()]
        for role, cards in roles:
            place = Place(address, label, prefix=f"{role}-", what=TITLES[role])
            body.append(f'<h2 id="{role}">{TITLES[role]}</h2>\n'.encode())
            body += listing(writer, place, cards)
        writer.page(
            f"{address}.md",
            label,
            body,
            description=f"Questions écrites posées au ministère {label} et réponses de celui-ci.",
        )


def _counts(of_role: dict[str, list[Card]]) -> str:
    asked, answered = len(of_role[ASKED]), len(of_role[ANSWERED])
    return f"{counted(asked, 'question')}, {counted(answered, 'réponse')}"

"""Are two texts one, nearly? A word changed or a paragraph added leave it so; another subject does not.

A formula on another subject differs from its model by few words too: by the name of a disease, a town, a
profession or a law. What tells it from a text with a word changed: the words changed come again, are a
phrase or names, or each question speaks of its own elsewhere (`Told`); and the place where they stand holds
yet another word in a third text (`Slot`, which is judged by `grouping.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple
from zlib import crc32

from rapidfuzz.distance import Indel, Levenshtein

from related.analysis import HEAD, TEXTS, stem_of
from related.opening import opening_end
from related.words import CASED, END, PERSONS, TOOLS, encoded, text_of, words_of

#: Words of a text in which any may have been changed, if nothing tells that it is the subject; in a shorter
#: one no noun.
SHORTEST: Final = 40
#: Words for each word that was changed, beside one.
SPARSE: Final = 40
#: Words for each in a phrase that was changed for another.
PHRASE: Final = 150
#: Words in which a number may have been changed; that of an article or law is the subject of many a formula.
NUMBERED: Final = 40
ARTICLE: Final = 100
#: Words in which a name may have been changed that stands in one place.
NAMED: Final = 150
#: Words of a text that is not on what stands in one place, though a third text has yet another word there;
#: what is a name, or the number of an article, may be the subject of a longer one.
TELLING: Final = 250
#: Words that are added at once, at least, to be a sentence or paragraph and not a change.
ADDED: Final = 8
#: Words for as many others that are a text rewritten, which needs no closer look.
REWRITTEN: Final = 30
#: Words that are the same by accident within what was added.
ACCIDENT: Final = 3
#: Tool words between two changes that are one.
TOOLS_BETWEEN: Final = 2
#: Words of a text that is the same with a paragraph more, and the share of the longer one that it is.
WHOLE: Final = 12
SHARE: Final = 0.08
#: Words of a text that is no formula, however many hold it, and how often as long are those that hold one.
LONG: Final = 25
LONGER: Final = 3
#: Letters of a word in which one may be typed otherwise; two in one of twice as many.
TYPED: Final = 4
#: Words on each side by which a place is known again in another text.
AROUND: Final = 3
#: `n° 2014`, `article 12`, `L. 123`
_OF_NUMBERS: Final = frozenset((b"n", b"no", b"article", b"articles", b"l", b"r", b"d"))
_BEFORE_NOUNS: Final = frozenset(
    b"au aux ce ces cet cette d de des du l la le les leur leurs un une sur en".split()
)


class Slot(NamedTuple):
    """A word in the place of another, as hashes: of what stands around both, and of the two."""

    around: int
    one: int
    other: int


class Outcome(NamedTuple):
    """Of a comparison."""

    same: bool
    #: The words changed, where they are few.
    slots: tuple[Slot, ...] = ()
    #: Whether one is the other with much more, and which is the other (0 or 1), and if that is little.
    added: bool = False
    shorter: int = 0
    little: bool = False


APART: Final = Outcome(False)
SAME: Final = Outcome(True)


@dataclass(frozen=True)
class Told:
    """A text of a question and what the rest of the question says of its subject."""

    record: Mapping[str, Any]
    #: One of TEXTS.
    name: str

    @cached_property
    def cased(self) -> list[bytes]:
        """Its words as written, `.` where sentences end; without the opening of a question."""
        text = text_of(self.record, self.name)
        if self.name == "question":
            text = text[opening_end(text) :]
        return encoded(text).translate(CASED).replace(END, b" . ").split()

    @cached_property
    def places(self) -> list[int]:
        """Of its words in `cased`."""
        return [place for place, word in enumerate(self.cased) if word != END]

    @cached_property
    def words(self) -> list[bytes]:
        """In lower case, persons alike."""
        lower = [word.lower() for word in self.cased if word != END]
        return [PERSONS.get(word, word) for word in lower]

    @cached_property
    def elsewhere(self) -> frozenset[bytes]:
        """The words of all that the question says elsewhere."""
        other = TEXTS[1 - TEXTS.index(self.name)]
        said = [str(self.record.get(name, "")) for name in HEAD]
        return frozenset(words_of("\n".join((*said, text_of(self.record, other)))))

    @cached_property
    def subject(self) -> frozenset[int]:
        """The stems of these words."""
        return frozenset(map(stem_of, self.elsewhere))

    def is_name(self, place: int) -> bool:
        """Whether a word has a capital that its place does not give it."""
        at = self.places[place]
        return self.cased[at][:1].isupper() and at > 0 and self.cased[at - 1] != END


def compare(one: Told, other: Told) -> Outcome:
    """Whether two texts are the same but for a few words or some more of them."""
    a, b = one.words, other.words
    if a == b:
        return SAME
    shorter = min(len(a), len(b))
    if not shorter:
        return APART
    changes = _changes(a, b)
    added = [_added(change) for change in changes]
    if any(added) and not _is_whole(len(a), len(b), added):
        return APART
    few = [change for change, words in zip(changes, added, strict=True) if not words]
    if max((min(map(len, change)) for change in few), default=0) > REWRITTEN:
        return APART
    spots = [spot for change in few if any(spot := _content(change, a, b))]
    if not _may_be_same(spots, shorter):
        return APART
    swaps = [spot for spot in spots if spot.one and spot.other]
    slots = tuple(
        Slot(_around(spot, a), crc32(a[spot.one[0]]), crc32(b[spot.other[0]]))
        for spot in swaps
        if _is_telling(spot, one, other, shorter)
    )
    subject = _come_again(spots, a, b) or any(
        _is_subject(spot, one, other, shorter) for spot in swaps
    )
    little = shorter < LONG or LONGER * shorter < max(len(a), len(b))
    return Outcome(not subject, slots, any(added), int(len(b) < len(a)), little)


class _Change(NamedTuple):
    """Places of words in one text, and in the other of what stands there instead."""

    one: range
    other: range


class _Spot(NamedTuple):
    """The words of a change that tell a subject, by their places."""

    one: list[int]
    other: list[int]


def _changes(a: list[bytes], b: list[bytes]) -> list[_Change]:
    """What is not the same; changes with next to nothing between are one."""
    shorter, longer = sorted((len(a), len(b)))
    # of a text and a longer one the words in common, in order; else words in the place of others
    codes = (Indel if longer >= shorter + ADDED else Levenshtein).opcodes(a, b)
    changes: list[_Change] = []
    for code in codes:
        if code.tag == "equal":
            continue
        one, other = range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
        if changes and _are_one(changes[-1], one, other, a):
            last = changes.pop()
            one, other = range(last.one.start, one.stop), range(last.other.start, other.stop)
        changes.append(_Change(one, other))
    return changes


def _are_one(last: _Change, one: range, other: range, a: list[bytes]) -> bool:
    between = a[last.one.stop : one.start]
    if len(between) <= TOOLS_BETWEEN and all(word in TOOLS for word in between):
        return True
    # within much that was added some words are the same by accident
    sizes = (*map(len, last), len(one), len(other))
    return len(between) <= ACCIDENT and max(sizes) >= ADDED


def _added(change: _Change) -> int:
    """Words that one text has more, if they are many; negative where it is the first text."""
    more = len(change.other) - len(change.one)
    return more if abs(more) >= ADDED and min(map(len, change)) <= ACCIDENT else 0


def _is_whole(a: int, b: int, added: Sequence[int]) -> bool:
    """Whether what is added leaves the rest of the text to be the text."""
    more, less = sum(n for n in added if n > 0), -sum(n for n in added if n < 0)
    rest = min(a - less, b - more)
    if more and less:
        return 2 * (more + less) <= rest
    return rest >= WHOLE and rest >= SHARE * max(a, b)


def _content(change: _Change, a: list[bytes], b: list[bytes]) -> _Spot:
    """Without tool words, and words that are only spelt or inflected otherwise."""
    one = [i for i in change.one if _tells(a[i])]
    other = [i for i in change.other if _tells(b[i])]
    alike = [(i, j) for i in one for j in other if _alike(a[i], b[j])]
    for i, j in alike:
        if i in one and j in other:
            one.remove(i)
            other.remove(j)
    return _Spot(one, other)


def _tells(word: bytes) -> bool:
    return word not in TOOLS and (len(word) > 1 or word.isdigit())


def _alike(one: bytes, other: bytes) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((len(one), len(other)))
    if longer < TYPED or one[:1].isdigit() or other[:1].isdigit():
        return False
    if longer == shorter == TYPED:  # `loup`, `coup`
        return False
    most = 1 if shorter < 2 * TYPED else 2
    return Levenshtein.distance(one, other, score_cutoff=most) <= most or (
        stem_of(one) == stem_of(other)
    )


def _may_be_same(spots: Sequence[_Spot], shorter: int) -> bool:
    """Whether there are few changes for so many words."""
    sizes = [max(map(len, spot)) for spot in spots]
    if sum(sizes) > 1 + shorter // SPARSE:
        return False
    phrases = [max(map(len, spot)) for spot in spots if spot.one and spot.other]
    return all(size == 1 or shorter >= PHRASE * size for size in phrases)


def _come_again(spots: Sequence[_Spot], a: list[bytes], b: list[bytes]) -> bool:
    """Whether a word was changed, or put for others, in two places: a subject is named again and again."""
    one = [stem_of(a[i]) for spot in spots for i in spot.one]
    other = [stem_of(b[j]) for spot in spots for j in spot.other]
    return len(set(one)) < len(one) or len(set(other)) < len(other)


def _is_telling(spot: _Spot, one: Told, other: Told, shorter: int) -> bool:
    """Whether yet another word in the place of these would make it the place of a subject."""
    i, j = spot.one[0], spot.other[0]
    if one.words[i].isdigit() and other.words[j].isdigit():
        return _is_of_numbers(one, i) or _is_of_numbers(other, j)
    return shorter < TELLING or (one.is_name(i) and other.is_name(j))


def _is_of_numbers(text: Told, place: int) -> bool:
    return place > 0 and text.words[place - 1] in _OF_NUMBERS


def _is_subject(spot: _Spot, one: Told, other: Told, shorter: int) -> bool:
    """Whether a word stands in the place of another because the one text is on another subject."""
    i, j = spot.one[0], spot.other[0]
    x, y = one.words[i], other.words[j]
    if x in other.words and y in one.words:  # both are spoken of in both
        return False
    if x.isdigit() and y.isdigit():
        if not (_is_of_numbers(one, i) or _is_of_numbers(other, j)):
            return shorter < NUMBERED
        told = x in one.elsewhere - other.elsewhere and y in other.elsewhere - one.elsewhere
        return shorter < ARTICLE or told
    if one.is_name(i) and other.is_name(j) and shorter < NAMED:
        return True
    before = one.words[max(0, i - 1) : i] + other.words[max(0, j - 1) : j]
    if shorter < SHORTEST and any(word in _BEFORE_NOUNS for word in before):
        return True
    p, q = stem_of(x), stem_of(y)
    return p in one.subject - other.subject and q in other.subject - one.subject


def _around(spot: _Spot, a: list[bytes]) -> int:
    start, end = spot.one[0], spot.one[-1] + 1
    return crc32(b" ".join((*a[max(0, start - AROUND) : start], b"_", *a[end : end + AROUND])))

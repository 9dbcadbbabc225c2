"""Keys and digests of all questions, in 8 and 16 bytes each."""

from __future__ import annotations

from abc import abstractmethod
from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final, Generic, TypeVar, overload

from parser.question import Key

T = TypeVar("T")
#: Bytes of a digest.
DIGEST: Final = 16


class _Packed(Sequence[T], Generic[T]):
    """Compares as the tuple or list of its values."""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({list(self)!r})"

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self._value(i) for i in range(*at.indices(len(self)))]
        return self._value(range(len(self))[at])

    @abstractmethod
    def _value(self, at: int) -> T:
        """The value at a place that exists."""


class Keys(_Packed[Key]):
    """Keys of questions: legislature, type, number."""

    def __init__(self) -> None:
        self._packed = array("Q")
        self._types: list[str] = []

    def append(self, key: Key) -> None:
        """Adds one; a number has 32 bits, a legislature 16."""
        legislature, kind, numero = key
        if kind not in self._types:
            self._types.append(kind)
        self._packed.append(legislature << 48 | self._types.index(kind) << 32 | numero)

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Key]:
        types = self._types
        for packed in self._packed:
            yield packed >> 48, types[packed >> 32 & 0xFFFF], packed & 0xFFFF_FFFF

    def _value(self, at: int) -> Key:
        packed = self._packed[at]
        return packed >> 48, self._types[packed >> 32 & 0xFFFF], packed & 0xFFFF_FFFF


class Digests(_Packed[bytes]):
    """Digests of DIGEST bytes."""

    def __init__(self) -> None:
        self._joined = bytearray()

    def append(self, digest: bytes) -> None:
        """Adds one."""
        self._joined += digest

    def __len__(self) -> int:
        return len(self._joined) // DIGEST

    def __iter__(self) -> Iterator[bytes]:
        joined = self._joined
        for start in range(0, len(joined), DIGEST):
            yield bytes(joined[start : start + DIGEST])

    def _value(self, at: int) -> bytes:
        return bytes(self._joined[at * DIGEST : (at + 1) * DIGEST])

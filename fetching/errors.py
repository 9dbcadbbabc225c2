"""Why an archive did not come. Each message says where, what was found and what was expected."""

from __future__ import annotations


class FetchError(Exception):
    """An archive could not be had; what was there before is untouched."""


class NotThereError(FetchError):
    """The host knows no such file, or does not give it: asking again would not help."""


class UnreachableError(FetchError):
    """The host does not answer, breaks off or is too busy, however often it is asked."""


class ChangedError(FetchError):
    """What the host sends does not continue what came before."""


class NotWholeError(FetchError):
    """All that the host sends is no whole archive."""


class WrongContentError(FetchError):
    """The host sends something else: a page of its own, an archive of other things."""

"""What can go wrong while an index is made."""

from __future__ import annotations


class IndexingError(Exception):
    """The records cannot be indexed; the message says which limit or value is at fault."""

"""What can go wrong between the pages and the site."""

from __future__ import annotations


class SiteError(Exception):
    """MkDocs did not build the site, or had something to complain about."""

"""Records → the index that `search/browser/` reads; the format is `search/FORMAT.md`."""

from search.indexer.build import IndexReport, build

__all__ = ["IndexReport", "build"]

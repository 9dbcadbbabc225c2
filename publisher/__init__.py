"""Records → everything else of the site, and the MkDocs build itself."""

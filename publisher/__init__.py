"""Records → everything of the site that is not a question's own page, and the MkDocs build itself."""

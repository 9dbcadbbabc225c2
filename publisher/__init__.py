"""Records → all of the site but the questions' own pages, and the MkDocs build itself."""

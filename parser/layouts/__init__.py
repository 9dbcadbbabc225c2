"""One module a layout of the sources; `detect` in `parser.read` tells which one a document has."""

"""One file per question asked of the project's speed and size; see README.md."""

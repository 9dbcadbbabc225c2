"""The report on the sources: what was read, refused, in doubt, and why. QUALITE.md has its JSON."""

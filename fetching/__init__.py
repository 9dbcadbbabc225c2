"""Official archives → files to read: which there are, and how they come whole over a bad line."""

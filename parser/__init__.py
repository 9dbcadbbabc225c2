"""Source file → Question record → Markdown page with front matter, and back."""

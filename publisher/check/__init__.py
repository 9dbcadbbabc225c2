"""What `build.py check` looks at in a finished site."""

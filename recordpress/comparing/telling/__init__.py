"""A difference told to people and programs: plain words, Markdown, JSON."""

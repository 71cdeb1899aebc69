"""Records that get another id, are merged or withdrawn: what refers to them follows, and nothing else changes."""

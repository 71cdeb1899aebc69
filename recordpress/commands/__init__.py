"""The commands, one module each: what a command can be told (`arguments`), and what it does (`run`)."""

"""What changes and what takes place, for programs that look again by themselves: Atom feeds and calendars."""

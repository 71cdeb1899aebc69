"""What makes a command impossible, and is no fault of the data."""


class UnusableError(Exception):
    """The command can't be run as it was called or on this machine; the text is one sentence for the user."""

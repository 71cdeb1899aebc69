"""JSON Pointers (RFC 6901) and field paths, which are pointers without the leading slash."""

from collections.abc import Iterable


def escape(step: str | int) -> str:
    """One step of a pointer, with `~` and `/` escaped."""
    return str(step).replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """The step as it was before `escape`."""
    return step.replace("~1", "/").replace("~0", "~")


def pointer(steps: Iterable[str | int]) -> str:
    """The JSON Pointer of the steps; "" for the whole document."""
    return "".join(f"/{escape(step)}" for step in steps)


def field_path(steps: Iterable[str | int]) -> str:
    """The field path of the steps: property names and item keys joined by slashes."""
    return "/".join(escape(step) for step in steps)


def steps_of(path: str) -> tuple[str, ...]:
    """The steps of a field path or of a pointer."""
    return tuple(unescape(step) for step in path.removeprefix("/").split("/")) if path else ()

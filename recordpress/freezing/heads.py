"""What stands in the head of each frozen page: the policy that a server would send, and the page's address."""

from html import escape

from recordpress.freezing.places import published

# Means nothing within a page: browsers take it from a header only, and complain.
_HEADER_ONLY = "frame-ancestors"
_REFERRER = '<meta name="referrer" content="no-referrer">'


def policy_of(policy: str, *, runs_sqlite: bool = False) -> str:
    """A page's Content-Security-Policy as the page itself can say it.

    Args:
        policy: As the server sends it.
        runs_sqlite: Whether the page opens the database, with SQLite as WebAssembly.
    """
    parts = [part.strip() for part in policy.split(";")]
    kept = [part for part in parts if part and not part.startswith(_HEADER_ONLY)]
    if runs_sqlite:
        kept = [f"{part} 'wasm-unsafe-eval'" if part.startswith("script-src ") else part for part in kept]
    return "; ".join(kept)


def head_of(policy: str, path: str, base: str = "") -> str:
    """Elements for the head of a page.

    Args:
        policy: The page's policy, as `policy_of` gives it.
        path: Path of the page, decoded; "" for a page without an address of its own.
        base: Address of the site with a closing slash; "" if it isn't known.
    """
    head = f'\n<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">\n{_REFERRER}'
    if base and path:
        head += f'\n<link rel="canonical" href="{escape(base + published(path).lstrip("/"))}">'
    return head


def moved(policy: str, link: str) -> str:
    """A page that leads on to another.

    Args:
        policy: As in `head_of`.
        link: Where to.
    """
    href = escape(link)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">{head_of(policy, "")}\n'
        f'<meta http-equiv="refresh" content="0; url={href}">\n<title>Moved</title>\n</head>\n'
        f'<body>\n<p>This has moved <a href="{href}">to another address</a>.</p>\n</body>\n</html>\n'
    )

"""Takes pictures of every sort of page: on a phone, a tablet and a desk, in light and dark colours.

Usage: .venv/bin/python -m scripts.screenshots FOLDER [ADDRESS …]

Serves the package in dist/current, which has to be built; addresses are those of pages, by default some of every sort.
"""

import asyncio
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from recordpress.publishing.package import open_package
from tests.browser.addresses import sample, wrong
from tests.browser.browsing import browsing, visiting
from tests.served import serving

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = (360, 768, 1440)
TALLEST = 3_000  # pixels of a page that are shown
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


def main(arguments: Sequence[str]) -> int:
    """Take the pictures.

    Args:
        arguments: The folder, and addresses.

    Returns:
        The exit status: 0 done, 2 wrong usage.
    """
    if not arguments:
        print("Usage: .venv/bin/python -m scripts.screenshots FOLDER [ADDRESS …]", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with serving(ROOT) as base:
        chosen = list(arguments[1:]) or [*sample(base, ROOT), *wrong(open_package(ROOT / "dist" / "current"))]
        asyncio.run(_pictures(base, folder, chosen))
    return 0


async def _pictures(base: str, folder: Path, chosen: Sequence[str]) -> None:
    async with browsing() as browser:
        for scheme in ("light", "dark"):
            for width in WIDTHS:
                viewport = {"width": width, "height": 900}
                async with visiting(browser, base, viewport=viewport, color_scheme=scheme) as seen:
                    for address in chosen:
                        await seen.go(address)
                        height = min(TALLEST, await seen.page.evaluate("document.documentElement.scrollHeight"))
                        await seen.page.screenshot(
                            path=folder / f"{name_of(address)}-{width}-{scheme}.png",
                            full_page=True,
                            clip={"x": 0, "y": 0, "width": width, "height": height},
                        )


def name_of(address: str) -> str:
    """A file's name that tells an address."""
    return _NOT_IN_NAMES.sub("-", address.lower()).strip("-")[:80] or "home"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

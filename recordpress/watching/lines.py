"""`records.jsonl` of previews: lines of records whose chunks are the same are those of the preview before."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from recordpress.model import Content
from recordpress.writing.blocks import Earlier, Placed, write_blocks
from recordpress.writing.record_lines import lines_plan


@dataclass(slots=True)
class Lines:
    """The lines of the last preview.

    Args:
        path: A file of one's own, in which they are kept.
    """

    path: Path
    _placed: Placed = b""

    def write(self, content: Content, target: Path) -> None:
        """Write what `write_record_lines` would.

        Raises:
            OSError: The file cannot be written.
            SpoiledError: Records or rows of chunks can't be had any more.
        """
        placed, self._placed = self._placed, b""
        found = write_blocks(lines_plan(content), target, Earlier(self.path, placed) if placed else None)
        self.path.unlink(missing_ok=True)
        try:
            os.link(target, self.path)
        except OSError:
            shutil.copyfile(target, self.path)
        self._placed = found

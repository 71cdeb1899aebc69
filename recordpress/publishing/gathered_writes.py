"""What a server writes at one go leaves in one piece, so that no reader gets the beginning of an answer alone.

The HTTP library writes head and body apart. A process that is killed between the two would leave a web server in front
with an answer that has begun, which it can't ask another process for.
"""

import asyncio
from typing import Any

ENOUGH = 65_536  # bytes that are held at most; beyond, the connection itself says whether the reader keeps up


class GatheredWrites:
    """A transport that holds what is written until the event loop's next turn; all else is the transport's own."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held = bytearray()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Take bytes, to be sent with those that follow at once."""
        if not data:
            return
        if not self._held:
            self._loop.call_soon(self._send)
        self._held += data
        if len(self._held) >= ENOUGH:
            self._send()

    def write_eof(self) -> None:
        """Send what is held, and that it was all."""
        self._send()
        self._transport.write_eof()

    def close(self) -> None:
        """Send what is held, and close the connection once it is taken."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        """Close the connection at once; what is held is dropped."""
        self._held = bytearray()
        self._transport.abort()

    def get_write_buffer_size(self) -> int:
        """Bytes that are held, here or by the transport."""
        return len(self._held) + self._transport.get_write_buffer_size()

    def _send(self) -> None:
        held, self._held = self._held, bytearray()  # before it is written: the size is asked for while that is done
        if held and not self._transport.is_closing():
            self._transport.write(held)

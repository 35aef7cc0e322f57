"""The messages between a pool and one of its workers, framed on a socket."""

from __future__ import annotations

import pickle
import struct
import threading
from enum import IntEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket

HEADER = struct.Struct("!BQ")  # kind, bytes of data that follow
CHUNK = 1 << 20


class MessageKind(IntEnum):
    """What a message says; after each, the data that it carries."""

    READY = 1  # the worker has started; nothing
    JOB = 2  # the pickled (function, arguments, keywords)
    BEGUN = 3  # the worker has the job and is about to run it; nothing
    PROGRESS = 4  # the pickled message
    RESULT = 5  # the pickled result
    FAILURE = 6  # a pickled `Failure`
    OUTGREW = 7  # memory ran out; nothing


def pickle_value(value: object) -> bytes:
    """Pickle a value for the way; whatever its classes raise comes through."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpickle_value(data: bytes) -> Any:
    """Read a value back at the other end of the way."""
    return pickle.loads(data)  # noqa: S301 - both ends are this program


class Channel:
    """One end of the socket between a pool and a worker.

    `seconds` bounds how long a message may take to be sent; nothing is bounded without.
    """

    def __init__(self, end: socket.socket, seconds: float | None = None) -> None:
        end.settimeout(seconds)
        self._end = end
        self._received = bytearray()
        self._sending = threading.Lock()

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self._end.fileno()

    def send(self, kind: MessageKind, data: bytes = b"") -> None:
        """Send one message; an OSError says that the other end is gone."""
        with self._sending:
            self._end.sendall(HEADER.pack(kind, len(data)))
            if data:
                self._end.sendall(data)

    def receive(self) -> tuple[MessageKind, bytes]:
        """Wait for one whole message; an EOFError says that the other end is gone."""
        while (message := self._next()) is None:
            self._read()
        return message

    def arrived(self) -> list[tuple[MessageKind, bytes]]:
        """Read what is there and return the messages that are whole by now; call it when there is something to read."""
        self._read()
        messages = []
        while message := self._next():
            messages.append(message)
        return messages

    def close(self) -> None:
        """Close this end, which the other end sees."""
        self._end.close()

    def _read(self) -> None:
        try:
            chunk = self._end.recv(CHUNK)
        except ConnectionError:
            chunk = b""
        if not chunk:
            raise EOFError
        self._received += chunk

    def _next(self) -> tuple[MessageKind, bytes] | None:
        if len(self._received) < HEADER.size:
            return None
        kind, size = HEADER.unpack_from(self._received)
        end = HEADER.size + size
        if len(self._received) < end:
            return None
        with memoryview(self._received) as view:
            data = bytes(view[HEADER.size : end])
        del self._received[:end]
        return MessageKind(kind), data

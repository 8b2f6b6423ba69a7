"""Server-sent events, read from bytes as they come (WHATWG HTML, section 9.2 "Server-sent events")."""

import re
from dataclasses import dataclass

__all__ = ["MAX_EVENT_BYTES", "Message", "Parser", "TooLong"]

MAX_EVENT_BYTES = 1024 * 1024
"""How long a line, and the data of one event, may be: a server that sends more is broken."""

_END_OF_LINE = re.compile(rb"\r\n|\r|\n")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_RETRY_DIGITS = 9


class TooLong(Exception):
    """A line or an event without end."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event. `last_event_id` is what to resume with after it: its own id, or that of the last one that had any."""

    data: str
    event: str
    last_event_id: str


class Parser:
    """One stream. Its bytes may be cut anywhere, inside a character as well."""

    def __init__(self) -> None:
        self.last_event_id = ""
        """What to resume with: the last id that was said, with an event or without."""
        self.retry_seconds: float | None = None
        """How long the server wants clients to wait before they come again."""
        self._line = bytearray()
        self._is_first_line = True
        self._ended_in_cr = False
        self._id = ""
        self._begin_event()

    def feed(self, chunk: bytes) -> list[Message]:
        """The events that are complete with these bytes. Raises TooLong."""
        if self._ended_in_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._ended_in_cr = False
        if not chunk:
            return []
        self._ended_in_cr = chunk.endswith(b"\r")
        *complete, rest = _END_OF_LINE.split(chunk)
        messages: list[Message] = []
        for part in complete:
            message = self._take_line(part)
            if message is not None:
                messages.append(message)
        self._append(rest)
        return messages

    def _append(self, part: bytes) -> None:
        self._line += part
        if len(self._line) > MAX_EVENT_BYTES:
            raise TooLong("The server sends a line without end.")

    def _take_line(self, part: bytes) -> Message | None:
        self._append(part)
        line, self._line = bytes(self._line), bytearray()
        if self._is_first_line:
            self._is_first_line = False
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if not line:
            return self._end_event()
        name, _, value = line.decode("utf-8", "replace").partition(":")
        self._take_field(name, value.removeprefix(" "))
        return None

    def _take_field(self, name: str, value: str) -> None:
        match name:
            case "data":
                self._data.append(value)
                self._data_length += len(value) + 1
                if self._data_length > MAX_EVENT_BYTES:
                    raise TooLong("The server sends an event without end.")
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit() and len(value) <= _RETRY_DIGITS:
                self.retry_seconds = int(value) / 1000
            case _:
                pass  # a comment, or a field of a newer standard

    def _begin_event(self) -> None:
        self._data: list[str] = []
        self._data_length = 0
        self._event = ""

    def _end_event(self) -> Message | None:
        self.last_event_id = self._id
        data, event = self._data, self._event
        self._begin_event()
        return Message("\n".join(data), event or "message", self._id) if data else None

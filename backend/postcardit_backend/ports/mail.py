"""What services need to write to people."""

from typing import Protocol

from ..records import MailRecord

__all__ = ["Mail"]


class Mail(Protocol):
    """Mail to people."""

    def send(self, mail: MailRecord) -> None:
        """Send it; not about an account that was erased meanwhile."""
        ...

    def pretend(self, mail: MailRecord) -> None:
        """Take as long as sending it, and send nothing."""
        ...

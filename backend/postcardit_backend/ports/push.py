"""What services need to reach people who are not looking."""

from typing import Protocol

from ..records import PushRecord

__all__ = ["Devices", "Push"]


class Devices(Protocol):
    """Devices that want to be told of news."""

    def register(self, user_id: str, push_token: str, platform: str, now: int) -> None:
        """Keep it for this user, and for nobody else from now on."""
        ...

    def remove(self, user_id: str, push_token: str) -> None:
        """Forget it, if it is this user's."""
        ...


class Push(Protocol):
    """News for the devices of a user."""

    def send(self, push: PushRecord) -> None:
        """Have it pushed. Nobody waits for it, and it is not tried again: what counts stands in the feed."""
        ...

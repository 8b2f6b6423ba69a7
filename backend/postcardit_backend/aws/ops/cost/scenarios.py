"""What people do on a day, in the operations of the contract."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["SCENARIOS", "Scenario"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way to use the app. `daily` says how often somebody who opens it does each thing, on that day."""

    about: str
    active_share: float
    """How many of all users open the app on a day."""
    daily: Mapping[str, float]
    photo_share: float
    """How many postcards carry a photo."""
    socket_minutes: float
    photo_views: float


def _day(opened: float, sent: float) -> dict[str, float]:
    """Somebody opens the app so often and sends so many cards; everyone gets what others send."""
    return {
        "refresh_tokens": opened,
        "sync_changes": 2 * opened + 2 * sent,
        "list_postcards": 0.5 * opened,
        "get_me": 0.2 * opened,
        "list_friends": 0.2 * opened,
        "search_users": 0.05 * opened,
        "request_friend": 0.02,
        "answer_friend": 0.02,
        "register_user": 0.003,
        "confirm_user": 0.003,
        "login_user": 0.01,
        "create_upload": sent,
        "get_upload": 2 * sent,
        "send_postcard": sent,
        "confirm_receipts": sent,
        "read_postcard": sent,
        "get_postcard": 0.5 * sent,
    }


SCENARIOS: dict[str, Scenario] = {
    "quiet": Scenario("A postcard a fortnight, the app opened now and then.", 0.1, _day(2, 0.5), 0.8, 3, 4),
    "usual": Scenario("A postcard a week, the app opened on one day of five.", 0.2, _day(3, 0.7), 0.8, 5, 8),
    "busy": Scenario("A postcard a day, the app opened every other day.", 0.5, _day(6, 2), 0.9, 15, 30),
}

"""Which items an operation will ask for, as far as its request says so. One that is not here merely reads more often.

A change of the feed is read first, and then what it is about: so `sync_changes` has nothing here but the session.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from postcardit_sdk.contract.postcards import Location

from ..ports import Foreseen
from .ahead import expect, reading_ahead
from .card_rows import hidden_key, row_key
from .counters import counters_key
from .names import name_keys
from .once import once_keys
from .pairs import pair_key, pointer_key
from .people import profile_key
from .session_ends import session_key
from .tables import Key
from .tallies import place_keys
from .upload_items import upload_key

__all__ = ["DynamoForesight"]


class DynamoForesight:
    """Says what is to come with the first read."""

    @contextmanager
    def foreseeing(self, request: Foreseen) -> Generator[None]:
        """While this lasts, what this thread reads is read for that request."""
        with reading_ahead():
            expect(_keys(request))
            yield


def _keys(request: Foreseen) -> Iterator[Key]:
    if request.session_id:
        yield session_key(request.session_id)
    if request.once is not None:
        yield from once_keys(request.once)
    asked = _ASKED.get(request.operation)
    if asked is not None:
        yield from asked(request)


def _oneself(request: Foreseen) -> Iterator[Key]:
    yield profile_key(request.user_id)
    yield counters_key(request.user_id)


def _someone(request: Foreseen) -> Iterator[Key]:
    yield from _pair(request, request.path["userId"])


def _pair(request: Foreseen, other_id: str) -> Iterator[Key]:
    yield from _oneself(request)
    yield profile_key(other_id)
    yield counters_key(other_id)
    yield pair_key(request.user_id, other_id)


def _befriending(request: Foreseen) -> Iterator[Key]:
    given: Any = request.arguments
    yield from _by_id_or_name(request, given.addressee_id, given.username)


def _friendship(request: Foreseen) -> Iterator[Key]:
    yield from _oneself(request)
    yield pointer_key(request.user_id, request.path["friendshipId"])


def _sending(request: Foreseen) -> Iterator[Key]:
    given: Any = request.arguments
    yield from _by_id_or_name(request, given.recipient_id, given.recipient_username)
    place: Location = given.location or Location()
    yield from place_keys(request.user_id, place.country, place.city)
    if given.upload_id is not None:
        yield upload_key(given.upload_id)


def _by_id_or_name(request: Foreseen, other_id: str | None, username: str | None) -> Iterator[Key]:
    """What is between oneself and someone; of a name nobody can foresee whose it is."""
    if other_id is not None:
        yield from _pair(request, other_id)
    elif username is not None:
        yield from _oneself(request)
        yield name_keys(username)[0]


def _card(request: Foreseen) -> Iterator[Key]:
    card = request.path["postcardId"]
    yield counters_key(request.user_id)
    yield row_key(request.user_id, card)
    yield hidden_key(request.user_id, card)


def _own_card(request: Foreseen) -> Iterator[Key]:
    yield row_key(request.user_id, request.path["postcardId"])


def _numbers(request: Foreseen) -> Iterator[Key]:
    yield counters_key(request.user_id)


def _upload(request: Foreseen) -> Iterator[Key]:
    yield upload_key(request.path["uploadId"])


_ASKED: Mapping[str, Callable[[Foreseen], Iterator[Key]]] = {
    "answer_friend": _friendship,
    "archive_postcard": _card,
    "block_user": _someone,
    "create_upload": _oneself,
    "delete_postcard": _card,
    "delete_upload": _upload,
    "get_me": _oneself,
    "get_postcard": _own_card,
    "get_stats": _numbers,
    "get_upload": _upload,
    "get_user": _someone,
    "read_postcard": _card,
    "remove_friend": _friendship,
    "request_friend": _befriending,
    "send_postcard": _sending,
    "unarchive_postcard": _card,
    "unblock_user": _someone,
    "update_me": _oneself,
}

"""Postcards on DynamoDB: a copy of the card in the box of each person who has it."""

from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code

from ..kept_records import postcard_from
from ..ports import Kept, Once, PostcardFilter
from ..records import PostcardRecord, Side, StatsRecord, StoredImage
from ..refusal import Refused
from . import boxes
from .card_lists import list_cards
from .card_rows import card_from, hidden_key, image_of, row_key, side_of
from .card_views import find_cards, is_in_sight, keys_to_judge
from .counters import count, counters_key, has_ended
from .fields import number_or_none, text, text_or_none
from .items import Item
from .once import make_once
from .pairs import is_blocked_by, pair_key, pair_of
from .people import person
from .shown import hide_photo, keys_of, photo_key, show_photo
from .tables import Key
from .tallies import place_keys, read_stats
from .units import Unit, Units

__all__ = ["DynamoPostcards"]

_MARKED = 16
"""How many cards a unit takes a step further: each is four actions, and its sender's counters one."""


class DynamoPostcards:
    """Postcards. What a user cannot see is not there."""

    def __init__(self, units: Units) -> None:
        self._units, self._tables = units, units.tables

    def send(self, card: PostcardRecord, once: Once) -> Kept[PostcardRecord]:
        """Put it into both boxes, and tell both."""

        def verb(unit: Unit) -> Kept[PostcardRecord]:
            _expect_sending(unit, card)

            def make() -> PostcardRecord:
                _require_friends(unit, card.sender.user_id, card.recipient.user_id)
                if card.image is not None:
                    photo = _photo_key(card.sender.user_id, card.image)
                    show_photo(unit, photo, keys_of(card.image), _naming(card.postcard_id))
                boxes.insert(unit, card)
                count(unit, card.sender.user_id, postcards=1)
                return card

            return make_once(unit, once, card.sent_at, postcard_from, make)

        return self._units.run(verb)

    def get(self, postcard_id: str, user_id: str) -> PostcardRecord | None:
        """A postcard in this user's boxes."""
        return find_cards(self._tables, user_id, [postcard_id]).get(postcard_id)

    def list(self, user_id: str, which: PostcardFilter, after: str | None, limit: int) -> list[PostcardRecord]:
        """Postcards in this user's boxes."""
        return list_cards(self._tables, user_id, which, after, limit)

    def many(self, user_id: str, postcard_ids: Sequence[str]) -> dict[str, PostcardRecord]:
        """Those of these postcards that are in this user's boxes, by id."""
        return find_cards(self._tables, user_id, postcard_ids, are_told=True)

    def stats(self, user_id: str) -> StatsRecord:
        """What the profile counts."""
        return read_stats(self._tables, user_id)

    def mark(self, user_id: str, *, delivered: Sequence[str], read: Sequence[str], now: int) -> tuple[int, int]:
        """Take received postcards a step further: never twice, never backwards. Reading implies delivery.

        As many as fit into a unit happen at once. Of a longer request each part does; what is left of one that was
        interrupted is done when it is sent again, as every receipt is until it is answered.
        """
        cards = [*dict.fromkeys((*delivered, *read))]
        counted = [(0, 0)]
        for start in range(0, len(cards), _MARKED):
            some = cards[start : start + _MARKED]
            shown = [card for card in some if card in {*read}]
            counted.append(self._units.run(lambda unit: _mark(unit, user_id, some, shown, now)))  # noqa: B023  # run now
        return sum(arrived for arrived, _ in counted), sum(shown for _, shown in counted)

    def archive(self, postcard_id: str, user_id: str, *, archived: bool, now: int) -> PostcardRecord:
        """Put it into one's own archive or take it out."""

        def verb(unit: Unit) -> PostcardRecord:
            row = _row_in_sight(unit, user_id, postcard_id)
            item = boxes.archive(unit, row, archived=archived, now=now)
            return card_from(item, user_id, {one: person(unit, one) for one in (user_id, text(item, "other"))})

        return self._units.run(verb)

    def delete(self, postcard_id: str, user_id: str, now: int) -> None:
        """Its sender withdraws it from both boxes, its recipient from their own."""

        def verb(unit: Unit) -> None:
            row = _row_in_sight(unit, user_id, postcard_id)
            if side_of(row.item) is Side.RECEIVED:
                boxes.leave(unit, row, now)
                return
            if number_or_none(row.item, "read_at") is not None:
                raise Refused(Code.ALREADY_READ)
            ends = [(user_id, postcard_id), (text(row.item, "other"), postcard_id)]
            boxes.withdraw(unit, boxes.rows_of(unit, ends), now)
            image = image_of(row.item)
            if image is not None:
                hide_photo(unit, _photo_key(user_id, image), keys_of(image), _naming(postcard_id))
            count(unit, user_id, postcards=-1)

        self._units.run(verb)


def _expect_sending(unit: Unit, card: PostcardRecord) -> None:
    """All that sending reads comes in one request."""
    ends = card.sender.user_id, card.recipient.user_id
    unit.expect(pair_key(*ends), *map(counters_key, ends))
    unit.expect(*place_keys(card.sender.user_id, card.country, card.city))


def _require_friends(unit: Unit, sender_id: str, recipient_id: str) -> None:
    """Refuses not_friends; not_found for someone who blocks the sender. With someone erased nobody is friends."""
    pair = pair_of(unit, sender_id, recipient_id)
    if has_ended(unit, sender_id) or has_ended(unit, recipient_id):
        raise Refused(Code.NOT_FRIENDS)
    if text(pair, "status") != "accepted":
        raise Refused(Code.NOT_FOUND if is_blocked_by(pair, recipient_id) else Code.NOT_FRIENDS)


def _mark(unit: Unit, user_id: str, cards: Sequence[str], read: Sequence[str], now: int) -> tuple[int, int]:
    """Take these, or as far as they have been `read`, a step further. Gives how many took each step."""
    keys = [row_key(user_id, card) for card in cards]
    unit.expect(counters_key(user_id))
    unit.look(*keys)
    received = [item for key in keys if (item := unit.glance(key)) and side_of(item) is Side.RECEIVED]
    _expect_both(unit, user_id, received)
    before = {text(item, "postcard_id"): item for item in _seen(unit, user_id, received)}
    arrived = [card for card, item in before.items() if item["status"] == "sent"]
    shown = [card for card in read if card in before and before[card]["status"] != "read"]
    ends = [(end, card) for card in dict.fromkeys((*arrived, *shown)) for end in (user_id, text(before[card], "other"))]
    rows = boxes.rows_of(unit, ends)
    boxes.step(unit, [row for row in rows if row.postcard_id not in shown], "delivered", now)
    boxes.step(unit, [row for row in rows if row.postcard_id in shown], "read", now)
    return len(arrived), len(shown)


def _expect_both(unit: Unit, user_id: str, rows: Sequence[Item]) -> None:
    """What changing these cards for both of their people will read besides comes in one request."""
    for row in rows:
        postcard_id, other_id = text(row, "postcard_id"), text(row, "other")
        unit.expect(counters_key(other_id))
        for end in (user_id, other_id):
            unit.expect(row_key(end, postcard_id), hidden_key(end, postcard_id))
        if side_of(row) is Side.SENT:
            unit.expect(*place_keys(user_id, text_or_none(row, "country"), text_or_none(row, "city")))


def _row_in_sight(unit: Unit, user_id: str, postcard_id: str) -> boxes.Row:
    """A user's row of a card that they see. Refuses not_found."""
    key = row_key(user_id, postcard_id)
    unit.expect(counters_key(user_id))
    item = unit.get(key)
    if item is not None and side_of(item) is Side.SENT:
        _expect_both(unit, user_id, [item])
    for seen in _seen(unit, user_id, [] if item is None else [item]):
        return boxes.Row(user_id, key, seen)
    raise Refused(Code.NOT_FOUND)


def _seen(unit: Unit, user_id: str, rows: Sequence[Item]) -> list[Item]:
    """Those of a user's rows whose cards they see. The user's counters were read before: with them, the commit makes
    sure that no block has come meanwhile."""
    keys = keys_to_judge(user_id, (text(row, "other") for row in rows)) if rows else []
    unit.look(*keys)
    items = {key: item for key in keys if (item := unit.glance(key)) is not None}
    return [row for row in rows if is_in_sight(row, user_id, items)]


def _photo_key(user_id: str, image: StoredImage) -> Key:
    return photo_key(user_id, "postcard", image.key)


def _naming(postcard_id: str) -> str:
    return f"C#{postcard_id}"

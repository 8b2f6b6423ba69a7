"""Whether a data folder agrees with itself, while no server runs: its file is whole, and its feeds tell its boxes."""

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from postcardit_backend.ports import Ports
from postcardit_backend.records import StatsRecord
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import open_folder
from tests.backend.plain_mirror import Mirror, snapshot

__all__ = ["Agreement"]


class Agreement:
    """Mirrors of some people of a folder, which follow nothing but their feeds from one look to the next."""

    def __init__(self, folder: Path, user_ids: Sequence[str]) -> None:
        self._folder = folder
        with self._opened() as ports:
            self._mirrors = {user_id: snapshot(ports, user_id) for user_id in user_ids}

    def is_kept(self) -> bool:
        """The file is sound; each feed leads without a gap from the last look to what there is; counters are right."""
        with closing(sqlite3.connect(self._folder / "postcardit.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with self._opened() as ports:
            for user_id, mirror in self._mirrors.items():
                fresh = snapshot(ports, user_id)
                assert mirror.follow_to_the_end(ports, 500) == fresh
                assert ports.postcards.stats(user_id) == _recounted(fresh)
        return True

    @contextmanager
    def _opened(self) -> Generator[Ports]:
        embedded = open_folder(self._folder, Settings())
        try:
            yield embedded.ports
        finally:
            embedded.database.close()


def _recounted(mirror: Mirror) -> StatsRecord:
    sent = [card for card in mirror.cards.values() if card.sender.user_id == mirror.user_id]
    received = [card for card in mirror.cards.values() if card.recipient.user_id == mirror.user_id]
    return StatsRecord(
        sent=len(sent),
        received=len(received),
        unread=sum(card.read_at is None and not card.is_archived for card in received),
        countries=len({card.country for card in sent if card.country}),
        cities=len({(card.country, card.city) for card in sent if card.city}),
        friends=sum(one.status == "accepted" for one in mirror.friendships.values()),
    )

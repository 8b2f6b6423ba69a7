"""Eight processes fill one feed; whoever reads it over HTTP misses nothing, hears nothing twice, and all in order."""

import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from postcardit_sdk import Client
from postcardit_sdk.contract.sync import Change, ChangeType
from postcardit_sdk.tokens import MemoryTokens
from tests.end_to_end.fault_proxy import Fault, FaultProxy
from tests.end_to_end.served import Served
from tests.end_to_end.town import befriend, sign_up
from tests.end_to_end.write_changes import CARDS, THREADS

__all__ = ["CHANGES_OF_A_BATCH", "PROCESSES", "Heard", "listen", "read_polls", "written_feed"]

WRITER = Path(__file__).with_name("write_changes.py")
PROCESSES = 8
CHANGES_OF_A_BATCH = PROCESSES * THREADS * CARDS * 2
"""How many changes the feed grows by when every thread writes a batch."""


@dataclass
class Heard:
    """What a reader was told. Each change is looked at as it comes."""

    last_seq: int
    changes: int = 0
    counts: dict[str, int] = field(default_factory=dict[str, int])
    arrived: set[str] = field(default_factory=set[str])
    delivered: set[str] = field(default_factory=set[str])

    def hear(self, change: Change) -> None:
        """Raises AssertionError for a change that is not the next one, or whose card is not the writer's next."""
        assert change.seq == self.last_seq + 1
        assert change.postcard is not None
        assert change.postcard.postcard_id == change.id
        self.last_seq, self.changes = change.seq, self.changes + 1
        if change.type is ChangeType.POSTCARD_RECEIVED:
            writer, _, number = change.postcard.message.rpartition(" ")
            assert int(number) == self.counts.get(writer, 0)
            self.counts[writer] = int(number) + 1
            self.arrived.add(change.id)
        else:
            assert change.type is ChangeType.POSTCARD_CHANGED
            assert change.id in self.arrived - self.delivered
            assert change.postcard.status.value == "delivered"
            self.delivered.add(change.id)

    def is_all(self, batches: int) -> bool:
        """Every writer's every card came, once, and was delivered, once."""
        writers = {f"{process} {thread}" for process in range(PROCESSES) for thread in range(THREADS)}
        return self.counts == dict.fromkeys(writers, batches * CARDS) and self.delivered == self.arrived


@dataclass
class Feed:
    """A server on a folder, someone whose feed is being filled, and where to begin."""

    url: str
    tokens: MemoryTokens
    cursor: str
    heard: Heard
    changes: int


@contextmanager
def written_feed(folder: Path, batches: int) -> Generator[Feed]:
    """While it lasts, eight processes write so many batches in each of their threads."""
    alices, bobs = MemoryTokens(), MemoryTokens()
    with Served(folder) as served:
        with Client(served.url, tokens=alices) as alice, Client(served.url, tokens=bobs) as bob:
            befriend(sign_up(alice, folder, "alice"), sign_up(bob, folder, "bob"))
            ids = [client.users.me().user_id for client in (alice, bob)]
            page = bob.sync.changes()
            assert not page.has_more
        command = [sys.executable, str(WRITER), str(folder)]
        writers = [subprocess.Popen([*command, str(name), str(batches), *ids]) for name in range(PROCESSES)]
        try:
            changes = batches * CHANGES_OF_A_BATCH
            yield Feed(served.url, bobs, page.next_cursor, Heard(page.changes[0].seq), changes)
            assert [writer.wait() for writer in writers] == [0] * PROCESSES
        finally:
            for writer in writers:
                writer.kill()
                writer.wait()


def read_polls(feed: Feed) -> Heard:
    """By GET /v1/sync, which waits when there is nothing."""
    cursor = feed.cursor
    with Client(feed.url, tokens=feed.tokens) as bob:
        while feed.heard.changes < feed.changes:
            page = bob.sync.changes(cursor, limit=500, wait=25)
            cursor = page.next_cursor
            for change in page.changes:
                feed.heard.hear(change)
        assert bob.sync.changes(cursor).changes == []
    return feed.heard


def listen(feed: Feed, seed: int, *, stream_bytes: int) -> tuple[Heard, int]:
    """By GET /v1/events, over connections that are cut at random. What was heard, and how many were cut."""
    with (
        FaultProxy(feed.url, {Fault.CUT_ANSWER: 1.0}, seed, stream_bytes=stream_bytes) as proxy,
        Client(proxy.url, tokens=feed.tokens) as bob,
    ):
        for change in _changes(bob, feed.cursor):
            feed.heard.hear(change)
            if feed.heard.changes == feed.changes:
                break
        return feed.heard, proxy.did[Fault.CUT_ANSWER]


def _changes(client: Client, cursor: str) -> Iterator[Change]:
    for event in client.events.listen(cursor):
        assert event.change is not None, "nothing was missed, so there is no gap"
        yield event.change

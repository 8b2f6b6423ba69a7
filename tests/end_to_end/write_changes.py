"""A process of its own that opens a data folder and fills a feed: FOLDER NAME BATCHES SENDER RECIPIENT.

Four threads each send five cards, then mark them as delivered in one step, again and again: ten changes for each of the
two people. A card says who wrote it and the how many-th it is: `NAME thread number`.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from postcardit_backend.ports import Once, Ports
from postcardit_backend.records import Person, PostcardRecord
from postcardit_backend.settings import Settings
from postcardit_backend.wiring import open_folder
from postcardit_sdk.contract.wire import new_id

THREADS, CARDS = 4, 5


def send(ports: Ports, ends: tuple[Person, Person], message: str) -> str:
    """One card; gives its id."""
    now = time.time_ns() // 1_000_000
    card = PostcardRecord(
        new_id(now), *ends, message, "print", None, None, None, None, None, None, None, now, None, None, now
    )
    once = Once(ends[0].user_id, None, "send_postcard", "", 0)
    return ports.postcards.send(card, once).record.postcard_id


def write(ports: Ports, ends: tuple[Person, Person], batches: int, name: str) -> None:
    for batch in range(batches):
        sent = [send(ports, ends, f"{name} {batch * CARDS + card}") for card in range(CARDS)]
        arrived, _ = ports.postcards.mark(ends[1].user_id, delivered=sent, read=(), now=time.time_ns() // 1_000_000)
        assert arrived == CARDS


def main(folder: str, name: str, batches: str, *user_ids: str) -> None:
    embedded = open_folder(Path(folder), Settings())
    people = embedded.ports.users.many(user_ids)
    sender, recipient = (Person(one, people[one].username, people[one].full_name, None) for one in user_ids)
    fill = partial(write, embedded.ports, (sender, recipient), int(batches))
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(fill, [f"{name} {thread}" for thread in range(THREADS)]))
    embedded.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

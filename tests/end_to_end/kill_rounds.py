"""A server that is killed again and again while people send: each writes until every card of theirs is acknowledged."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from postcardit_sdk import Client, ConnectionFailed
from postcardit_sdk.tokens import MemoryTokens
from tests.end_to_end.agreement import Agreement
from tests.end_to_end.served import Served
from tests.end_to_end.town import ONE_TRY, befriend, sign_up

__all__ = ["Killed", "kill_again_and_again"]

T = TypeVar("T")
WRITERS = 4
LOOK_EVERY = 10


@dataclass
class Killed:
    """What was acknowledged: key by key, the ids that were given. And what is there in the end, message by message."""

    acknowledged: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    repeats: int = 0
    found: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


def kill_again_and_again(folder: Path, kills: int, seed: int) -> Killed:
    """Kill a server so often, at random moments; some before it was ready. Raises AssertionError for what is lost."""
    rng, told, over = random.Random(seed), Killed(), threading.Event()
    alices, bobs = MemoryTokens(), MemoryTokens()
    with Served(folder) as served:
        with Client(served.url, tokens=alices) as alice, Client(served.url, tokens=bobs) as bob:
            befriend(sign_up(alice, folder, "alice"), sign_up(bob, folder, "bob"))
            people = [alice.users.me().user_id, bob.users.me().user_id]
        served.kill()
        agreement = Agreement(folder, people)
        jobs = [partial(_write, served.url, alices, f"writer {number}", told, over) for number in range(WRITERS)]
        threads = [threading.Thread(target=job) for job in (*jobs, partial(_read, served.url, bobs, over))]
        served.start()
        for thread in threads:
            thread.start()
        for number in range(kills):
            if rng.random() < 0.9:
                served.wait_until_ready()
                _await_more(told, rng.choice([0, 1, 5, 20, 60]))
            time.sleep(rng.uniform(0, 0.05))
            served.kill()
            assert number % LOOK_EVERY or agreement.is_kept()
            served.start()
        served.wait_until_ready()
        over.set()
        for thread in threads:
            thread.join()
        with Client(served.url, tokens=alices) as alice:
            for card in alice.postcards.all():
                told.found.setdefault(card.message, []).append(card.postcard_id)
        served.kill()
        assert agreement.is_kept()
    return told


def _await_more(told: Killed, count: int) -> None:
    """Wait until so many more keys are acknowledged; on a slow machine not for long."""
    enough, end = len(told.acknowledged) + count, time.monotonic() + 3
    while len(told.acknowledged) < enough and time.monotonic() < end:
        time.sleep(0.002)


def _write(url: str, tokens: MemoryTokens, name: str, told: Killed, over: threading.Event) -> None:
    """Send card after card, each again and again until it is acknowledged; and one in ten once more after that."""
    rng, number = random.Random(name), 0
    with Client(url, tokens=tokens, retry=ONE_TRY) as client:
        while not over.is_set():
            key = f"{name} {number}".replace(" ", "-")
            for _ in range(2 if rng.random() < 0.1 else 1):
                card = _until_answered(partial(client.postcards.send, "bob", key, idempotency_key=key), told)
                told.acknowledged.setdefault(key, set()).add(card.postcard_id)
            number += 1


def _read(url: str, tokens: MemoryTokens, over: threading.Event) -> None:
    """Their recipient reads some of what comes, and archives some."""
    told = Killed()
    with Client(url, tokens=tokens, retry=ONE_TRY) as client:
        while not over.is_set():
            page = _until_answered(partial(client.postcards.received, unread=True, limit=20), told)
            ids = [card.postcard_id for card in page.postcards]
            _until_answered(partial(client.postcards.receipts, delivered=ids, read=ids[::2]), told)
            for name in ids[::7]:
                _until_answered(partial(client.postcards.archive, name), told)


def _until_answered(ask: Callable[[], T], told: Killed) -> T:
    while True:
        try:
            return ask()
        except ConnectionFailed:
            told.repeats += 1
            time.sleep(0.01)

"""Rounds of queueing, flushing and being killed: a server on a socket, and a process that dies at a random moment."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from postcardit_sdk import Box, Client, FileTokens
from postcardit_sdk.lab import sign_up
from tests.sdk.post_office import photo

__all__ = ["Story", "run"]

# Forks from a process that has all it needs, so that a thousand deaths take minutes. The child says when it is
# connected: else most deaths would come before the first request. Who waits for a child may kill it: its number is
# nobody else's until then.
FLUSH = """
import os, sys, time, traceback
import httpx, tenacity
import postcardit_sdk.local.mirror, postcardit_sdk.local.opening, postcardit_sdk.resources.outbox_flush
from postcardit_sdk import Client, FileTokens
url, tokens, local = sys.argv[1:]
for line in sys.stdin:
    ready, connected = os.pipe()
    child = os.fork()
    if not child:
        try:
            with Client(url, tokens=FileTokens(tokens), local=local) as client:
                client.service.live()
                client.outbox.list()
                os.write(connected, b"!")
                client.outbox.flush()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    os.close(connected)
    os.read(ready, 1)
    os.close(ready)
    time.sleep(float(line))
    os.kill(child, 9)
    print(os.waitpid(child, 0)[1], flush=True)
"""
KILLED = 9
LONGEST_SECONDS = 0.08
"""About how long a flush of one round takes; what earlier rounds left takes longer."""

Process = subprocess.Popen[str]


@dataclass
class Story:
    """How many postcards were queued and how many flushes died; of these, how many after they had sent something, and
    how many between a card's arrival and the note of it: where a card is doubled by whoever forgets its key."""

    queued: int = 0
    deaths: int = 0
    deaths_after_a_card: int = 0
    deaths_before_the_note: int = 0


def run(rounds: int, seed: int, folder: Path) -> Story:
    """Queue, flush and die so often; then flush once more. Each postcard must be there once, in its order."""
    from postcardit_backend.entry import Server

    dice, queued, story = Random(seed), dict[str, str](), Story()
    data, tokens, local = folder / "data", FileTokens(folder / "tokens.json"), folder / "local.sqlite"
    with Server(data) as server, Client(server.url, tokens=tokens, local=local) as alice:
        alice.run(sign_up(data, "alice"))
        flushing = _flusher(server.url, tokens.path, local)
        with Client(server.url) as bob, Client(server.url) as carol, flushing as flusher:
            friends = {"bob": bob, "carol": carol}
            _befriend(alice, friends, data)
            for _ in range(rounds):
                _queue(alice, queued, dice)
                _die_once(alice, flusher, dice.uniform(0, LONGEST_SECONDS), story)
            flushed = alice.outbox.flush()
            assert (flushed.failed, flushed.left, flushed.reason, alice.outbox.list()) == (0, 0, None, [])
            _check(alice, friends, queued)
    story.queued = len(queued)
    return story


def _queue(alice: Client, queued: dict[str, str], dice: Random) -> None:
    for _ in range(dice.randint(1, 4)):
        to, picture = dice.choice(["bob", "carol"]), photo() if dice.random() < 0.3 else None
        message = f"{len(queued)} to {to}"
        queued[alice.outbox.send(to, message, photo=picture).item_id] = message


def _die_once(alice: Client, flusher: Process, seconds: float, story: Story) -> None:
    """One flush that is killed after so many seconds, and what the death found."""
    waiting = {item.item_id for item in alice.outbox.list()}
    status = _flush_and_die(flusher, seconds)
    assert status in {0, KILLED}
    left = {item.item_id for item in alice.outbox.list()}
    if status == KILLED and left:
        story.deaths += 1
        story.deaths_after_a_card += left < waiting
        arrived = {card.idempotency_key for card in alice.postcards.sent(limit=10).postcards}
        story.deaths_before_the_note += bool(left & arrived)


def _befriend(alice: Client, friends: dict[str, Client], data: Path) -> None:
    for name, friend in friends.items():
        friend.run(sign_up(data, name))
        friend.friends.accept(alice.friends.request(name).friendship_id)


def _check(alice: Client, friends: dict[str, Client], queued: dict[str, str]) -> None:
    """All that was queued has arrived once, with the key of its item, and in the order of queueing."""
    sent = {card.idempotency_key or "": card for card in alice.postcards.all(Box.SENT)}
    assert {key: card.message for key, card in sent.items()} == queued
    for name, friend in friends.items():
        received = sorted(card.message for card in friend.postcards.all(Box.RECEIVED))
        assert received == sorted(message for message in queued.values() if message.endswith(f" {name}"))
        times = [sent[key].sent_at for key, message in queued.items() if message.endswith(f" {name}")]
        assert times == sorted(times)


@contextmanager
def _flusher(url: str, tokens: Path, local: Path) -> Generator[Process]:
    command = [sys.executable, "-W", "error", "-c", FLUSH, url, str(tokens), str(local)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _flush_and_die(process: Process, seconds: float) -> int:
    """One flush that is killed after so many seconds; how it ended, as waitpid(2) says it."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{seconds}\n")
    process.stdin.flush()
    return int(process.stdout.readline())

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

# Forks from a process that has all it needs, so that a thousand deaths take minutes. Who waits for a child may kill it:
# its number is nobody else's until then.
FLUSH = """
import os, sys, time, traceback
import httpx, tenacity
import postcardit_sdk.local.mirror, postcardit_sdk.local.opening, postcardit_sdk.resources.outbox_flush
from postcardit_sdk import Client, FileTokens
url, tokens, local = sys.argv[1:]
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            with Client(url, tokens=FileTokens(tokens), local=local) as client:
                client.outbox.flush()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    time.sleep(float(line))
    os.kill(child, 9)
    print(os.waitpid(child, 0)[1], flush=True)
"""
KILLED = 9
LONGEST_SECONDS = 0.15
"""About how long a flush of one round takes."""

Process = subprocess.Popen[str]


@dataclass(frozen=True)
class Story:
    """How many postcards were queued, how many flushes died, and how many of these left something to be sent."""

    queued: int
    deaths: int
    interrupted: int


def run(rounds: int, seed: int, folder: Path) -> Story:
    """Queue, flush and die so often; then flush once more. Each postcard must be there once, in its order."""
    from postcardit_backend.entry import Server

    dice, queued, deaths, interrupted = Random(seed), dict[str, str](), 0, 0
    data, tokens, local = folder / "data", FileTokens(folder / "tokens.json"), folder / "local.sqlite"
    with Server(data) as server, Client(server.url, tokens=tokens, local=local) as alice:
        alice.run(sign_up(data, "alice"))
        with (
            Client(server.url) as bob,
            Client(server.url) as carol,
            _flusher(server.url, tokens.path, local) as flusher,
        ):
            friends = {"bob": bob, "carol": carol}
            _befriend(alice, friends, data)
            for _ in range(rounds):
                for _ in range(dice.randint(1, 4)):
                    to, picture = dice.choice(["bob", "carol"]), photo() if dice.random() < 0.3 else None
                    item = alice.outbox.send(to, f"{len(queued)} to {to}", photo=picture)
                    queued[item.item_id] = f"{len(queued)} to {to}"
                status = _flush_and_die(flusher, dice.uniform(0, LONGEST_SECONDS))
                assert status in {0, KILLED}
                deaths += status == KILLED
                interrupted += status == KILLED and bool(alice.outbox.list())
            flushed = alice.outbox.flush()
            assert (flushed.failed, flushed.left, flushed.reason, alice.outbox.list()) == (0, 0, None, [])
            _check(alice, friends, queued)
    return Story(len(queued), deaths, interrupted)


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

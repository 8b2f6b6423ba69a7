"""A server that is killed at any moment has kept what it acknowledged, and once."""

import subprocess
import sys
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from postcardit_sdk import Client, ConnectionFailed
from postcardit_sdk.tokens import MemoryTokens
from tests.end_to_end.town import ONE_TRY, befriend, sign_up

SERVER = Path(__file__).with_name("serve_folder.py")
WRITERS = 6


@contextmanager
def server(folder: Path) -> Generator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen([sys.executable, str(SERVER), str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def send_until_killed(
    process: subprocess.Popen[str], url: str, tokens: MemoryTokens, kill: int
) -> tuple[dict[str, str], set[str]]:
    """Six writers send; the server is killed after `kill` acknowledgements. Which keys became which cards, and all
    keys that were tried."""
    acknowledged: dict[str, str] = {}
    tried: set[str] = set()
    turn = threading.Lock()

    def write(writer: int) -> None:
        with Client(url, tokens=tokens, retry=ONE_TRY) as client:
            for number in range(1000):
                key = f"{url} {writer} {number}".replace(" ", "-")
                with turn:
                    tried.add(key)
                try:
                    card = client.postcards.send("bob", key, idempotency_key=key)
                except ConnectionFailed:
                    return
                with turn:
                    acknowledged[key] = card.postcard_id
                    if len(acknowledged) == kill:
                        process.kill()

    with ThreadPoolExecutor(WRITERS) as threads:
        for done in [threads.submit(write, writer) for writer in range(WRITERS)]:
            done.result()
    return acknowledged, tried


def test_every_acknowledged_card_is_there_once_after_each_of_three_kills(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    alices, bobs = MemoryTokens(), MemoryTokens()
    acknowledged: dict[str, str] = {}
    tried: set[str] = set()
    with server(folder) as (_, url), Client(url, tokens=alices) as alice, Client(url, tokens=bobs) as bob:
        befriend(sign_up(alice, folder, "alice"), sign_up(bob, folder, "bob"))

    for kill in (1, 20, 60):
        with server(folder) as (process, url):
            kept, sent = send_until_killed(process, url, alices, kill)
        acknowledged |= kept
        tried |= sent

    with Client.embedded(folder, tokens=alices) as alice:
        found = {card.message: card.postcard_id for card in alice.postcards.all()}
        again = {key: alice.postcards.send("bob", key, idempotency_key=key).postcard_id for key in sorted(tried)}
        messages = sorted(card.message for card in alice.postcards.all())
    assert len(acknowledged) >= 1 + 20 + 60
    assert acknowledged.items() <= found.items()
    assert found.items() <= again.items()
    assert messages == sorted(tried)

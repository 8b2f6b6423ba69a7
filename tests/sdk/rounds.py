"""Processes that share one file of tokens: all find them expired at once, and now and then the one at it is killed."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from postcardit_sdk import Client, FileTokens
from postcardit_sdk.lab import sign_up

__all__ = ["Crew", "counted_refreshes", "crew"]

ASK = """
import sys
from postcardit_sdk import Client, FileTokens
client = Client(sys.argv[1], tokens=FileTokens(sys.argv[2]))
print("ready", flush=True)
for line in sys.stdin:
    try:
        print(client.users.me().username, flush=True)
    except Exception as error:
        print(f"{type(error).__name__}: {error}", flush=True)
"""
Process = subprocess.Popen[str]


@dataclass
class Crew:
    """Processes that wait for a word to ask who they are."""

    url: str
    store: FileTokens
    refreshes: list[str]
    processes: list[Process] = field(default_factory=list[Process])
    killed_holders: int = 0

    def age(self) -> None:
        """Make the stored access token look expired."""
        tokens = self.store.load()
        assert tokens is not None
        self.store.save(replace(tokens, expires_at=1.0, refresh_at=1.0))

    def ask(self) -> list[str]:
        """Everybody at once; what each of them answers."""
        for process in self.processes:
            _say(process)
        return [_hear(process) for process in self.processes]

    def ask_and_kill(self, rng: random.Random) -> list[str]:
        """Everybody at once; the one that holds the lock is killed, or anybody if it was too quick."""
        for process in self.processes:
            _say(process)
        victim = self._holder() or rng.choice(self.processes)
        time.sleep(rng.choice([0.0, 0.001, 0.003, 0.006]))
        victim.kill()
        victim.wait()
        answers = [_hear(process) for process in self.processes if process is not victim]
        _close(victim)
        self.processes[self.processes.index(victim)] = self.start()
        return answers

    def start(self) -> Process:
        """One more, ready."""
        command = [sys.executable, "-W", "error", "-c", ASK, self.url, str(self.store.path)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert _hear(process) == "ready"
        return process

    def _holder(self) -> Process | None:
        locks, lock_file = Path("/proc/locks"), self.store.path.with_name(f"{self.store.path.name}.lock")
        if not locks.exists() or not lock_file.exists():
            return None
        inode = f":{lock_file.stat().st_ino} "
        for _ in range(20):
            pids = {line.split()[4] for line in locks.read_text().splitlines() if inode in line and "->" not in line}
            for process in self.processes:
                if str(process.pid) in pids:
                    self.killed_holders += 1
                    return process
        return None


@contextmanager
def crew(data: Path, size: int, refreshes: list[str], *, access_token_seconds: int) -> Generator[Crew]:
    """A server on a socket with alice in it, and `size` processes that use her tokens."""
    from postcardit_backend.entry import Server
    from postcardit_backend.settings import Settings

    store = FileTokens(data.parent / "tokens.json")
    with Server(data, settings=Settings(access_token_seconds=access_token_seconds)) as server:
        with Client(server.url, tokens=store) as client:
            client.run(sign_up(data, "alice"))
        found = Crew(server.url, store, refreshes)
        try:
            while len(found.processes) < size:
                found.processes.append(found.start())
            yield found
        finally:
            for process in found.processes:
                process.kill()
                process.wait()
                _close(process)


def counted_refreshes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with each refresh that any backend opened from now on answers."""
    from postcardit_backend import answers, services

    assert services.__all__
    counted: list[str] = []
    refresh: Callable[..., Any] = answers.ANSWERS["refresh_tokens"]

    def count(*arguments: Any) -> Any:
        counted.append("refresh")
        return refresh(*arguments)

    monkeypatch.setitem(answers.ANSWERS, "refresh_tokens", count)
    return counted


def _say(process: Process) -> None:
    assert process.stdin is not None
    os.write(process.stdin.fileno(), b"\n")


def _hear(process: Process) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def _close(process: Process) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()

"""People who use a backend from outside: over a socket, or by opening its folder. Their mail is read by the lab key."""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar
from urllib.parse import quote

from tenacity import Retrying, stop_after_attempt

from postcardit_sdk import Client, PostCardItError

T = TypeVar("T")
PASSWORD = "correct horse"
ONE_TRY = Retrying(stop=stop_after_attempt(1), reraise=True)


def code_for(client: Client, folder: Path, name: str) -> str:
    """The code in the newest mail to someone."""
    key = (folder / "lab.key").read_text()
    path = f"/lab/mailbox?user={quote(name)}"
    answer = client.service.request("GET", path, headers={"x-lab-key": key}, signed_in=False)
    code: str = json.loads(answer.body)["messages"][0]["code"]
    return code


def sign_up(client: Client, folder: Path, username: str) -> Client:
    """Open an account and stay signed in."""
    email = f"{username}@example.com"
    client.auth.register(username, email, PASSWORD)
    client.auth.confirm(email, code_for(client, folder, username), password=PASSWORD)
    return client


def befriend(one: Client, other: Client) -> None:
    """Make two people friends."""
    other.friends.accept(one.friends.request(other.users.me().username).friendship_id)


def access_token(client: Client) -> str:
    """The access token of someone who is signed in."""
    tokens = client.session.tokens.load()
    assert tokens is not None
    return tokens.access_token


def all_at_once(jobs: Sequence[Callable[[], T]]) -> list[T | PostCardItError]:
    """Begin all jobs at the same moment, each in a thread; what they give or raise, in their order."""
    gate = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T | PostCardItError:
        gate.wait()
        try:
            return job()
        except PostCardItError as error:
            return error

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs))


def outcomes(results: Iterable[object]) -> list[str]:
    """`done` for each result, and the code of each problem; sorted."""
    said = (getattr(result, "code", "broken") if isinstance(result, PostCardItError) else "done" for result in results)
    return sorted(map(str, said))

"""The mailbox: all that was mailed and pushed, and waiting for what comes next."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from postcardit_sdk import PostCardItError, TimedOut
from postcardit_sdk.lab import await_code, await_message, mailed_code, read_mailbox
from tests.backend.laboratory import Laboratory, open_laboratory
from tests.backend.world import PASSWORD, Settled


@pytest.fixture
def lab(settled: Settled, tmp_path: Path) -> Iterator[Laboratory]:
    with open_laboratory(settled, tmp_path / "data") as laboratory:
        yield laboratory


def register(lab: Laboratory, name: str) -> str:
    """Somebody who has been mailed a code; gives it."""
    lab.anyone.client.auth.register(name, f"{name}@example.com", PASSWORD)
    return lab.world.code_for(name)


def test_mail_and_pushes_are_told_apart_and_the_newest_comes_first(lab: Laboratory) -> None:
    register(lab, "carol")
    lab.alice.client.friends.request("bob")
    lab.world.backend.lab.mailbox.settle()

    messages = lab.client.run(read_mailbox(lab.folder)).messages

    assert [(one.kind, one.username) for one in messages[:2]] == [("push", "bob"), ("mail", "carol")]
    assert (messages[0].type, messages[0].code) == ("friendship.changed", None)


def test_after_a_cursor_comes_only_what_was_sent_since(lab: Laboratory) -> None:
    register(lab, "carol")
    before = lab.client.run(read_mailbox(lab.folder))
    nothing = lab.client.run(read_mailbox(lab.folder, after=before.cursor))
    code = register(lab, "dave")

    later = lab.client.run(read_mailbox(lab.folder, after=before.cursor))

    assert (nothing.messages, nothing.cursor) == ([], before.cursor)
    assert [one.code for one in later.messages] == [code]


def test_the_newest_code_of_somebody_counts(lab: Laboratory) -> None:
    register(lab, "carol")
    lab.anyone.client.auth.resend_code("carol@example.com")
    newest = lab.world.code_for("carol")
    register(lab, "dave")

    assert lab.client.run(mailed_code(lab.folder, "carol")) == newest
    assert lab.world.backend.lab.mailbox.code("CAROL@example.com") == newest
    with pytest.raises(PostCardItError, match="No code was mailed to nobody"):
        lab.client.run(mailed_code(lab.folder, "nobody"))


def test_who_waits_hears_the_next_code_and_no_earlier_one(lab: Laboratory) -> None:
    earlier = register(lab, "carol")
    begun, heard = threading.Event(), list[str]()

    def wait() -> None:
        cursor = lab.client.run(read_mailbox(lab.folder, "carol")).cursor
        begun.set()
        heard.append(lab.client.run(await_code(lab.folder, "carol", after=cursor)))

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert begun.wait(20)
    lab.anyone.client.auth.resend_code("carol@example.com")
    waiting.join(20)

    assert heard == [lab.world.code_for("carol")]
    assert heard != [earlier]


def test_of_several_that_came_the_first_is_the_next(lab: Laboratory) -> None:
    cursor = lab.client.run(read_mailbox(lab.folder)).cursor
    codes = [register(lab, name) for name in ("carol", "dave")]

    first = lab.client.run(await_message(lab.folder, after=cursor))

    assert (first.username, first.code) == ("carol", codes[0])


def test_a_wait_ends_when_its_time_is_up(lab: Laboratory) -> None:
    with pytest.raises(TimedOut, match=r"Nothing was sent to bob within 0\.01 seconds"):
        lab.client.run(await_message(lab.folder, "bob", timeout_seconds=0.01))


def test_a_wait_goes_on_where_the_clock_stands(lab: Laboratory) -> None:
    cursor = lab.client.run(read_mailbox(lab.folder)).cursor
    lab.clock.freeze()
    code = register(lab, "carol")

    assert lab.client.run(await_code(lab.folder, after=cursor)) == code


@pytest.mark.parametrize("query", ["wait=21", "wait=soon", "after=x", "colour=red"])
def test_a_question_that_is_none_is_refused(lab: Laboratory, query: str) -> None:
    headers = {"x-lab-key": lab.world.embedded.lab_key}

    answer = lab.client.service.request("GET", f"/lab/mailbox?{query}", headers=headers, signed_in=False)

    assert answer.status == 422

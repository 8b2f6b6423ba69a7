"""A code expires before it is typed, and a session before it is used."""

import pytest

from postcardit_sdk import Client, InvalidRequest, SessionEnded
from postcardit_sdk.testing import Clock, Mailbox, Stage


def test_a_code_that_is_typed_too_late_is_refused_and_the_next_one_counts(
    postcardit_server: Stage, clock: Clock, mailbox: Mailbox
) -> None:
    carol = postcardit_server.client()
    carol.auth.register("carol", "carol@example.com", "correct horse")
    late = mailbox.code("carol")
    clock.advance(minutes=11)

    with pytest.raises(InvalidRequest, match="expired"):
        carol.auth.confirm("carol@example.com", late)

    carol.auth.resend_code("carol@example.com")
    carol.auth.confirm("carol@example.com", mailbox.code("carol"), password="correct horse")
    assert carol.users.me().username == "carol"


def test_an_hour_later_one_is_still_signed_in_and_two_months_later_no_more(alice: Client, clock: Clock) -> None:
    clock.advance(hours=1)
    assert alice.users.me().username == "alice"

    clock.advance(days=61)
    with pytest.raises(SessionEnded):
        alice.users.me()

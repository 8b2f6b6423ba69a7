"""What Cognito is told of people whom a move has brought, when it asks about someone whom it does not know."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.aws.taking_over import answer_to_code, answer_to_sign_in
from postcardit_backend.hosted_passwords import (
    brought_hash,
    brought_mark,
    hosted_by,
    hosted_mark,
    mark_after,
    unset_mark,
)
from postcardit_backend.password_hashes import PasswordHashes
from postcardit_backend.records import UserRecord
from postcardit_backend.settings import Settings

SETTINGS = Settings()
HASHES = PasswordHashes(SETTINGS.argon2_passes, SETTINGS.argon2_kib)
PERSON = {"userAttributes": {"email": "alice@example.com", "email_verified": "true"}, "messageAction": "SUPPRESS"}


def brought(password: str) -> UserRecord:
    return UserRecord(
        user_id="alice",
        username="alice",
        email="alice@example.com",
        password_hash=brought_mark("alice", HASHES.of(password)),
        full_name=None,
        bio=None,
        picture_key=None,
        findable_by_email=False,
        created_at=0,
        updated_at=0,
        postcards_count=0,
        friends_count=0,
        is_active=True,
    )


def test_whose_password_is_right_is_taken_over_confirmed_and_without_a_letter() -> None:
    alice = brought("correct horse")

    assert answer_to_sign_in(alice, "correct horse", SETTINGS) == {**PERSON, "finalUserStatus": "CONFIRMED"}


@pytest.mark.parametrize("password", ["correct horsE", "", "correct horse ", "x" * 2000])
def test_a_wrong_password_takes_nobody_over(password: str) -> None:
    assert answer_to_sign_in(brought("correct horse"), password, SETTINGS) == {}


@pytest.mark.parametrize("password", [" outer blanks ", "x" * 257, "two\nlines here", "ääää"])
def test_a_right_password_that_cognito_does_not_take_takes_nobody_over_and_a_code_does(password: str) -> None:
    alice = brought(password)

    assert answer_to_sign_in(alice, password, SETTINGS) == {}
    assert answer_to_code(alice) == PERSON


@pytest.mark.parametrize(
    "user",
    [
        None,
        replace(brought("correct horse"), is_active=False),
        replace(brought("correct horse"), password_hash=hosted_mark("alice")),
        replace(brought("correct horse"), password_hash=unset_mark("alice")),
        replace(brought("correct horse"), password_hash=HASHES.of("correct horse")),
    ],
    ids=["nobody", "erased", "known already", "who sets a new one", "of the tables"],
)
def test_of_anybody_else_the_answer_is_empty(user: UserRecord | None) -> None:
    assert answer_to_sign_in(user, "correct horse", SETTINGS) == {}
    assert answer_to_code(user) == {}


def test_the_hash_goes_when_the_password_is_known_and_two_devices_agree_on_what_comes_after() -> None:
    mark = brought_mark("alice", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA")

    after = mark_after(mark)

    assert (brought_hash(mark), brought_hash(after)) == ("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA", None)
    assert (hosted_by(after), mark_after(mark), mark_after(after)) == ("alice", after, after)
    assert "argon2" not in after


@given(st.text())
def test_no_other_mark_is_taken_for_one_with_a_hash(text: str) -> None:
    for mark in (text, hosted_mark("alice"), unset_mark("alice")):
        assert brought_hash(mark) is None or mark.startswith("hosted:")
        assert mark_after(mark) == mark or brought_hash(mark) is not None

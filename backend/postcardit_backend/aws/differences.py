"""What is otherwise on AWS, in one table: the conformance suite reads it, and docs/aws.md prints it.

A difference names the tests that it excuses, by the names of their functions. None excuses a store: with local identity
everything that is not about realtime answers as it does on one machine, but for what DynamoDB forgets after a while.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["DIFFERENCES", "Difference", "Where", "excuse_for"]


class Where(StrEnum):
    """When a difference is there."""

    LAMBDA = "on Lambda"
    DYNAMODB = "on DynamoDB"
    COGNITO = "with Cognito"
    EMULATOR = "in the emulator"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise: what the contract says, what is so instead, and why it cannot be as it says."""

    about: str
    where: Where
    contract: str
    instead: str
    why: str
    excuses: frozenset[str] = frozenset()


DIFFERENCES: Final = (
    Difference(
        "events",
        Where.LAMBDA,
        "GET /events streams changes as they happen.",
        "There is no such stream; /health/ready names a WebSocket, which hints, and long polls.",
        "A function's answer is sent when it is whole.",
        frozenset({"test_a_stream_tells_a_change_with_its_cursor"}),
    ),
    Difference(
        "the challenge of a 401",
        Where.LAMBDA,
        'A 401 carries WWW-Authenticate: Bearer realm="postcardit".',
        "A REST API gives it the name x-amzn-Remapped-WWW-Authenticate. The problem in the body is the same.",
        "API Gateway keeps that name for itself; our clients go by the problem's code.",
    ),
    Difference(
        "a socket whose session has ended",
        Where.LAMBDA,
        "It is closed with 4401.",
        "It is closed with a code of API Gateway's own; connecting anew is refused with 401.",
        "API Gateway lets no function choose the code of a close.",
    ),
    Difference(
        "requests that are sent again",
        Where.DYNAMODB,
        "A repeated request gets what the first one made, as it was then.",
        "The people in it are as they are now: under another name, or erased.",
        "Under a key only ids of people are kept, so that erasing someone leaves no name in what others asked for.",
    ),
    Difference(
        "old refresh tokens",
        Where.DYNAMODB,
        "A token that was traded ends its session when it comes back, however late.",
        "460 days after it was given out it is not known any more: it is refused, and ends nothing.",
        "Each token is an item, and a device trades some thousand a year.",
    ),
    Difference(
        "sessions and registrations of long ago",
        Where.DYNAMODB,
        "One sees one's ended sessions, and a registration waits for another code, for good.",
        "An ended session is known for 30 days after it would have ended by itself; a registration waits for 30 days.",
        "What nobody asks for any more goes by its time to live.",
    ),
    Difference(
        "news of other processes",
        Where.DYNAMODB,
        "Whoever waits for a change hears of it within 250 ms.",
        "A long poll looks once a second; a WebSocket hears sooner.",
        "DynamoDB tells no waiting request of a write, and each look is a read that costs.",
    ),
    Difference(
        "many receipts at once",
        Where.DYNAMODB,
        "All receipts of a request take effect, or none.",
        "Sixteen at a time do; what an interruption left out is done when the request is sent again.",
        "A commit has room for a hundred items, and a card's step writes four or five.",
    ),
    Difference(
        "blocks between people with many common cards",
        Where.DYNAMODB,
        "Cards, numbers and news of a block change in one step.",
        "No card is in sight from the first moment; numbers and news of all but the first fourteen follow in steps.",
        "A commit has room for a hundred items, and hiding a card writes up to five.",
    ),
    Difference(
        "how long changes are kept",
        Where.DYNAMODB,
        "A feed keeps what the setting says.",
        "45 days at the most.",
        "An entry carries its end from the beginning.",
    ),
    Difference(
        "access tokens",
        Where.COGNITO,
        "ES256, typ at+jwt, with aud and sid.",
        "RS256, no typ, with client_id and token_use; the session is origin_jti, the user is username.",
        "The pool signs them. /.well-known/jwks.json gives the pool's keys.",
    ),
    Difference(
        "refresh tokens",
        Where.COGNITO,
        "43 characters, 60 days from each use.",
        "Up to some thousand characters, 60 days from the sign-in, however often they are used.",
        "The pool issues them; rotation does not extend them.",
        frozenset(
            {
                "test_each_use_keeps_a_session_for_sixty_days_more",
            }
        ),
    ),
    Difference(
        "a lost answer to a refresh",
        Where.COGNITO,
        "Asked again within 30 seconds it gives the same pair.",
        "It gives the same refresh token with another access token of the same session.",
        "The pool makes a new access token each time.",
    ),
    Difference(
        "an interrupted refresh",
        Where.COGNITO,
        "Nothing is lost when the server dies in the middle.",
        "If it dies between the pool's rotation and ours, and the device asks again later than after 60 seconds, the"
        " session has ended.",
        "The pool takes a rotated token no longer than 60 seconds.",
    ),
    Difference(
        "passwords",
        Where.COGNITO,
        "8 to 1,024 bytes, any characters.",
        "8 to 256 characters, no line breaks, no white space at either end; others are 422 validation_failed.",
        "The pool takes no others.",
    ),
    Difference(
        "codes of registrations and new passwords",
        Where.COGNITO,
        "Five tries, ten minutes, and no longer than password and address stay; a letter in our words.",
        "The pool counts tries; a code for a new password counts an hour, whatever password or address is chosen"
        " meanwhile; one text for every letter with a code.",
        "The pool makes, mails and checks them. Codes for another address are ours, and as the contract says.",
        frozenset(
            {
                "test_after_five_tries_the_right_code_comes_too_late_and_a_new_one_helps",
                "test_a_code_for_a_new_password_counts_for_ten_minutes",
                "test_a_changed_password_leaves_no_code_that_counts",
                "test_a_code_for_the_former_address_sets_no_password_any_more",
                "test_asking_for_a_code_tells_nothing_and_mails_only_who_waits",
            }
        ),
    ),
    Difference(
        "letters to owners of an address",
        Where.COGNITO,
        "Registering a taken address takes as long as registering a free one.",
        "The pool does as much for either, but we do not know its times to the millisecond.",
        "The pool hashes and mails inside of its own request.",
    ),
    Difference(
        "rotation",
        Where.EMULATOR,
        "Each refresh gives a new refresh token, and reuse ends the session.",
        "The refresh token stays the same.",
        "ministack does not model RefreshTokenRotation.",
        frozenset(
            {
                "test_a_refresh_token_is_traded_for_a_new_pair",
                "test_a_token_that_comes_back_later_was_stolen_and_ends_the_family",
                "test_a_token_that_comes_back_after_its_successor_was_used_ends_the_family_at_once",
                "test_a_session_whose_token_came_back_is_told_that_it_was_reused",
                "test_sessions_are_listed_the_last_used_first_and_ones_own_is_marked",
            }
        ),
    ),
    Difference(
        "the clock",
        Where.EMULATOR,
        "A device whose access token has ended gets another.",
        "What the emulator's pool issues begins now, also when the tests' clock has been moved.",
        "ministack has no clock that could be moved.",
        frozenset({"test_a_client_refreshes_by_itself_and_goes_on"}),
    ),
    Difference(
        "codes",
        Where.EMULATOR,
        "A code is six random digits.",
        "123456 confirms a registration, 654321 sets a new password.",
        "ministack mails nobody.",
    ),
)


def excuse_for(
    test: str, where: frozenset[Where], differences: Sequence[Difference] = DIFFERENCES
) -> Difference | None:
    """The difference that excuses a test in such a place, if one does."""
    return next((one for one in differences if one.where in where and test in one.excuses), None)

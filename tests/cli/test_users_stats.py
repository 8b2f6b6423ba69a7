"""One's own numbers."""

import pytest

from .conftest import FakeServer, Run

pytestmark = pytest.mark.usefixtures("signed_in")

NUMBERS = {"sent": 3, "received": 0, "unread": 0, "countries": 2, "cities": 3, "friends": 1}


def test_the_numbers_have_a_line_each_those_that_are_nought_too(run: Run, server: FakeServer) -> None:
    server.answer("GET /v1/users/me/stats", NUMBERS)

    lines = [tuple(line.split()) for line in run("users", "stats").out.splitlines()]

    assert lines == [(name.capitalize(), str(number)) for name, number in NUMBERS.items()]
    assert run("users", "stats", "--json").json == NUMBERS

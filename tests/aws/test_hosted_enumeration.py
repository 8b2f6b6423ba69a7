"""No answer about a hosted account tells by its work whether there is one: Cognito is asked the same of nobody."""

from collections.abc import Callable

import pytest

from tests.aws.pools import HostedWorld, Pool
from tests.backend.world import PASSWORD

OTHER = "another horse entirely"
Asking = Callable[[HostedWorld, str], object]


def register(world: HostedWorld, name: str) -> object:
    wanted = {"username": f"new-{name}"[:20], "email": f"{name}@example.com", "password": OTHER}
    return world.anyone.ask("POST", "/auth/register", wanted).status


def confirm(world: HostedWorld, name: str) -> object:
    return world.anyone.ask("POST", "/auth/confirm", {"email": f"{name}@example.com", "code": "000000"}).outcome


def resend(world: HostedWorld, name: str) -> object:
    return world.anyone.ask("POST", "/auth/resend-code", {"email": f"{name}@example.com"}).status


def sign_in_by_email(world: HostedWorld, name: str) -> object:
    return world.anyone.ask("POST", "/auth/login", {"email": f"{name}@example.com", "password": OTHER}).outcome


def sign_in_by_name(world: HostedWorld, name: str) -> object:
    return world.anyone.ask("POST", "/auth/login", {"username": name, "password": OTHER}).outcome


def forget(world: HostedWorld, name: str) -> object:
    return world.anyone.ask("POST", "/auth/forgot-password", {"email": f"{name}@example.com"}).status


def reset(world: HostedWorld, name: str) -> object:
    given = {"email": f"{name}@example.com", "code": "000000", "newPassword": OTHER}
    return world.anyone.ask("POST", "/auth/reset-password", given).outcome


@pytest.mark.parametrize(
    "ask", [register, confirm, resend, sign_in_by_email, sign_in_by_name, forget, reset], ids=lambda ask: ask.__name__
)
def test_of_members_of_those_who_wait_and_of_nobody_the_same_is_asked(
    ask: Asking, hosted: HostedWorld, pool: Pool
) -> None:
    hosted.newcomer("member")
    hosted.anyone.client.auth.register("waiting", "waiting@example.com", PASSWORD)

    said: list[object] = []
    done: list[list[str]] = []
    for name in ("member", "waiting", "nobody"):
        with pool.asked() as asked:
            said.append(ask(hosted, name))
        done.append([call for call, _ in asked])

    assert said == [said[0]] * 3
    assert done == [done[0]] * 3
    assert done[0] != []


def test_nobody_is_mailed_a_code_for_an_address_that_is_taken(hosted: HostedWorld, pool: Pool) -> None:
    hosted.newcomer("member")

    with pool.asked() as asked:
        for name in ("member", "nobody"):
            register(hosted, name)

    mailed = [params["UserAttributes"] for call, params in asked if call == "SignUp"]
    assert mailed == [[], [{"Name": "email", "Value": "nobody@example.com"}]]

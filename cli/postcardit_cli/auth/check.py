"""The stored accounts, and trying each of them with one request."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..accounts import Accounts
from ..context import connect_as
from ..exits import FAILURE, LOGIN_HINT, SIGN_IN, Failure, failure_of
from ..token_stores import open_store
from .bearer import end_of

if TYPE_CHECKING:
    from postcardit_sdk.tokens import TokenStore

    from ..account_files import Account
    from ..profiles import Target

__all__ = ["Checked", "check", "stored_of"]

_ENVIRONMENT = "environment POSTCARDIT_TOKEN"


@dataclass(frozen=True, slots=True)
class Checked:
    """An account, and what became of trying it. `works` is None when nobody tried; `failure` says why it does not.

    `account` is the stored one; None for the token that the environment gives.
    """

    account: "Account | None"
    kept_in: str
    is_current: bool
    username: str = ""
    user_id: str = ""
    expires_at: float | None = None
    renews: bool = False
    works: bool | None = None
    failure: Failure | None = None


def stored_of(profile: str, token: str) -> list[Checked]:
    """Every account of a profile; the environment's token comes first, for commands use it."""
    stored = [_stored(account) for account in Accounts(profile).stored()]
    if not token:
        return stored
    given = Checked(None, _ENVIRONMENT, is_current=True, expires_at=end_of(token))
    return [given, *(replace(item, is_current=False) for item in stored)]


def check(target: "Target", found: Sequence[Checked]) -> list[Checked]:
    """Try them all, side by side."""
    if len(found) < 2:
        return [_tried(target, item) for item in found]
    from queue import SimpleQueue
    from threading import Thread

    results: SimpleQueue[tuple[int, Checked | Exception]] = SimpleQueue()

    def attempt(place: int, item: Checked) -> None:
        try:
            results.put((place, _tried(target, item)))
        except Exception as error:  # noqa: BLE001  # raised again by whoever waits
            results.put((place, error))

    for place, item in enumerate(found):
        Thread(target=attempt, args=(place, item), daemon=True).start()  # no pool: Ctrl-C waits for none of them
    tried = list(found)
    for _ in found:
        place, result = results.get()
        if isinstance(result, Exception):
            raise result
        tried[place] = result
    return tried


def _stored(account: "Account") -> Checked:
    failure = None
    if account.problem is not None:
        failure = Failure(FAILURE, "account_unusable", account.problem)
    return Checked(
        account,
        account.kept_in,
        account.is_current,
        username=account.username,
        user_id=account.user_id,
        expires_at=account.expires_at,
        renews=account.renews,
        failure=failure,
    )


def _tried(target: "Target", item: Checked) -> Checked:
    if item.failure is not None:
        return replace(item, works=False)
    store = _store_of(item)
    try:
        with connect_as(target, store) as client:
            user = client.users.me()
    except Exception as error:
        failure = failure_of(error)
        if failure is None:
            raise
        if failure.exit_code == SIGN_IN and failure.hint and item.username:
            failure = replace(failure, hint=failure.hint.replace(LOGIN_HINT, f"postcardit auth login {item.username}"))
        return replace(item, works=False, failure=failure, expires_at=None)
    now = store.load()  # it may have been renewed
    expires_at = item.expires_at if now is None or item.account is None else now.expires_at
    return replace(item, works=True, username=user.username, user_id=user.user_id, expires_at=expires_at)


def _store_of(item: Checked) -> "TokenStore":
    if item.account is not None:
        return open_store(item.account)
    from postcardit_sdk.tokens import MemoryTokens, Tokens

    from ..context import environment_token

    return MemoryTokens(Tokens(environment_token()))

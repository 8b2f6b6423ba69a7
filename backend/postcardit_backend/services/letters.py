"""What the backend writes to people, each letter in one function."""

from ..ports import Ports
from ..records import MailRecord, UserRecord

__all__ = [
    "code_letter",
    "email_code_letter",
    "email_wanted_letter",
    "has_account_letter",
    "new_email_letter",
    "new_password_letter",
    "password_code_letter",
]


def code_letter(ports: Ports, email: str, username: str, code: str, now: int) -> MailRecord:
    """The code that confirms a registration."""
    body = f"your PostCardIt code is {code}. {_counts_for(ports)}"
    return MailRecord(email, username, "Your PostCardIt code", _hello(username, body), code, now)


def has_account_letter(owner: UserRecord, now: int) -> MailRecord:
    """To the owner of an address that someone else tried to register or to change to."""
    body = (
        "someone wanted to use your address for a PostCardIt account. You have one: sign in, or reset your password "
        "if you forgot it. If it was not you, there is nothing to do."
    )
    return _to(owner, "You have an account already", body, now)


def password_code_letter(
    ports: Ports, email: str, username: str, user_id: str | None, code: str, now: int
) -> MailRecord:
    """The code that sets a new password."""
    body = (
        f"your code for a new PostCardIt password is {code}. {_counts_for(ports)} If you did not ask for it, there is "
        "nothing to do: your password stays as it is."
    )
    return MailRecord(email, username, "Your code for a new password", _hello(username, body), code, now, user_id)


def new_password_letter(user: UserRecord, now: int) -> MailRecord:
    """After a password has changed."""
    body = (
        "your PostCardIt password was changed, and your sessions on other devices have ended. If it was not you, reset "
        "your password now."
    )
    return _to(user, "Your password was changed", body, now)


def email_code_letter(ports: Ports, user: UserRecord, email: str, code: str, now: int) -> MailRecord:
    """The code that makes a new address one's own; it goes to that address."""
    body = f"your code for this address is {code}. {_counts_for(ports)}"
    hello = _hello(user.username, body)
    return MailRecord(email, user.username, "Your code for a new address", hello, code, now, user.user_id)


def email_wanted_letter(user: UserRecord, now: int) -> MailRecord:
    """To the present address, when another one is asked for."""
    body = (
        "someone who knows your PostCardIt password asked to change your e-mail address. If it was not you, change "
        "your password now: until the new address is confirmed, yours stays."
    )
    return _to(user, "Another address was asked for", body, now)


def new_email_letter(before: UserRecord, now: int) -> MailRecord:
    """To the former address, after another one has taken its place."""
    return _to(before, "Your address was changed", "your PostCardIt account has another e-mail address now.", now)


def _to(user: UserRecord, subject: str, body: str, now: int) -> MailRecord:
    return MailRecord(user.email, user.username, subject, _hello(user.username, body), None, now, user.user_id)


def _hello(username: str, body: str) -> str:
    return f"Hello {username},\n\n{body}\n"


def _counts_for(ports: Ports) -> str:
    return f"It counts for {ports.settings.code_seconds // 60} minutes."

"""The authority that is a Cognito user pool.

What it says no to is no for us; what it says of too many tries at a code is no as well, since it says so of people whom
it knows alone. What it cannot do now is unavailable.
"""

import secrets
from collections.abc import Iterator
from typing import Any, Final

from postcardit_sdk.contract.problems import Code, FieldProblem

from ..ports import Grant, Users
from ..refusal import Refused
from .pool import REFRESH_DAYS
from .pool_tokens import payload_of
from .tables import Key, Range
from .taking_over import TAKEABLE
from .units import Unit, Units

__all__ = ["Cognito"]

_WRONG_CODE: Final = (
    "CodeMismatchException", "ExpiredCodeException", "InvalidParameterException", "LimitExceededException",
    "NotAuthorizedException", "TooManyFailedAttemptsException", "UserNotFoundException",
)  # fmt: skip
_WRONG_PASSWORD: Final = (
    "InvalidParameterException", "NotAuthorizedException", "PasswordResetRequiredException",
    "UserNotConfirmedException", "UserNotFoundException",
)  # fmt: skip
_NO_TOKEN: Final = (
    "InvalidParameterException", "NotAuthorizedException", "RefreshTokenReuseException", "UnauthorizedException",
    "UnsupportedTokenTypeException", "UserNotFoundException",
)  # fmt: skip
_NOBODY: Final = ("UserNotFoundException",)
_AFTERWARDS: Final = ("InvalidLambdaResponseException", "UnexpectedLambdaException", "UserLambdaValidationException")
"""What it was to tell our trigger has happened, and the trigger failed: what that does is done here anyway."""
_TOO_OFTEN = {"LimitExceededException", "TooManyFailedAttemptsException", "TooManyRequestsException"}
_LATER = {
    "CodeDeliveryFailureException", "InternalErrorException", "UnexpectedLambdaException",
    "UserLambdaValidationException",
}  # fmt: skip
_PATIENCE_SECONDS = 5
_TAKEABLE_SENTENCE = "Must be 8 to 256 characters long, without line breaks, and neither begin nor end with a space."
_GOODBYES = "GOODBYE"
_GOODBYE_MS = 3_600_000
_UNCONFIRMED_SECONDS = 86_400


class Cognito:
    """One user pool through its one client. Names in the pool are our user ids."""

    reset_code_seconds = 3600
    """Cognito's own, and not to be changed."""

    def __init__(self, client: Any, pool_id: str, client_id: str, units: Units) -> None:
        self._client = client
        self._pool_id = pool_id
        self._client_id = client_id
        self._units = units

    def require_takeable(self, password: str, pointer: str) -> None:
        """Refuses validation_failed for a password that Cognito does not take."""
        if TAKEABLE.fullmatch(password) is None:
            raise _untakeable(_TAKEABLE_SENTENCE, pointer)

    def register(self, user_id: str, email: str | None, password: str) -> None:
        """Take someone in who is to confirm their address, and mail them a code; without an address, mail nothing."""
        attributes = [] if email is None else [{"Name": "email", "Value": email}]
        self._ask("sign_up", ClientId=self._client_id, Username=user_id, Password=password, UserAttributes=attributes)

    def admit(self, user_id: str, email: str) -> None:
        """Know someone whose address is proved already, by a password that nobody knows: a code sets theirs. Mails
        nothing, and leaves whoever is known as they are."""
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        person: dict[str, Any] = {"UserPoolId": self._pool_id, "Username": user_id}
        made = self._ask(
            "admin_create_user", ("UsernameExistsException",), MessageAction="SUPPRESS", UserAttributes=attributes,
            **person,
        )  # fmt: skip
        if made is None and self._known(user_id).get("UserStatus") != "FORCE_CHANGE_PASSWORD":
            return
        self._ask("admin_set_user_password", Password=secrets.token_urlsafe(24), Permanent=True, **person)

    def has_admitted(self, user_id: str, email: str) -> bool:
        """Whether someone is known, by this address, and may ask for a code."""
        known = self._known(user_id)
        said = {one["Name"]: one["Value"] for one in known.get("UserAttributes", [])}
        return known.get("UserStatus") == "CONFIRMED" and said.get("email") == email

    def resend(self, user_id: str) -> None:
        """Mail a new code to someone who has not confirmed their address."""
        self._ask("resend_confirmation_code", _WRONG_CODE, ClientId=self._client_id, Username=user_id)

    def confirm(self, user_id: str, code: str) -> bool:
        """Whether the code is right, or the address was confirmed already."""
        given = {"ClientId": self._client_id, "Username": user_id, "ConfirmationCode": code}
        if self._ask("confirm_sign_up", _WRONG_CODE, done=_AFTERWARDS, **given) is not None:
            return True
        return self._known(user_id).get("UserStatus") == "CONFIRMED"

    def sign_in(self, user_id: str, password: str) -> Grant | None:
        """Begin a session, if it is the password of someone confirmed. Whom Cognito asks for more cannot sign in."""
        answer = self._ask(
            "initiate_auth", _WRONG_PASSWORD, ClientId=self._client_id, AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user_id, "PASSWORD": password},
        )  # fmt: skip
        result = (answer or {}).get("AuthenticationResult")
        return None if result is None else _grant(result, result["RefreshToken"], REFRESH_DAYS * 86_400)

    def refresh(self, refresh_token: str, now: int) -> Grant | None:
        """Trade a refresh token. Its successors end when the first one would have."""
        answer = self._ask(
            "get_tokens_from_refresh_token", _NO_TOKEN, ClientId=self._client_id, RefreshToken=refresh_token
        )
        if answer is None:
            return None
        result = answer["AuthenticationResult"]
        age = now // 1000 - int(payload_of(result["AccessToken"])["auth_time"])
        left = REFRESH_DAYS * 86_400 - max(0, age)
        return _grant(result, result.get("RefreshToken", refresh_token), left)

    def revoke(self, refresh_token: str) -> None:
        """Let it and what came of it count no more."""
        self._ask("revoke_token", _NO_TOKEN, ClientId=self._client_id, Token=refresh_token)

    def sign_out(self, user_id: str) -> None:
        """Let no refresh token of this person count any more."""
        self._ask("admin_user_global_sign_out", _NOBODY, UserPoolId=self._pool_id, Username=user_id)

    def send_reset_code(self, user_id: str, email: str) -> None:
        """Mail a code for a new password to this address, which is the person's now."""
        self.set_email(user_id, email)
        self._ask("forgot_password", _WRONG_CODE, ClientId=self._client_id, Username=user_id)

    def reset(self, user_id: str, code: str, password: str) -> bool:
        """Set the password if the code is right."""
        answer = self._ask(
            "confirm_forgot_password", _WRONG_CODE, ClientId=self._client_id, Username=user_id, ConfirmationCode=code,
            Password=password, pointer="/newPassword", done=_AFTERWARDS,
        )  # fmt: skip
        return answer is not None

    def set_password(self, user_id: str, password: str) -> None:
        """Set it."""
        self._ask(
            "admin_set_user_password", UserPoolId=self._pool_id, Username=user_id, Password=password, Permanent=True,
            pointer="/newPassword",
        )  # fmt: skip

    def set_email(self, user_id: str, email: str) -> None:
        """Know a person by another address, which they have confirmed."""
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
        self._ask(
            "admin_update_user_attributes", _NOBODY, UserPoolId=self._pool_id, Username=user_id,
            UserAttributes=attributes,
        )  # fmt: skip

    def leaving(self, user_id: str, now: int) -> None:
        """Keep in mind that someone is about to be erased."""
        key = Key("main", _GOODBYES, user_id)

        def work(unit: Unit) -> None:
            unit.load(key)
            unit.put(key, {"at": now})

        self._units.run(work)

    def discard(self, user_id: str) -> None:
        """Forget a person, if there is one."""
        self._ask("admin_delete_user", _NOBODY, UserPoolId=self._pool_id, Username=user_id)

    def sweep(self, users: Users, now: int) -> None:
        """Forget whoever was erased here and is still known there, and registrations of yesterday that nobody has
        confirmed."""
        for item in self._units.tables.query(Range("main", _GOODBYES, "", "~")):
            user_id, key = str(item["sk"]), Key("main", _GOODBYES, str(item["sk"]))
            user = users.by_id(user_id)
            if user is None or not user.is_active:
                self.discard(user_id)
            elif int(str(item["at"])) > now - _GOODBYE_MS:
                continue  # perhaps it is being erased now
            self._units.run(lambda unit, key=key: unit.remove(key))  # type: ignore[misc]  # a default that binds it now
        for user_id in self._unconfirmed(now // 1000 - _UNCONFIRMED_SECONDS):
            self.discard(user_id)

    def _known(self, user_id: str) -> dict[str, Any]:
        """What the pool knows of someone; nothing of nobody."""
        return self._ask("admin_get_user", _NOBODY, UserPoolId=self._pool_id, Username=user_id) or {}

    def _unconfirmed(self, before: int) -> Iterator[str]:
        asked: dict[str, Any] = {
            "UserPoolId": self._pool_id, "Filter": 'cognito:user_status = "UNCONFIRMED"', "AttributesToGet": [],
        }  # fmt: skip
        while True:
            answer = self._ask("list_users", **asked) or {}
            for user in answer["Users"]:
                if user["UserStatus"] == "UNCONFIRMED" and user["UserCreateDate"].timestamp() < before:
                    yield user["Username"]
            if "PaginationToken" not in answer:
                return
            asked["PaginationToken"] = answer["PaginationToken"]

    def _ask(
        self, what: str, no: tuple[str, ...] = (), *, done: tuple[str, ...] = (), pointer: str = "/password",
        **parameters: Any,
    ) -> dict[str, Any] | None:  # fmt: skip
        """What Cognito answers; None when it answers one of these, and nothing when it answers that it is `done`."""
        from botocore.exceptions import ClientError, HTTPClientError
        from botocore.exceptions import ConnectionError as NoConnection

        try:
            answer: dict[str, Any] = getattr(self._client, what)(**parameters)
        except ClientError as error:
            said: Any = error.response
            code = said["Error"]["Code"]
            if code in no or code in done:
                return None if code in no else {}
            if code in ("InvalidPasswordException", "PasswordHistoryPolicyViolationException"):
                raise _untakeable(said["Error"].get("Message", _TAKEABLE_SENTENCE), pointer) from None
            if code in _TOO_OFTEN:
                raise Refused(Code.RATE_LIMITED, retry_after=_PATIENCE_SECONDS) from error
            if code in _LATER or said["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise Refused(Code.UNAVAILABLE, retry_after=1) from error
            raise
        except (NoConnection, HTTPClientError) as error:
            raise Refused(Code.UNAVAILABLE, retry_after=1) from error
        return answer


def _untakeable(sentence: str, pointer: str) -> Refused:
    return Refused(Code.VALIDATION_FAILED, errors=[FieldProblem(pointer=pointer, code="invalid", message=sentence)])


def _grant(result: dict[str, Any], refresh_token: str, refresh_expires_in: int) -> Grant:
    """The tokens of a sign-in or a refresh, with the session that they say they are of."""
    session_id = str(payload_of(result["AccessToken"])["origin_jti"])
    return Grant(result["AccessToken"], refresh_token, session_id, int(result["ExpiresIn"]), refresh_expires_in)

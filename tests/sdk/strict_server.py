"""A model of the server's rules for refresh tokens, strict to the letter, on a clock that is set by hand."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from postcardit_sdk import Code, ConnectionFailed, EndReason, Request, Response, TokenPair, User
from tests.sdk.stage import ALICE, problem, reply

__all__ = ["GRACE_SECONDS", "LIFE_SECONDS", "Crashed", "StrictServer"]

GRACE_SECONDS = 30
LIFE_SECONDS = 900
USERS = {
    "alice": ALICE,
    "bob": ALICE.model_copy(update={"user_id": "user-bob", "username": "bob"}),
}


class Crashed(BaseException):
    """The process is gone: nothing after this happens."""


@dataclass
class Family:
    """A session: its refresh tokens in the order in which they were given, the last one being the one that counts."""

    user: User
    refresh_tokens: list[str]
    rotated_at: float = 0.0
    ended: EndReason | None = None


@dataclass
class StrictServer:
    """Each refresh token counts once; for 30 seconds it gives the same successor again, later it ends the family."""

    now: float = 1_800_000_000.0
    families: list[Family] = field(default_factory=list[Family])
    access_tokens: dict[str, tuple[Family, float]] = field(default_factory=dict[str, tuple[Family, float]])
    lost_answers: int = 0
    crash_after_grant: bool = False
    grants: int = 0

    def sign_in(self, name: str) -> TokenPair:
        """A new session."""
        family = Family(USERS[name], [])
        self.families.append(family)
        return self._grant(family)

    def family_of(self, token: str) -> Family | None:
        """Whose token it is, refresh or access."""
        if token in self.access_tokens:
            return self.access_tokens[token][0]
        return next((family for family in self.families if token in family.refresh_tokens), None)

    def answer(self, request: Request) -> Response:
        """What the API answers; or that it never arrives, or that nobody is there to hear it."""
        if "refresh" in request.url:
            return self._delivered(self._refresh(json.loads(request.body)["refreshToken"]))
        family, expires_at = self.access_tokens[request.headers["authorization"].removeprefix("Bearer ")]
        if family.ended is not None:
            return self._dated(problem(Code.SESSION_ENDED, reason=family.ended))
        if self.now >= expires_at:
            return self._dated(problem(Code.UNAUTHENTICATED))
        return self._dated(reply(family.user))

    def _refresh(self, presented: str) -> Response:
        family = self.family_of(presented)
        assert family is not None, "A token that was never given."
        if family.ended is None and presented != family.refresh_tokens[-1]:
            is_repeat = family.refresh_tokens[-2:-1] == [presented]
            if not is_repeat or self.now > family.rotated_at + GRACE_SECONDS:
                family.ended = EndReason.REUSED
        if family.ended is not None:
            return self._dated(problem(Code.SESSION_ENDED, reason=family.ended))
        return self._dated(reply(self._grant(family, is_repeat=presented != family.refresh_tokens[-1])))

    def _grant(self, family: Family, *, is_repeat: bool = False) -> TokenPair:
        self.grants += 1
        name = f"{family.user.username}-{self.families.index(family)}-{self.grants}"
        if not is_repeat:
            family.refresh_tokens.append(f"refresh-{name}")
            family.rotated_at = self.now
        self.access_tokens[f"access-{name}"] = (family, self.now + LIFE_SECONDS)
        return TokenPair(
            access_token=f"access-{name}",
            refresh_token=family.refresh_tokens[-1],
            expires_in=LIFE_SECONDS,
            refresh_expires_in=5_000_000,
            user=family.user,
        )

    def _delivered(self, response: Response) -> Response:
        if self.crash_after_grant:
            self.crash_after_grant = False
            raise Crashed
        if self.lost_answers:
            self.lost_answers -= 1
            raise ConnectionFailed("The answer was lost.")
        return response

    def _dated(self, response: Response) -> Response:
        date = format_datetime(datetime.fromtimestamp(self.now, UTC), usegmt=True)
        return Response(response.status, {**response.headers, "date": date}, response.body)

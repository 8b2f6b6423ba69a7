"""Rate limits: which operation counts against which quotas, for whom, and what responses say of it.

Sign-in attempts and codes are counted even where limits are off: they guard secrets, the others guard the machine.
A name that nobody has is counted as one that somebody has, so no answer tells them apart; and one account's name and
address are two subjects, or being full under one would tell that the other is the same person's.
"""

import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from postcardit_sdk.contract.operations import Effect, Operation
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.wire import Wire

from .folding import email_key, fold
from .ports.limits import Meter, Standing, Verdict
from .refusal import Refused
from .settings import Quota, Settings

__all__ = ["By", "Rule", "network_of", "rate_headers", "require_granted", "rules_of", "subject_of"]

SIGN_IN = frozenset({"login_user", "change_password", "change_email", "delete_me"})
"""They try a password."""
CODES = frozenset({"confirm_user", "resend_code", "forgot_password", "reset_password", "confirm_email"})
"""They try a code, or have one mailed."""


class By(Enum):
    """Whom a quota counts."""

    USER = "the user who asks"
    ACCOUNT = "the account that is asked for, whether or not it exists"
    ADDRESS = "the network address that asks"


@dataclass(frozen=True, slots=True)
class Rule:
    """A quota by its policy's name, and whom it counts."""

    policy: str
    by: By
    quota: Quota

    def meter(self, subject: str) -> Meter:
        """The meter of one subject."""
        return Meter(self.policy, subject, self.quota.count, self.quota.seconds)


def rules_of(operation: Operation[object, Wire], settings: Settings) -> tuple[Rule, ...]:
    """What one request of this operation counts against. Nothing while limits are off, but secrets stay guarded."""
    name = operation.name
    if name in SIGN_IN:
        return (
            Rule("sign-in-account", By.ACCOUNT, _quota(name, settings, settings.sign_ins_per_account)),
            Rule("sign-in-address", By.ADDRESS, settings.sign_ins_per_address),
        )
    if name in CODES or (name == "register_user" and settings.limits):
        return (
            Rule("code-account", By.ACCOUNT, _quota(name, settings, settings.codes_per_account)),
            Rule("code-address", By.ADDRESS, settings.codes_per_address),
        )
    if not settings.limits or (operation.public and operation.effect is Effect.READS):
        return ()
    rules = [Rule("default", By.ADDRESS if operation.public else By.USER, settings.requests)]
    own = settings.quotas.get(name) or {
        "request_friend": settings.friend_requests,
        "send_postcard": settings.postcards,
    }.get(name)
    if own is not None:
        rules.append(Rule(name.replace("_", "-"), rules[0].by, own))
    return tuple(rules)


def _quota(name: str, settings: Settings, usual: Quota) -> Quota:
    return settings.quotas.get(name, usual)


def subject_of(rule: Rule, user_id: str, arguments: Wire | None, address: str) -> str:
    """Whom this request counts for under a rule."""
    if rule.by is By.ADDRESS:
        return network_of(address)
    if user_id:
        return f"user {user_id}"
    email, username = getattr(arguments, "email", None), getattr(arguments, "username", None)
    return f"email {email_key(email)}" if email is not None else f"name {fold(username or '')}"


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 address: who has one of its addresses has them all."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False))


def require_granted(verdict: Verdict, now: int) -> None:
    """Refuses rate_limited, with the time until every full meter has a new window."""
    if not verdict.is_granted:
        ends_at = max(one.ends_at for one in verdict.standings if one.left == 0)
        raise Refused(Code.RATE_LIMITED, retry_after=_seconds(ends_at, now))


def rate_headers(rules: Sequence[Rule], standings: Sequence[Standing], now: int) -> dict[str, str]:
    """RateLimit-Policy and RateLimit as in draft-ietf-httpapi-ratelimit-headers-11: the quota `q` of each window of
    `w` seconds; what remains, `r`, and in how many seconds, `t`, there is a new window."""
    policies = [f'"{rule.policy}";q={rule.quota.count};w={rule.quota.seconds}' for rule in rules]
    left = [f'"{one.meter.policy}";r={one.left};t={_seconds(one.ends_at, now)}' for one in standings]
    headers = {"ratelimit-policy": ", ".join(policies)}
    return {**headers, "ratelimit": ", ".join(left)} if left else headers


def _seconds(ends_at: int, now: int) -> int:
    return max(1, math.ceil((ends_at - now) / 1000))

"""What can be set about a backend. Durations are seconds, sizes bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from postcardit_sdk.contract.service import Identity, Realtime

__all__ = ["Quota", "Settings"]

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `count` in a window of `seconds`."""

    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Settings:
    """The defaults are the contract's numbers."""

    public_url: str | None = None
    """The address that links begin with; None takes each request's own Host."""
    realtime: tuple[Realtime, ...] = (Realtime.SSE, Realtime.LONGPOLL)
    """How clients can hear of changes here, the best way first."""
    realtime_url: str | None = None
    """Where a WebSocket connects, if that is one of the ways."""
    identity: Identity = Identity.LOCAL
    """Who issues the tokens."""
    access_token_seconds: int = 15 * 60
    refresh_token_seconds: int = 60 * DAY
    refresh_grace_seconds: int = 30
    code_seconds: int = 10 * 60
    code_tries: int = 5
    rejection_seconds: int = 7 * DAY
    idempotency_seconds: int = DAY
    upload_seconds: int = DAY
    link_window_seconds: int = 5 * 60
    link_seconds: int = 15 * 60
    body_bytes: int = 64 * 1024
    decode_seconds: float = 30
    """How long decoding one photo may take: then it is refused, and its decoder ended."""
    decoder_idle_seconds: float = 60
    """How long a decoder that has nothing to do is kept for the next photo."""
    photos_waiting: int = 32
    """How many photos that have arrived may wait for the decoder; more are answered 503 at once."""
    feed_seconds: int = 30 * DAY
    """How long a change is kept; an older cursor is answered 410."""
    feed_changes: int = 10_000
    """How many changes of a user are kept, 100 at the least."""
    streams_per_user: int = 5
    heartbeat_seconds: float = 15
    """How long a stream of events may be silent: then a comment is sent."""
    token_issuer: str = "postcardit"
    token_audience: str = "postcardit"
    key_rotation_seconds: int = 30 * DAY
    """How long a key signs access tokens before a new one does."""
    key_margin_seconds: int = 5 * MINUTE
    """How long a key still verifies after the last token that it signed has ended."""
    argon2_passes: int = 2
    argon2_kib: int = 19 * 1024
    """argon2id with 19 MiB, t=2, p=1 is OWASP's minimum and takes 19 ms; the library's default would take 162."""
    passwords_waiting: int = 64
    """How many sign-ins may wait for their hashing; more are answered 503 at once."""
    request_log: bool = True
    """Whether each request leaves a line in the data folder's log."""
    limits: bool = False
    """Whether requests are limited. Sign-in attempts and codes are in any case."""
    requests: Quota = Quota(100, MINUTE)
    """Of one user: reads in one process, writes in all."""
    friend_requests: Quota = Quota(30, HOUR)
    postcards: Quota = Quota(60, HOUR)
    sign_ins_per_account: Quota = Quota(10, MINUTE)
    sign_ins_per_address: Quota = Quota(30, MINUTE)
    codes_per_account: Quota = Quota(10, MINUTE)
    codes_per_address: Quota = Quota(30, MINUTE)
    quotas: Mapping[str, Quota] = field(default_factory=dict[str, Quota])
    """A quota of one's own for an operation, by its name: `{"send_postcard": Quota(5, 60)}`."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses whose X-Forwarded-For tells who asks. From anyone else it is only a claim."""

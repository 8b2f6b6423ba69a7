"""What services need of the world, as promises. Every adapter keeps them; one suite of tests holds each to it.

Each verb is atomic: it happens whole or not at all, and two that race leave what one after the other would leave.
A verb raises `Refused` for what the contract forbids. Lists come newest first, after a position of ours.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..cursors import Cursors
from ..settings import Settings
from .accounts import Emails, Erasure, Passwords, ProfileChange, Registrations, Users
from .authority import Authority, Grant
from .cards import Friendships, PostcardFilter, Postcards
from .exports import Exports
from .feed import Feed
from .foresight import Foreseen, Foresight
from .limits import Charge, Limits, Meter, Standing, Verdict
from .mail import Mail
from .once import Idempotency, Kept, Once
from .photos import Blobs, Decoded, Decoder, Link
from .push import Devices, Push
from .served import Served
from .sessions import Claims, Identity, Rotation, Sessions
from .uploads import Arrivals, Turn, Uploads

__all__ = [
    "Arrivals",
    "Authority",
    "Blobs",
    "Charge",
    "Claims",
    "Decoded",
    "Decoder",
    "Devices",
    "Emails",
    "Erasure",
    "Exports",
    "Feed",
    "Foreseen",
    "Foresight",
    "Friendships",
    "Grant",
    "Idempotency",
    "Identity",
    "Kept",
    "Limits",
    "Link",
    "Mail",
    "Meter",
    "Once",
    "Passwords",
    "Ports",
    "PostcardFilter",
    "Postcards",
    "ProfileChange",
    "Push",
    "Registrations",
    "Rotation",
    "Served",
    "Sessions",
    "Standing",
    "Turn",
    "Uploads",
    "Users",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything that services need, in one value."""

    settings: Settings
    clock: Callable[[], int]
    registrations: Registrations
    users: Users
    passwords: Passwords
    emails: Emails
    sessions: Sessions
    friendships: Friendships
    postcards: Postcards
    uploads: Uploads
    arrivals: Arrivals
    idempotency: Idempotency
    blobs: Blobs
    decoder: Decoder
    identity: Identity
    mail: Mail
    erasure: Erasure
    exports: Exports
    cursors: Cursors
    limits: Limits
    feed: Feed
    devices: Devices
    push: Push
    authority: Authority | None = None
    foresight: Foresight | None = None

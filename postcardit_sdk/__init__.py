"""PostCardIt's Python SDK: typed, blocking or awaited, with the contract of the API inside.

    from postcardit_sdk import Client

    with Client("http://127.0.0.1:8080") as client:
        client.auth.login("alice", password)
        client.postcards.send("bob", "Ciao!", photo="venice.jpg")

Names are loaded when they are first used, so that importing this package costs next to nothing.
"""

from .version import __version__

TYPE_CHECKING = False  # what type checkers take for True; importing `typing` would cost 10 ms

if TYPE_CHECKING:
    from .background import AsyncBackground, Background
    from .blackbox import BlackBox, Entry
    from .client import AsyncClient, Client
    from .contract.auth import CodeSent, Confirmed, TokenPair
    from .contract.friends import (
        BlockedPage,
        Friend,
        FriendPage,
        Friendship,
        FriendshipPage,
        FriendshipStatus,
        RequestDirection,
    )
    from .contract.postcards import BoundingBox, Box, Font, Location, Postcard, PostcardPage, PostcardStatus, Receipts
    from .contract.problems import Code, EndReason, FieldProblem, Problem
    from .contract.service import Jwks, Liveness, Readiness
    from .contract.stamps import Stamp, StampCategory, StampPage
    from .contract.sync import Change, ChangeType, SyncPage
    from .contract.uploads import CreateUpload, Upload, UploadPurpose, UploadStatus
    from .contract.users import DevicePlatform, SearchType, User, UserPage, UserStats, UserSummary
    from .errors import (
        ApiError,
        ClientClosed,
        Conflict,
        ConnectionFailed,
        InvalidRequest,
        KeyringFailed,
        LocalStoreFailed,
        NotFound,
        OutboxRefused,
        PermissionDenied,
        PhotoRefused,
        PostCardItError,
        RateLimited,
        ServerError,
        SessionEnded,
        SignInRequired,
        TimedOut,
        TokenFileUnsafe,
        Unauthenticated,
        UnreadableAnswer,
    )
    from .flow import Call, Exchange, Flow, Pause, Progress, Request, Response, Talk
    from .http_transport import Timeouts
    from .images import ImageProblem, Photo, PhotoLocation, location_of, prepare_photo
    from .local import LocalStore
    from .local.outbox_items import OutboxItem
    from .resources.events import Event
    from .resources.outbox_flush import Flushed
    from .resources.sync import Refreshed, SyncStatus
    from .tokens import (
        EnvironmentTokens,
        FileTokens,
        KeyringTokens,
        MemoryTokens,
        Tokens,
        TokenStore,
        default_store,
    )

_HOMES = {
    "background": ("AsyncBackground", "Background"),
    "blackbox": ("BlackBox", "Entry"),
    "client": ("AsyncClient", "Client"),
    "contract.auth": ("CodeSent", "Confirmed", "TokenPair"),
    "contract.friends": (
        "BlockedPage", "Friend", "FriendPage", "Friendship", "FriendshipPage", "FriendshipStatus", "RequestDirection",
    ),
    "contract.postcards": (
        "BoundingBox", "Box", "Font", "Location", "Postcard", "PostcardPage", "PostcardStatus", "Receipts",
    ),
    "contract.problems": ("Code", "EndReason", "FieldProblem", "Problem"),
    "contract.service": ("Jwks", "Liveness", "Readiness"),
    "contract.stamps": ("Stamp", "StampCategory", "StampPage"),
    "contract.sync": ("Change", "ChangeType", "SyncPage"),
    "contract.uploads": ("CreateUpload", "Upload", "UploadPurpose", "UploadStatus"),
    "contract.users": ("DevicePlatform", "SearchType", "User", "UserPage", "UserStats", "UserSummary"),
    "errors": (
        "ApiError", "ClientClosed", "Conflict", "ConnectionFailed", "InvalidRequest", "KeyringFailed",
        "LocalStoreFailed", "NotFound", "OutboxRefused", "PermissionDenied", "PhotoRefused", "PostCardItError",
        "RateLimited", "ServerError", "SessionEnded", "SignInRequired", "TimedOut", "TokenFileUnsafe",
        "Unauthenticated", "UnreadableAnswer",
    ),
    "flow": ("Call", "Exchange", "Flow", "Pause", "Progress", "Request", "Response", "Talk"),
    "http_transport": ("Timeouts",),
    "images": ("ImageProblem", "Photo", "PhotoLocation", "location_of", "prepare_photo"),
    "local": ("LocalStore",),
    "local.outbox_items": ("OutboxItem",),
    "resources.events": ("Event",),
    "resources.outbox_flush": ("Flushed",),
    "resources.sync": ("Refreshed", "SyncStatus"),
    "tokens": (
        "EnvironmentTokens", "FileTokens", "KeyringTokens", "MemoryTokens", "TokenStore", "Tokens", "default_store",
    ),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "ApiError",
    "AsyncBackground",
    "AsyncClient",
    "Background",
    "BlackBox",
    "BlockedPage",
    "BoundingBox",
    "Box",
    "Call",
    "Change",
    "ChangeType",
    "Client",
    "ClientClosed",
    "Code",
    "CodeSent",
    "Confirmed",
    "Conflict",
    "ConnectionFailed",
    "CreateUpload",
    "DevicePlatform",
    "EndReason",
    "Entry",
    "EnvironmentTokens",
    "Event",
    "Exchange",
    "FieldProblem",
    "FileTokens",
    "Flow",
    "Flushed",
    "Font",
    "Friend",
    "FriendPage",
    "Friendship",
    "FriendshipPage",
    "FriendshipStatus",
    "ImageProblem",
    "InvalidRequest",
    "Jwks",
    "KeyringFailed",
    "KeyringTokens",
    "Liveness",
    "LocalStore",
    "LocalStoreFailed",
    "Location",
    "MemoryTokens",
    "NotFound",
    "OutboxItem",
    "OutboxRefused",
    "Pause",
    "PermissionDenied",
    "Photo",
    "PhotoLocation",
    "PhotoRefused",
    "PostCardItError",
    "Postcard",
    "PostcardPage",
    "PostcardStatus",
    "Problem",
    "Progress",
    "RateLimited",
    "Readiness",
    "Receipts",
    "Refreshed",
    "Request",
    "RequestDirection",
    "Response",
    "SearchType",
    "ServerError",
    "SessionEnded",
    "SignInRequired",
    "Stamp",
    "StampCategory",
    "StampPage",
    "SyncPage",
    "SyncStatus",
    "Talk",
    "TimedOut",
    "Timeouts",
    "TokenFileUnsafe",
    "TokenPair",
    "TokenStore",
    "Tokens",
    "Unauthenticated",
    "UnreadableAnswer",
    "Upload",
    "UploadPurpose",
    "UploadStatus",
    "User",
    "UserPage",
    "UserStats",
    "UserSummary",
    "__version__",
    "default_store",
    "location_of",
    "prepare_photo",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__]

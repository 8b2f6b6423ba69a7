"""The table of verbs. Each operation is written here once; server, SDK, OpenAPI and Swift are derived from it."""

import re
from dataclasses import dataclass
from enum import Enum
from types import NoneType
from typing import Any, Final, Generic, Literal, TypeGuard, TypeVar

from pydantic import TypeAdapter

from . import auth, friends, postcards, service, stamps, uploads, users
from .problems import Code
from .wire import PageQuery, Wire

__all__ = ["BASE_PATH", "OPERATIONS", "Operation", "operation_named"]

BASE_PATH: Final = "/v1"

R = TypeVar("R")
A = TypeVar("A", bound=Wire)

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]


class Effect(Enum):
    """What a repeated request does, and so whether a lost answer may be asked for again."""

    READS = "changes nothing: repeat it freely"
    SETS = "leaves the same state however often it is sent"
    CREATES = "makes something new: repeat it only with its Idempotency-Key"
    ONCE = "does something that must not happen twice and takes no key: never repeat it unasked"


_ALWAYS = (Code.RATE_LIMITED, Code.INTERNAL, Code.UNAVAILABLE)
_SIGNED_IN = (Code.UNAUTHENTICATED, Code.SESSION_ENDED)
_WITH_BODY = (
    Code.INVALID_JSON,
    Code.PAYLOAD_TOO_LARGE,
    Code.UNSUPPORTED_MEDIA_TYPE,
    Code.VALIDATION_FAILED,
    Code.UNKNOWN_FIELD,
)
_WITH_QUERY = (Code.VALIDATION_FAILED, Code.UNKNOWN_FIELD)
_WITH_KEY = (
    Code.IDEMPOTENCY_KEY_REQUIRED,
    Code.INVALID_IDEMPOTENCY_KEY,
    Code.IDEMPOTENCY_KEY_REUSED,
    Code.IDEMPOTENCY_IN_PROGRESS,
)


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Generic[R, A]):
    """One verb of the API. A GET carries its arguments in the query, every other method in a JSON body.

    `problems` are the codes that this verb's own rules may answer; `all_problems` adds those of the road to it.
    `aliases` are older names for the same verb: they are answered, but not part of the document.
    """

    name: str
    method: Method
    path: str
    reply: type[R]
    arguments: type[A]
    effect: Effect
    problems: tuple[Code, ...] = ()
    status: int = 200
    public: bool = False
    conditional: bool = False
    aliases: tuple[tuple[Method, str], ...] = ()
    tag: str = ""
    summary: str = ""

    @property
    def path_names(self) -> tuple[str, ...]:
        """The parameters in the path, as they stand there: `postcardId`."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def has_arguments(self) -> bool:
        """Whether the verb takes a query or a body at all."""
        return bool(self.arguments.model_fields)

    @property
    def in_query(self) -> bool:
        """Whether the arguments travel in the query string."""
        return self.method == "GET"

    @property
    def creates(self) -> bool:
        """Whether requests need an Idempotency-Key."""
        return self.effect is Effect.CREATES

    @property
    def all_problems(self) -> tuple[Code, ...]:
        """Every code that a client may meet, in the order of the table of codes."""
        codes = {*self.problems, *_ALWAYS}
        if not self.public:
            codes.update(_SIGNED_IN)
        if self.has_arguments:
            codes.update(_WITH_QUERY if self.in_query else _WITH_BODY)
        if issubclass(self.arguments, PageQuery):
            codes.add(Code.INVALID_CURSOR)
        if self.creates:
            codes.update(_WITH_KEY)
        return tuple(code for code in Code if code in codes)

    def decode(self, body: bytes) -> R:
        """Read an answer of this verb. Raises pydantic.ValidationError when it is not one."""
        return _adapter(self.reply).validate_json(body or b"null")


_adapters: dict[Any, TypeAdapter[Any]] = {}


def _adapter(reply: type[R]) -> TypeAdapter[R]:
    adapter = _adapters.get(reply)
    if adapter is None:
        adapter = _adapters[reply] = TypeAdapter(reply)
    return adapter


READS, SETS, CREATES, ONCE = Effect.READS, Effect.SETS, Effect.CREATES, Effect.ONCE
Nothing = auth.Nothing

register_user: Final = Operation(
    "register_user", "POST", "/auth/register", auth.CodeSent, auth.RegisterUser, ONCE,
    (Code.USERNAME_TAKEN,), status=202, public=True, tag="auth",
    summary="Open an account: a code is mailed to the address.",
)  # fmt: skip
confirm_user: Final = Operation(
    "confirm_user", "POST", "/auth/confirm", auth.Confirmed, auth.ConfirmUser, ONCE,
    (Code.INVALID_CODE, Code.USERNAME_TAKEN), public=True, tag="auth",
    summary="Confirm an address with the code mailed to it.",
)  # fmt: skip
resend_code: Final = Operation(
    "resend_code", "POST", "/auth/resend-code", auth.CodeSent, auth.ResendCode, ONCE,
    status=202, public=True, tag="auth",
    summary="Mail a new code to an address that waits for confirmation.",
)  # fmt: skip
login_user: Final = Operation(
    "login_user", "POST", "/auth/login", auth.TokenPair, auth.LoginUser, ONCE,
    (Code.WRONG_CREDENTIALS,), public=True, tag="auth",
    summary="Sign in and start a session.",
)  # fmt: skip
refresh_tokens: Final = Operation(
    "refresh_tokens", "POST", "/auth/refresh", auth.TokenPair, auth.RefreshTokens, SETS,
    (Code.SESSION_ENDED,), public=True, tag="auth",
    summary="Trade a refresh token for a new pair of tokens.",
)  # fmt: skip
logout_user: Final = Operation(
    "logout_user", "POST", "/auth/logout", NoneType, auth.LogoutUser, SETS,
    status=204, tag="auth",
    summary="End a session, or all of them.",
)  # fmt: skip

get_me: Final = Operation(
    "get_me", "GET", "/users/me", users.User, Nothing, READS,
    conditional=True, aliases=(("GET", "/users"),), tag="users",
    summary="Your own profile.",
)  # fmt: skip
update_me: Final = Operation(
    "update_me", "PATCH", "/users/me", users.User, users.UpdateUser, SETS,
    (Code.USERNAME_TAKEN, Code.EMAIL_CHANGE_NEEDS_CODE, Code.UNKNOWN_IMAGE, Code.PRECONDITION_FAILED), tag="users",
    aliases=(("PUT", "/users/me"), ("PUT", "/users"), ("POST", "/users")),
    summary="Change your own profile: keys left out stay, null clears.",
)  # fmt: skip
search_users: Final = Operation(
    "search_users", "GET", "/users/search", users.UserPage, users.SearchUsers, READS,
    conditional=True, tag="users",
    summary="Find people by username, name or e-mail address.",
)  # fmt: skip
get_user: Final = Operation(
    "get_user", "GET", "/users/{userId}", users.User, Nothing, READS,
    (Code.NOT_FOUND,), conditional=True, tag="users",
    summary="A person's profile.",
)  # fmt: skip

list_friends: Final = Operation(
    "list_friends", "GET", "/friends", friends.FriendPage, PageQuery, READS,
    conditional=True, tag="friends",
    summary="Your friends, the newest first.",
)  # fmt: skip
request_friend: Final = Operation(
    "request_friend", "POST", "/friends", friends.Friendship, friends.RequestFriend, CREATES,
    (Code.NOT_FOUND, Code.CANNOT_BEFRIEND_SELF, Code.FRIENDSHIP_EXISTS, Code.FRIENDSHIP_REJECTED),
    status=201, tag="friends",
    summary="Ask someone for friendship; if they asked first, accept.",
)  # fmt: skip
list_friend_requests: Final = Operation(
    "list_friend_requests", "GET", "/friends/requests", friends.FriendshipPage, friends.ListFriendRequests, READS,
    conditional=True, tag="friends",
    summary="Open friend requests, made to you or by you.",
)  # fmt: skip
answer_friend: Final = Operation(
    "answer_friend", "PUT", "/friends/{friendshipId}", friends.Friendship, friends.AnswerFriend, SETS,
    (Code.NOT_FOUND, Code.FORBIDDEN, Code.FRIENDSHIP_ANSWERED), tag="friends",
    summary="Accept or reject a request made to you.",
)  # fmt: skip
remove_friend: Final = Operation(
    "remove_friend", "DELETE", "/friends/{friendshipId}", NoneType, Nothing, SETS,
    (Code.NOT_FOUND, Code.FORBIDDEN), status=204, tag="friends",
    summary="End a friendship, or withdraw your own request.",
)  # fmt: skip

create_upload: Final = Operation(
    "create_upload", "POST", "/uploads", uploads.Upload, uploads.CreateUpload, CREATES,
    status=201, tag="uploads",
    summary="Announce a photo and learn where to send its bytes.",
)  # fmt: skip
get_upload: Final = Operation(
    "get_upload", "GET", "/uploads/{uploadId}", uploads.Upload, Nothing, READS,
    (Code.NOT_FOUND,), conditional=True, tag="uploads",
    summary="What became of a photo.",
)  # fmt: skip

send_postcard: Final = Operation(
    "send_postcard", "POST", "/postcards", postcards.Postcard, postcards.SendPostcard, CREATES,
    (Code.NOT_FOUND, Code.NOT_FRIENDS, Code.UNKNOWN_STAMP, Code.UNKNOWN_IMAGE, Code.UPLOAD_NOT_READY,
     Code.UPLOAD_REJECTED),
    status=201, tag="postcards",
    summary="Mail a postcard to a friend.",
)  # fmt: skip
list_postcards: Final = Operation(
    "list_postcards", "GET", "/postcards", postcards.PostcardPage, postcards.ListPostcards, READS,
    conditional=True, tag="postcards",
    summary="Your postcards, sent and received, the newest first.",
)  # fmt: skip
list_sent_postcards: Final = Operation(
    "list_sent_postcards", "GET", "/postcards/sent", postcards.PostcardPage, postcards.ListBox, READS,
    conditional=True, tag="postcards",
    summary="Postcards you sent, the newest first.",
)  # fmt: skip
list_received_postcards: Final = Operation(
    "list_received_postcards", "GET", "/postcards/received", postcards.PostcardPage, postcards.ListBox, READS,
    conditional=True, tag="postcards",
    summary="Postcards you received, the newest first.",
)  # fmt: skip
confirm_receipts: Final = Operation(
    "confirm_receipts", "POST", "/postcards/receipts", postcards.Receipts, postcards.ConfirmReceipts, SETS,
    tag="postcards",
    summary="Confirm in one batch which postcards your device received and showed.",
)  # fmt: skip
get_postcard: Final = Operation(
    "get_postcard", "GET", "/postcards/{postcardId}", postcards.Postcard, Nothing, READS,
    (Code.NOT_FOUND,), conditional=True, tag="postcards",
    summary="One postcard.",
)  # fmt: skip
read_postcard: Final = Operation(
    "read_postcard", "PUT", "/postcards/{postcardId}/read", postcards.Postcard, Nothing, SETS,
    (Code.NOT_FOUND,), tag="postcards",
    summary="Mark a postcard that you received as read.",
)  # fmt: skip
archive_postcard: Final = Operation(
    "archive_postcard", "PUT", "/postcards/{postcardId}/archive", postcards.Postcard, Nothing, SETS,
    (Code.NOT_FOUND,), tag="postcards",
    summary="Archive a postcard on your side.",
)  # fmt: skip
unarchive_postcard: Final = Operation(
    "unarchive_postcard", "DELETE", "/postcards/{postcardId}/archive", postcards.Postcard, Nothing, SETS,
    (Code.NOT_FOUND,), tag="postcards",
    summary="Take a postcard out of your archive.",
)  # fmt: skip
delete_postcard: Final = Operation(
    "delete_postcard", "DELETE", "/postcards/{postcardId}", NoneType, Nothing, SETS,
    (Code.NOT_FOUND, Code.ALREADY_READ), status=204, tag="postcards",
    summary="Withdraw a postcard that has not been read, or remove a received one from your box.",
)  # fmt: skip

list_stamps: Final = Operation(
    "list_stamps", "GET", "/stamps", stamps.StampPage, stamps.ListStamps, READS,
    conditional=True, tag="stamps",
    summary="The stamps there are.",
)  # fmt: skip

get_liveness: Final = Operation(
    "get_liveness", "GET", "/health/live", service.Liveness, Nothing, READS,
    public=True, tag="service",
    summary="Whether the process runs.",
)  # fmt: skip
get_readiness: Final = Operation(
    "get_readiness", "GET", "/health/ready", service.Readiness, Nothing, READS,
    public=True, tag="service",
    summary="Whether the service can answer, and what it speaks.",
)  # fmt: skip
get_openapi: Final = Operation(
    "get_openapi", "GET", "/openapi.json", service.OpenApiDocument, Nothing, READS,
    public=True, conditional=True, tag="service",
    summary="This contract as an OpenAPI document.",
)  # fmt: skip
get_jwks: Final = Operation(
    "get_jwks", "GET", "/.well-known/jwks.json", service.Jwks, Nothing, READS,
    public=True, conditional=True, tag="service",
    summary="The public keys that access tokens are signed with.",
)  # fmt: skip


def _is_operation(entry: object) -> TypeGuard[Operation[Any, Any]]:
    return isinstance(entry, Operation)


OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = tuple(filter(_is_operation, list(globals().values())))
_BY_NAME: Final = {operation.name: operation for operation in OPERATIONS}


def operation_named(name: str) -> Operation[Any, Any]:
    """The operation with this name. Raises KeyError when there is none."""
    return _BY_NAME[name]


def _check_table() -> None:
    if len(_BY_NAME) != len(OPERATIONS):
        raise TypeError("two operations share a name")
    for operation in OPERATIONS:
        if (operation.status == 204) != (operation.reply is NoneType):
            raise TypeError(f"{operation.name}: 204 and no reply go together")
        if globals()[operation.name] is not operation:
            raise TypeError(f"{operation.name}: the table knows it by another name")


_check_table()

"""The table of verbs. Each operation is written here once; server, SDK, OpenAPI and Swift are derived from it."""

from types import NoneType
from typing import Any, Final, TypeGuard

from . import auth, friends, postcards, service, stamps, sync, uploads, users
from .operation import Effect, Operation
from .problems import Code
from .wire import PageQuery

__all__ = ["BASE_PATH", "OPERATIONS", "Effect", "Operation", "operation_named"]

BASE_PATH: Final = "/v1"

READS, SETS, CREATES, ONCE = Effect.READS, Effect.SETS, Effect.CREATES, Effect.ONCE
Nothing = auth.Nothing

register_user: Final = Operation(
    "register_user", "POST", "/auth/register", auth.CodeSent, auth.RegisterUser, ONCE,
    (Code.USERNAME_TAKEN, Code.PASSWORD_TOO_COMMON), status=202, public=True, tag="auth",
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

forgot_password: Final = Operation(
    "forgot_password", "POST", "/auth/forgot-password", auth.CodeSent, auth.ForgotPassword, ONCE,
    status=202, public=True, tag="auth",
    summary="Mail a code for a new password, if the address has an account.",
)  # fmt: skip
reset_password: Final = Operation(
    "reset_password", "POST", "/auth/reset-password", NoneType, auth.ResetPassword, ONCE,
    (Code.INVALID_CODE, Code.PASSWORD_TOO_COMMON), status=204, public=True, tag="auth",
    summary="Set a new password with a code; every session ends.",
)  # fmt: skip
change_password: Final = Operation(
    "change_password", "POST", "/auth/change-password", NoneType, auth.ChangePassword, ONCE,
    (Code.WRONG_PASSWORD, Code.PASSWORD_TOO_COMMON), status=204, tag="auth",
    summary="Set a new password with the present one; every other session ends.",
)  # fmt: skip
change_email: Final = Operation(
    "change_email", "POST", "/auth/change-email", auth.CodeSent, auth.ChangeEmail, ONCE,
    (Code.WRONG_PASSWORD,), status=202, tag="auth",
    summary="Ask for another e-mail address: a code is mailed to it.",
)  # fmt: skip
confirm_email: Final = Operation(
    "confirm_email", "POST", "/auth/confirm-email", users.User, auth.ConfirmEmail, ONCE,
    (Code.INVALID_CODE,), tag="auth",
    summary="Make the new address your own with the code mailed to it.",
)  # fmt: skip
list_sessions: Final = Operation(
    "list_sessions", "GET", "/auth/sessions", auth.SessionList, Nothing, READS,
    conditional=True, tag="auth",
    summary="Your live sessions, the last used first.",
)  # fmt: skip
end_session: Final = Operation(
    "end_session", "DELETE", "/auth/sessions/{sessionId}", NoneType, Nothing, SETS,
    (Code.NOT_FOUND,), status=204, tag="auth",
    summary="End one of your sessions.",
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
delete_me: Final = Operation(
    "delete_me", "DELETE", "/users/me", NoneType, users.DeleteMe, SETS,
    (Code.WRONG_PASSWORD,), status=204, tag="users",
    summary="Erase your account and all that it owns, for ever.",
)  # fmt: skip
export_me: Final = Operation(
    "export_me", "POST", "/users/me/export", users.Export, Nothing, SETS,
    tag="users",
    summary="All of your data as a zip file.",
)  # fmt: skip
search_users: Final = Operation(
    "search_users", "GET", "/users/search", users.UserPage, users.SearchUsers, READS,
    conditional=True, tag="users",
    summary="Find people by username, name or e-mail address.",
)  # fmt: skip
get_stats: Final = Operation(
    "get_stats", "GET", "/users/me/stats", users.UserStats, Nothing, READS,
    conditional=True, tag="users",
    summary="The numbers of your profile: postcards, places, friends.",
)  # fmt: skip
set_avatar: Final = Operation(
    "set_avatar", "PUT", "/users/me/avatar", users.User, users.SetAvatar, SETS,
    (Code.UNKNOWN_IMAGE, Code.UPLOAD_NOT_READY, Code.UPLOAD_REJECTED), tag="users",
    summary="Make an uploaded photo your profile picture: square, 512 pixels.",
)  # fmt: skip
remove_avatar: Final = Operation(
    "remove_avatar", "DELETE", "/users/me/avatar", users.User, Nothing, SETS,
    tag="users",
    summary="Have no profile picture.",
)  # fmt: skip
register_device: Final = Operation(
    "register_device", "POST", "/users/me/devices", NoneType, users.Device, SETS,
    status=204, tag="users",
    summary="Have news pushed to a device.",
)  # fmt: skip
remove_device: Final = Operation(
    "remove_device", "DELETE", "/users/me/devices", NoneType, users.RemoveDevice, SETS,
    status=204, tag="users",
    summary="Have nothing more pushed to a device.",
)  # fmt: skip
list_blocked: Final = Operation(
    "list_blocked", "GET", "/users/blocked", friends.BlockedPage, PageQuery, READS,
    conditional=True, tag="users",
    summary="People whom you have blocked, the last blocked first.",
)  # fmt: skip
block_user: Final = Operation(
    "block_user", "PUT", "/users/{userId}/block", friends.Friendship, Nothing, SETS,
    (Code.NOT_FOUND, Code.CANNOT_BLOCK_SELF), tag="users",
    summary="Block someone: for them you are no longer there.",
)  # fmt: skip
unblock_user: Final = Operation(
    "unblock_user", "DELETE", "/users/{userId}/block", NoneType, Nothing, SETS,
    (Code.NOT_FOUND,), status=204, tag="users",
    summary="Lift a block; no friendship comes back.",
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
    (Code.NOT_FOUND, Code.CANNOT_BEFRIEND_SELF, Code.FRIENDSHIP_EXISTS, Code.FRIENDSHIP_REJECTED, Code.USER_BLOCKED),
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
delete_upload: Final = Operation(
    "delete_upload", "DELETE", "/uploads/{uploadId}", NoneType, Nothing, SETS,
    (Code.NOT_FOUND,), status=204, tag="uploads",
    summary="Give an upload up: what has arrived is removed. Postcards that show its photo keep it.",
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

sync_changes: Final = Operation(
    "sync_changes", "GET", "/sync", sync.SyncPage, sync.SyncChanges, READS,
    (Code.INVALID_CURSOR, Code.CURSOR_EXPIRED), tag="sync",
    summary="What changed since a cursor; without one, everything that there is.",
)  # fmt: skip
listen_events: Final = Operation(
    "listen_events", "GET", "/events", sync.Change, sync.ListenEvents, READS,
    (Code.INVALID_CURSOR, Code.CURSOR_EXPIRED), streams=True, tag="sync",
    summary="The same changes as they happen, as server-sent events.",
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

"""People: what they show to others, and what they may write about themselves."""

from typing import Annotated

from pydantic import Field, StringConstraints

from .wire import AS_LINE, Body, Count, Email, Id, Known, OpenEnum, Page, PageQuery, Timestamp, Url, Wire

__all__ = [
    "DeleteMe",
    "Device",
    "DevicePlatform",
    "Export",
    "RemoveDevice",
    "SearchType",
    "SearchUsers",
    "SetAvatar",
    "UpdateUser",
    "User",
    "UserPage",
    "UserStats",
    "UserSummary",
    "Username",
]

Username = Annotated[str, StringConstraints(min_length=3, max_length=30, pattern=r"^[\p{L}\p{M}\p{N}._-]+$"), AS_LINE]
"""3 to 30 letters, digits, dots, hyphens and underscores. Two names that differ in case or accents are the same."""

FullName = Annotated[str, StringConstraints(max_length=100), AS_LINE]
Bio = Annotated[str, StringConstraints(max_length=300), AS_LINE]


class UserSummary(Wire):
    """A person as embedded in cards and friendships, so that a screen needs no second request per row."""

    user_id: str
    username: str
    full_name: str | None = None
    profile_picture_url: str | None = None


class User(Wire):
    """A person's profile. `email` and `findableByEmail` are there in one's own profile and in no one else's."""

    user_id: str
    username: str
    email: str | None = None
    full_name: str | None = None
    bio: str | None = None
    profile_picture_url: str | None = Field(default=None, description="A signed URL, valid for at most 15 minutes.")
    findable_by_email: bool | None = None
    is_active: bool
    created_at: Timestamp
    updated_at: Timestamp | None = None
    postcards_count: Count = Field(description="How many postcards this person has sent and not withdrawn.")
    friends_count: Count


class UpdateUser(Body):
    """Changes to one's own profile: a key left out stays as it is, null clears.

    `email` may only repeat the present address: another one needs a code (email_change_needs_code).
    `profilePictureUrl` is a URL or key of one's own uploaded avatar; nothing is ever fetched.
    """

    username: Username | None = None
    email: Email | None = None
    full_name: FullName | None = None
    bio: Bio | None = None
    profile_picture_url: Url | None = None
    findable_by_email: bool | None = None


class DeleteMe(Body):
    """Erase one's own account and all that it owns, for ever."""

    password: Annotated[str, Field(max_length=1024)] = Field(repr=False)


class SetAvatar(Body):
    """Make a photo uploaded for this purpose (`avatar`) one's profile picture."""

    upload_id: Id


class Export(Wire):
    """All of one's own data as a zip file, behind a signed URL."""

    url: str = Field(repr=False)
    expires_at: Timestamp


class UserStats(Wire):
    """The numbers of one's profile screen, as of now."""

    sent: Count = Field(description="Postcards in one's box of sent ones, archived or not.")
    received: Count = Field(description="Postcards in one's box of received ones, archived or not.")
    unread: Count = Field(description="Received ones that are neither read nor archived.")
    countries: Count = Field(description="How many countries the postcards that one sent name.")
    cities: Count = Field(description="How many cities; a name in two countries is two cities.")
    friends: Count


class DevicePlatform(OpenEnum):
    """Which service pushes to a device: Apple's, for an app from the store or for one under development."""

    IOS = "ios"
    IOS_SANDBOX = "ios_sandbox"


PushToken = Annotated[str, StringConstraints(min_length=1, max_length=512, pattern=r"^[!-~]+$"), Field(repr=False)]


class Device(Body):
    """A device that is to be told of news. A push token belongs to its last registrant alone."""

    push_token: PushToken
    platform: Known[DevicePlatform]


class RemoveDevice(Body):
    """A device that is to be told no more."""

    push_token: PushToken


class SearchType(OpenEnum):
    """What a search compares: usernames and names by prefix, e-mail addresses exactly."""

    USERNAME = "username"
    NAME = "name"
    EMAIL = "email"


class SearchUsers(PageQuery):
    """Find people. Case and accents do not matter. By e-mail only people are found who allow it."""

    q: Annotated[str, StringConstraints(min_length=2, max_length=254), AS_LINE]
    type: Known[SearchType] = SearchType.USERNAME


class UserPage(Page):
    """People found, in the order of their usernames."""

    users: list[User]
    search_term: str
    search_type: SearchType

    @property
    def items(self) -> list[User]:
        """The people on this page."""
        return self.users

"""People."""

from collections.abc import Callable
from typing import Any

from ..contract import operations as ops
from ..contract.uploads import UploadPurpose
from ..contract.users import (
    DeleteMe,
    Device,
    DevicePlatform,
    Export,
    RemoveDevice,
    SearchType,
    SearchUsers,
    SetAvatar,
    UpdateUser,
    User,
    UserPage,
    UserStats,
)
from ..endpoint import ColourT, Resource, endpoint, paged
from ..flow import Call, Progress, SignedOut, Talk, ask
from ..pages import Pages
from ..unset import UNSET, Unset
from .photo_options import PhotoOptions, PhotoSource
from .uploads import upload_photo

__all__ = ["Users"]


class Users(Resource[ColourT]):
    """One's own profile, and other people's."""

    @endpoint
    def me(self) -> Call[User]:
        """Your own profile."""
        return Call(ops.get_me)

    @endpoint
    def update_me(
        self,
        *,
        username: str | Unset = UNSET,
        full_name: str | Unset | None = UNSET,
        bio: str | Unset | None = UNSET,
        profile_picture_url: str | Unset | None = UNSET,
        findable_by_email: bool | Unset = UNSET,
        if_match: str | None = None,
    ) -> Talk[User]:
        """Change your profile: what is left out stays, None clears. Raises Conflict for a taken username."""
        given: dict[str, Any] = {
            "username": username,
            "full_name": full_name,
            "bio": bio,
            "profile_picture_url": profile_picture_url,
            "findable_by_email": findable_by_email,
        }
        changes = {name: value for name, value in given.items() if value is not UNSET}
        return (yield from Call(ops.update_me, ask(UpdateUser.model_validate, changes), if_match=if_match))

    @endpoint
    def set_avatar(
        self,
        photo: PhotoSource,
        *,
        photo_options: PhotoOptions | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Talk[User]:
        """Make a photo your profile picture: it is uploaded as by `uploads.photo`; of it the server keeps the square
        in the middle, 512 pixels at most.

        Raises PhotoRefused when the file is no photo or the server rejects it.
        """
        upload = yield from upload_photo(photo, UploadPurpose.AVATAR, photo_options, on_progress=on_progress)
        return (yield from Call(ops.set_avatar, ask(SetAvatar, upload_id=upload.upload_id)))

    @endpoint
    def remove_avatar(self) -> Call[User]:
        """Have no profile picture."""
        return Call(ops.remove_avatar)

    @endpoint
    def delete_me(self, password: str) -> Talk[None]:
        """Erase your account and all that it owns, for ever, and forget its tokens.

        Raises PermissionDenied (wrong_password).
        """
        yield from Call(ops.delete_me, ask(DeleteMe, password=password))
        yield SignedOut()

    @endpoint
    def export_me(self) -> Call[Export]:
        """All of your data as a zip file behind a signed URL."""
        return Call(ops.export_me)

    @endpoint
    def stats(self) -> Call[UserStats]:
        """The numbers of your profile: postcards, places, friends."""
        return Call(ops.get_stats)

    @endpoint
    def register_device(self, push_token: str, platform: DevicePlatform = DevicePlatform.IOS) -> Talk[None]:
        """Have news pushed to a device. A push token belongs to whoever registered it last."""
        yield from Call(ops.register_device, ask(Device, push_token=push_token, platform=platform))

    @endpoint
    def remove_device(self, push_token: str) -> Talk[None]:
        """Have nothing more pushed to a device."""
        yield from Call(ops.remove_device, ask(RemoveDevice, push_token=push_token))

    @endpoint
    def get(self, user_id: str) -> Call[User]:
        """A person's profile. Raises NotFound."""
        return Call(ops.get_user, path={"userId": user_id})

    @endpoint
    def search(
        self, q: str, *, by: SearchType = SearchType.USERNAME, limit: int = 20, cursor: str | None = None
    ) -> Talk[UserPage]:
        """One page of people whose username or name starts with `q`, or whose e-mail address it is."""
        return (yield from Call(ops.search_users, ask(SearchUsers, q=q, type=by, limit=limit, cursor=cursor)))

    @paged
    def search_all(self, q: str, *, by: SearchType = SearchType.USERNAME) -> Pages[UserPage, User]:
        """All people found, page after page."""
        return Pages(ops.search_users, SearchUsers, {"q": q, "type": by})

"""One's profile picture: an uploaded photo of one's own, made for this."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.uploads import UploadPurpose
from postcardit_sdk.contract.users import SetAvatar, User
from postcardit_sdk.contract.wire import Wire

from ..answers import Ask, answers
from ..ports import Ports, ProfileChange
from .photos import own_photo
from .users import own_view

__all__ = ["remove_avatar", "set_avatar"]


@answers(ops.set_avatar)
def set_avatar(ask: Ask[SetAvatar], ports: Ports) -> User:
    """Show it to everyone who sees the profile, and tell them."""
    return _show(own_photo(ports, ask.user_id, ask.arguments.upload_id, UploadPurpose.AVATAR).key, ask, ports)


@answers(ops.remove_avatar)
def remove_avatar(ask: Ask[Nothing], ports: Ports) -> User:
    """Show none."""
    return _show(None, ask, ports)


def _show(key: str | None, ask: Ask[Wire], ports: Ports) -> User:
    user = ports.users.update(ask.user_id, ProfileChange({"picture_key": key}), ask.now)
    return own_view(user, ports, ask.origin, ask.now)

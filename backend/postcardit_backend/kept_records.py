"""What a request with a key made, as JSON and as a record again: every store keeps it alike."""

from typing import Any

from .records import FriendshipRecord, Person, PostcardRecord, StoredImage, UploadRecord

__all__ = ["friendship_from", "postcard_from", "upload_from"]


def friendship_from(fields: dict[str, Any]) -> FriendshipRecord:
    """A friendship as it was kept."""
    requester, addressee = Person(**fields.pop("requester")), Person(**fields.pop("addressee"))
    return FriendshipRecord(requester=requester, addressee=addressee, **fields)


def postcard_from(fields: dict[str, Any]) -> PostcardRecord:
    """A postcard as it was kept."""
    sender, recipient = Person(**fields.pop("sender")), Person(**fields.pop("recipient"))
    return PostcardRecord(sender=sender, recipient=recipient, image=_image(fields.pop("image")), **fields)


def upload_from(fields: dict[str, Any]) -> UploadRecord:
    """An upload as it was kept."""
    return UploadRecord(image=_image(fields.pop("image")), **fields)


def _image(fields: dict[str, Any] | None) -> StoredImage | None:
    return None if fields is None else StoredImage(**fields)

"""What services need for photos: the bytes that are kept, links to them, and someone who makes bytes safe to keep."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from ..records import UploadRecord

__all__ = ["Blobs", "Decoded", "Decoder", "Link", "ServedBlobs"]


@dataclass(frozen=True, slots=True)
class Link:
    """A signed URL and when it ends, in Unix milliseconds; who sends bytes there sends these headers with them."""

    url: str
    expires_at: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Blobs(Protocol):
    """Photos by content."""

    def put(self, file: Path, key: str) -> None:
        """Keep the bytes of a file durably under their key; the file is gone then. Refuses unavailable when the disk is
        full."""
        ...

    def remove(self, key: str) -> None:
        """Remove the bytes of a key durably, if they are there."""
        ...

    def open(self, key: str) -> BinaryIO | None:
        """The bytes of a key, to be read once from the beginning, if they are there."""
        ...

    def image_link(self, key: str, origin: str, now: int) -> Link:
        """A link to read one photo, the same for all of a window."""
        ...

    def upload_link(self, upload: UploadRecord, origin: str, now: int) -> Link:
        """A link to send the bytes of one upload. It counts no longer than the upload waits for them; where it ends
        before that, there is another to be had."""
        ...

    def key_in(self, url: str) -> str | None:
        """The key in an image link of ours, whatever its host and however old."""
        ...


class ServedBlobs(Blobs, Protocol):
    """Photos that this server itself gives out, by links that it has signed."""

    def path(self, key: str) -> Path | None:
        """Where the bytes of a key are, if they are there."""
        ...

    def require_read(self, key: str, expires: str, signature: str, now: int) -> None:
        """Refuses link_invalid and link_expired, unless it is a link to read this photo that still counts."""
        ...

    def require_upload(self, upload_id: str, expires: str, signature: str, now: int) -> None:
        """Refuses link_invalid and link_expired, unless it is a link to this upload that still counts."""
        ...


@dataclass(frozen=True, slots=True)
class Decoded:
    """What was made of a photo: two files that hold pixels and nothing else, the size in pixels, a ThumbHash."""

    photo: Path
    thumbnail: Path
    width: int
    height: int
    thumb_hash: str


class Decoder(Protocol):
    """Makes photos of bytes that nobody trusts, where they can do no harm: whatever they do, nothing else suffers."""

    def decode(self, source: Path, content_type: str, purpose: str) -> Decoded:
        """Decode a file whole and write it anew beside it, upright and without metadata; for an avatar a square.

        Raises ImageProblem when the photo is to blame: it is of another type than this one or of none, damaged, too
        large, or ends or outlasts whoever decodes it. Refuses unavailable when it is not: try again. The two files are
        there when it returns; when it does not, there may be remains of them.
        """
        ...

    @property
    def is_closed(self) -> bool:
        """Whether it has been let go."""
        ...

    def close(self) -> None:
        """Let go at once: what is being decoded is refused as unavailable."""
        ...

"""The kinds of photo that we read, told by their first bytes and never by a name."""

from enum import StrEnum

__all__ = ["HEAD_BYTES", "Kind", "kind_of", "what_else"]

HEAD_BYTES = 64
"""How many bytes tell a kind."""

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


class Kind(StrEnum):
    """A kind of photo, by the name that Pillow has for it."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"
    TIFF = "TIFF"

    @property
    def content_types(self) -> frozenset[str]:
        """The content types that name it. Apple says image/heic, others image/heif: here they are one."""
        if self is Kind.HEIF:
            return frozenset({"image/heic", "image/heif"})
        return frozenset({f"image/{self.value.lower()}"})

    @property
    def label(self) -> str:
        """What people call it."""
        return {Kind.WEBP: "WebP", Kind.HEIF: "HEIC"}.get(self, self.value)


def kind_of(head: bytes) -> Kind | None:
    """What the first bytes say that a file is, or None for anything but a photo that we know."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head.startswith((b"II*\0", b"MM\0*")):
        return Kind.TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS and b"avif" not in head:
        return Kind.HEIF
    return None


_OTHERS = {
    b"GIF8": "a GIF",
    b"BM": "a BMP picture",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip file",
    b"\x1f\x8b": "a gzip file",
    b"\xff\x0a": "a JPEG XL picture",
    b"\0\0\0\x0cJXL ": "a JPEG XL picture",
    b"\xff\xd8": "the beginning of a JPEG",
    b"\x89PNG": "a PNG that was sent as text",
}


def what_else(head: bytes) -> str:
    """What a file is that is no photo of ours, as far as its first bytes tell: the rest of a sentence."""
    for mark, name in _OTHERS.items():
        if head.startswith(mark):
            return f"is {name}"
    if head[4:8] == b"ftyp":
        return "is an AVIF picture" if b"avif" in head else "is a video"
    if _is_text(head):
        return "is text, not a photo"
    return "is of no kind of photo that we know"


def _is_text(head: bytes) -> bool:
    """Whether these bytes read as text; a character may be cut at their end."""
    for end in range(len(head), max(0, len(head) - 4), -1):
        try:
            text = head[:end].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return all(letter.isprintable() or letter in "\t\r\n\f\ufeff" for letter in text)
    return False

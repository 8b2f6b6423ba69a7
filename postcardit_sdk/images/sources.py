"""A photo's bytes, wherever they come from, as a stream that can go back."""

import contextlib
import io
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO

from postcardit_sdk.contract.problems import Code

from .kinds import HEAD_BYTES, Kind, kind_of, what_else
from .problem import ImageProblem

__all__ = ["PhotoSource", "name_of", "seekable"]

PhotoSource = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes themselves, or a file open for reading in binary mode."""

_SPOOL_BYTES = 4 << 20
"""What comes from a pipe is kept in memory up to here, then in a temporary file without a name."""


def name_of(source: PhotoSource) -> str | None:
    """The file's own name, when the source has one."""
    if isinstance(source, bytes):
        return None
    if isinstance(source, str | os.PathLike):
        return Path(source).name
    path = getattr(source, "name", None)
    return Path(path).name if isinstance(path, str) else None


@contextlib.contextmanager
def seekable(source: PhotoSource) -> "Generator[tuple[BinaryIO, Kind]]":
    """A stream that begins with the photo, and the photo's kind. A path or a file is not read into memory.

    An open file is read from where it stands. Raises ImageProblem for what is no photo, before the rest is read.
    """
    if isinstance(source, bytes):
        yield io.BytesIO(source), _kind(source[:HEAD_BYTES])
        return
    with contextlib.ExitStack() as stack:
        if isinstance(source, str | os.PathLike):
            source = stack.enter_context(Path(source).open("rb"))
        if source.seekable() and source.tell() == 0:
            yield source, _kind(_head(source))
            return
        head = _head(source)
        kind = _kind(head)
        spool = stack.enter_context(tempfile.SpooledTemporaryFile(_SPOOL_BYTES))
        spool.write(head)
        shutil.copyfileobj(source, spool)
        yield spool, kind  # type: ignore[misc]  # typeshed: it has all of BinaryIO but the base class


def _head(stream: BinaryIO) -> bytes:
    """The first bytes; a pipe gives them in as many pieces as it likes."""
    head = b""
    while len(head) < HEAD_BYTES and (piece := stream.read(HEAD_BYTES - len(head))):
        head += piece
    return head


def _kind(head: bytes) -> Kind:
    kind = kind_of(head)
    if kind is not None:
        return kind
    if not head:
        raise ImageProblem(Code.IMAGE_UNREADABLE, "is empty")
    raise ImageProblem(Code.IMAGE_TYPE_UNSUPPORTED, f"{what_else(head)}: send a JPEG, PNG, HEIC, WebP or TIFF")

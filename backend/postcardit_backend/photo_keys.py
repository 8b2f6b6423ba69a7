"""A photo's key is its content: the SHA-256 of its bytes, with an ending."""

import hashlib
import re
from pathlib import Path

__all__ = ["is_key", "key_of", "shown_name"]

_KEY = re.compile(r"[0-9a-f]{64}\.jpg")
_NAME_CHARACTERS = 12


def key_of(file: Path) -> str:
    """The key that the bytes of a file have."""
    with file.open("rb") as stream:
        return f"{hashlib.file_digest(stream, 'sha256').hexdigest()}.jpg"


def is_key(text: str) -> bool:
    """Whether it can be a photo's key: nothing else is ever looked for."""
    return _KEY.fullmatch(text) is not None


def shown_name(key: str) -> str:
    """The name that a photo has when someone saves it."""
    return f"postcardit-{key[:_NAME_CHARACTERS]}.jpg"

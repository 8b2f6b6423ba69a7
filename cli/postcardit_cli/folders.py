"""Where things are kept (XDG Base Directory Specification), and which names may become file names."""

import os
import re
from pathlib import Path

from .exits import CommandFailed

__all__ = [
    "accounts_folder",
    "config_file",
    "is_safe_name",
    "local_data_folder",
    "local_store_file",
    "safe_name",
    "servers_folder",
    "worlds_folder",
]

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
_UNSAFE_LETTER = re.compile(r"[^A-Za-z0-9._-]")


def config_file() -> Path:
    """The configuration file, which need not exist."""
    return _folder("XDG_CONFIG_HOME", ".config") / "config.toml"


def local_data_folder() -> Path:
    """The data of the backend that runs inside commands when no server is configured."""
    return _folder("XDG_DATA_HOME", ".local/share") / "local"


def accounts_folder(profile: str) -> Path:
    """The stored accounts of a profile."""
    return _folder("XDG_DATA_HOME", ".local/share") / "accounts" / profile


def local_store_file(profile: str) -> Path:
    """What a profile's accounts keep here: what waits to be sent, which is nowhere else, and what they see."""
    return _folder("XDG_DATA_HOME", ".local/share") / "local-store" / f"{profile}.db"


def worlds_folder(profile: str) -> Path:
    """What is remembered of the worlds that were loaded on a profile."""
    return _folder("XDG_DATA_HOME", ".local/share") / "worlds" / profile


def servers_folder() -> Path:
    """What running servers of this user say about themselves."""
    return _folder("XDG_STATE_HOME", ".local/state") / "servers"


def is_safe_name(name: str) -> bool:
    """Whether a name can be a file's name as it is."""
    return _SAFE.fullmatch(name) is not None


def safe_name(name: str) -> str:
    """A file name for a name that came from elsewhere: it never leaves its folder."""
    return name if is_safe_name(name) else "_" + _UNSAFE_LETTER.sub("_", name)[:79]


def _folder(variable: str, default: str) -> Path:
    given = os.environ.get(variable, "")
    if given.startswith("/"):  # the specification: relative ones are ignored
        return Path(given) / "postcardit"
    try:
        return Path.home() / default / "postcardit"
    except RuntimeError:
        raise CommandFailed("Your home folder is not known.", hint="set HOME or the XDG variables") from None

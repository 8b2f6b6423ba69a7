"""Where a session's tokens are kept: in memory, in a private file, in the keyring, or in the environment."""

from ..errors import KeyringFailed, TokenFileUnsafe
from .choice import default_store
from .file import FileTokens
from .keyring import KeyringTokens
from .memory import EnvironmentTokens, MemoryTokens
from .store import KeptAway, Tokens, TokenStore

__all__ = [
    "EnvironmentTokens",
    "FileTokens",
    "KeptAway",
    "KeyringFailed",
    "KeyringTokens",
    "MemoryTokens",
    "TokenFileUnsafe",
    "TokenStore",
    "Tokens",
    "default_store",
]

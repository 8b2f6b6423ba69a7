"""Who flushes: one at a time for each user of a file, over all threads and processes."""

import hashlib
import threading
from weakref import WeakKeyDictionary

from ..flow import Lock
from ..tokens.file_lock import FileLock
from ..tokens.memory import ThreadLock
from .store import LocalStore

__all__ = ["flush_lock"]

_in_memory: WeakKeyDictionary[LocalStore, dict[str, ThreadLock]] = WeakKeyDictionary()
_turn = threading.Lock()


def flush_lock(store: LocalStore, user_id: str) -> Lock:
    """The lock of one user's outbox: on a file beside the store, which a dead holder holds no longer."""
    if store.path is None:
        with _turn:
            return _in_memory.setdefault(store, {}).setdefault(user_id, ThreadLock())
    user = hashlib.sha256(user_id.encode()).hexdigest()[:16]  # whatever an id may hold, this is a file's name
    return FileLock(store.path.with_name(f"{store.path.name}-flush-{user}"))

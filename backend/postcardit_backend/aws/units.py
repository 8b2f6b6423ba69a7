"""Units of work: read, judge, write; committed only if nothing that was read has changed meanwhile.

DynamoDB has no transaction that one could think inside of. So a verb reads the items it needs, judges them, and says
what is to be written; the commit makes sure of each item that was read, by its version, in one TransactWriteItems. When
one has changed, nothing was written, and the verb reads and judges anew. So two verbs that race leave what one after
the other would leave, as with a lock, and nobody waits for anybody.
"""

import secrets
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from postcardit_sdk.contract.problems import Code

from ..refusal import Refused
from .ahead import forget
from .fields import number
from .items import Item
from .pauses import pauses
from .tables import Conflict, Key, Tables

__all__ = ["Unit", "Units"]

ResultT = TypeVar("ResultT")


class Unit:
    """One try of one verb. At most a hundred items are written or checked."""

    def __init__(self, tables: Tables, *, is_first: bool = False) -> None:
        """`is_first` for a try that may count on what is most likely there: if it is not, another try will look."""
        self.tables = tables
        self._is_first = is_first
        self._seen: dict[Key, Item | None] = {}
        self._now: dict[Key, Item | None] = {}
        self._glanced: set[Key] = set()
        self._expected: list[Key] = []
        self._added: dict[Key, tuple[str, int]] = {}

    def expect(self, *keys: Key) -> None:
        """These may be asked for: let them come with whatever is read next. It counts only how they are asked for."""
        self._expected += keys

    def load(self, *keys: Key) -> None:
        """Read those of these that were not read yet, with one request for a hundred."""
        if all(key in self._seen for key in keys):
            return
        missing = [key for key in (*keys, *self._expected) if key not in self._seen]
        self._glanced.update({*missing}.difference(keys))
        self._expected = []
        found = self.tables.get(missing)
        for key in missing:
            self._seen[key] = found.get(key)
            self._now[key] = found.get(key)
            if key in self._added:
                self._now[key] = _with(found.get(key), *self._added.pop(key))

    def has_read(self, key: Key) -> bool:
        """Whether it is known what is there."""
        return key in self._seen

    def get(self, key: Key) -> Item | None:
        """An item as this unit leaves it; the commit fails if it changes meanwhile. Do not change what it gives."""
        self.load(key)
        self._glanced.discard(key)
        return self._now[key]

    def glance(self, key: Key) -> Item | None:
        """An item that may change meanwhile without spoiling anything, such as a name to show."""
        self.look(key)
        return self._now[key]

    def look(self, *keys: Key) -> None:
        """Read with one request what will be glanced at."""
        new = [key for key in keys if key not in self._seen]
        self.load(*new)
        self._glanced.update(new)

    def add(self, key: Key, name: str, by: int) -> bool:
        """Add to a number of an item, without reading it if there is most likely one. Gives whether it will be there:
        only of an item that was read one knows that it is not."""
        if self._is_first and key not in self._seen and key not in self._added:
            self._added[key] = name, by
            return True
        item = self.get(key)
        if item is not None:
            self.put(key, _with(item, name, by))
        return item is not None

    def put(self, key: Key, item: Item) -> None:
        """Write an item: in place of what was read there, or, of a key that was never read, only if it is not there."""
        self._seen.setdefault(key, None)
        self._now[key] = item

    def remove(self, key: Key) -> None:
        """Remove an item that was read."""
        if key not in self._seen:
            self.load(key)
        self._now[key] = None

    def has_writes(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self._added) or any(self._now[key] is not seen for key, seen in self._seen.items())

    def size(self) -> int:
        """How many actions the commit has so far."""
        read = sum(self._now[key] is not seen or key not in self._glanced for key, seen in self._seen.items())
        return read + len(self._added)

    def commit(self) -> None:
        """Write what is to be written, if nothing has changed. Raises Conflict."""
        if not self.has_writes():
            return
        actions = [self._action(key) for key, seen in self._seen.items() if self._counts(key, seen)]
        actions += [self.tables.addition(key, name, by, _version()) for key, (name, by) in self._added.items()]
        self.tables.commit(actions)

    def _counts(self, key: Key, seen: Item | None) -> bool:
        return self._now[key] is not seen or (key not in self._glanced and key.is_possible)

    def _action(self, key: Key) -> "dict[str, object]":
        seen, item = self._seen[key], self._now[key]
        version = None if seen is None else str(seen["v"])
        if item is seen or (item is None and seen is None):
            return self.tables.action(key, None, version, checks=True)
        if item is not None:
            item = {**item, "v": _version()}
        return self.tables.action(key, item, version)


def _with(item: Item | None, name: str, by: int) -> Item:
    """An item with more of something. Raises Conflict when it is not there, as was trusted."""
    if item is None:
        raise Conflict
    return {**item, name: number(item, name) + by}


def _version() -> str:
    return secrets.token_urlsafe(8)  # random: an item that was removed and made anew is another


class Units:
    """Runs verbs."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._listeners: list[Callable[[], None]] = []

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call this after each commit of this process that wrote something."""
        self._listeners.append(listener)

    def run(self, work: Callable[[Unit], ResultT]) -> ResultT:
        """Do it, anew as often as others come first. Refuses unavailable when they always do."""
        step = _preceding.get()
        _preceding.set(None)
        if step is None:
            return self._run(work)

        def both(unit: Unit) -> ResultT:
            step(unit)
            return work(unit)

        try:
            return self._run(both)
        except Refused as refused:
            if refused.code is not Code.RATE_LIMITED:
                self._run(step)
            raise

    def _run(self, work: Callable[[Unit], ResultT]) -> ResultT:
        for tries, pause in enumerate(pauses()):
            unit = Unit(self.tables, is_first=tries == 0)
            try:
                result = work(unit)
                unit.commit()
            except Conflict:
                forget()
                time.sleep(pause)  # real time: others are at it
            except Refused:
                if not forget():
                    raise
                # no commit made sure of what it judged: once more, by what is there now
            else:
                for listener in self._listeners if unit.has_writes() else ():
                    listener()
                return result
        raise Refused(Code.UNAVAILABLE, retry_after=1)

    @contextmanager
    def preceded(self, step: Callable[[Unit], None]) -> Generator[None]:
        """While this lasts, the first verb of this thread that writes does this step in the same commit. The step is
        done even when the verb is refused; when the step itself is refused (rate_limited), nothing is done."""
        token = _preceding.set(step)
        try:
            yield
        finally:
            _preceding.reset(token)


_preceding: ContextVar[Callable[[Unit], None] | None] = ContextVar("preceding", default=None)

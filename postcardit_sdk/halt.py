"""The wish that what flows wait for end: whoever waits is woken, and nothing more is sent."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["Halt", "Stopped"]

T = TypeVar("T")


class Stopped(BaseException):
    """Ends a flow that was asked to stop. No flow hears of it: it is closed."""


class Halt:
    """The wish, for threads. `ending` is what is raised where it is heard."""

    def __init__(self, ending: type[BaseException]) -> None:
        self._ending = ending
        self._changed = threading.Condition()
        self.is_asked = False

    def ask(self) -> None:
        """Wish it, from any thread."""
        with self._changed:
            self.is_asked = True
            self._changed.notify_all()

    def check(self) -> None:
        """Raises the ending if it was wished."""
        if self.is_asked:
            raise self._ending

    def pause(self, seconds: float) -> None:
        """Wait this long, or raise the ending."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_asked, seconds)
        self.check()

    def unless_asked(self, function: Callable[[], T], undo: Callable[[T], None]) -> T:
        """Do what may take long and cannot be interrupted, or raise the ending at once; what still comes is undone."""
        self.check()
        errand = _Errand(function, undo, self._changed)
        threading.Thread(target=errand.run, name="postcardit-errand", daemon=True).start()
        try:
            with self._changed:
                self._changed.wait_for(lambda: self.is_asked or errand.is_done)
        finally:
            errand.abandon_unless_done()  # after Ctrl-C, too
        if errand.is_abandoned:
            raise self._ending
        result: T = errand.outcome()
        return result


class _Errand:
    """Something that a thread of its own does, whose outcome somebody may no longer want."""

    def __init__(self, function: Callable[[], T], undo: Callable[[T], None], changed: threading.Condition) -> None:
        self._function: Callable[[], Any] = function
        self._undo: Callable[[Any], None] = undo
        self._changed = changed
        self.is_done = self.is_abandoned = False
        self.outcome: Callable[[], Any] = _nothing

    def run(self) -> None:
        """Do it and tell, unless nobody wants it any more."""
        if not self.is_abandoned:
            self._do()

    def abandon_unless_done(self) -> None:
        """Want the outcome no longer."""
        with self._changed:
            self.is_abandoned = not self.is_done

    def _do(self) -> None:
        try:
            result = self._function()
        except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
            self.outcome, result = _raiser(error), None
        else:
            self.outcome = lambda: result
        with self._changed:
            self.is_done = True
            self._changed.notify_all()
        if self.is_abandoned and result is not None:
            self._undo(result)


def _nothing() -> None:
    raise AssertionError("The errand is not done.")


def _raiser(error: BaseException) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail

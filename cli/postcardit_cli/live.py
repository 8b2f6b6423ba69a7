"""What is told as it happens, a line each: until enough came, the time is up, or nobody reads any more."""

import json
import select
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .context import options_of
from .exits import INTERRUPTED
from .render import notice, show_json_line
from .text import one_line

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.contract.sync import Change
    from postcardit_sdk.resources.events import Event

__all__ = ["AHEAD", "Count", "For", "Since", "Window", "events_of", "tell_changes", "until_ctrl_c"]

Since = Annotated[
    str | None,
    typer.Option("--since", metavar="CURSOR", help="Begin after this cursor instead of with what happens next."),
]
Count = Annotated[int | None, typer.Option("--count", min=1, metavar="N", help="Stop after so many lines.")]
For = Annotated[float | None, typer.Option("--for", min=0, metavar="SECONDS", help="Stop after this time.")]

_LOOK_AROUND_SECONDS = 0.5
"""How often to look whether anybody reads."""

AHEAD = 100
"""How many events are heard before the first of them is printed."""


@dataclass(frozen=True, slots=True)
class Window:
    """Where listening begins, and when it ends."""

    since: str | None
    count: int | None
    seconds: float | None


@contextmanager
def until_ctrl_c() -> Generator[None, None, None]:
    """Ctrl-C is how people end this: it ends it without a word."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None


def tell_changes(
    ctx: typer.Context,
    client: "Client",
    window: Window,
    words: "Callable[[Change, str], str | None]",
    after: "Callable[[Change, str], None] | None" = None,
) -> None:
    """Print a line for each change that `words` has something to say about, then call `after` with it.

    Both are also given the id of the user who listens. A line is flushed before the next change is awaited. A gap is
    told on stderr; with --json on stdout.
    """
    me = client.users.me().user_id  # whoever cannot listen hears of it now: later, a lost server is waited for
    notice(ctx, "Listening. Stop with Ctrl-C.")
    told = 0
    for event in events_of(client, window):
        change = event.change
        if change is None:
            _tell_gap(ctx, event.cursor)
            continue
        line = words(change, me)
        if line is None:
            continue
        if options_of(ctx).as_json:
            show_json_line(_as_json(event.cursor, change))
        else:
            sys.stdout.write(f"{one_line(line)}\n")
            sys.stdout.flush()
        if after is not None:
            after(change, me)
        told += 1
        if told == window.count:
            return


def _tell_gap(ctx: typer.Context, cursor: str) -> None:
    if options_of(ctx).as_json:
        show_json_line({"gap": True, "cursor": cursor})
    notice(ctx, "What happened so long ago cannot be told any more. Instead, what follows is all that there is.")


def _as_json(cursor: str, change: "Change") -> dict[str, Any]:
    """A change as the contract writes it, and the cursor to go on after it."""
    written = json.loads(change.model_dump_json(by_alias=True, exclude_none=True))
    return {"cursor": cursor, **{key: written.get(key) for key in ("seq", "type", "id", "data", "occurredAt")}}


def events_of(client: "Client", window: Window) -> "Generator[Event]":
    """Events as they come, until the time is up. Raises what listening raises, and BrokenPipeError without a reader.

    A thread of its own listens, so that the time, Ctrl-C and a closed pipe count while nothing happens. Who prints
    slowly slows it down.
    """
    heard, is_over = Queue["Event | BaseException | None"](AHEAD), threading.Event()
    thread = Thread(target=_listen, args=(client, window.since, heard, is_over), name="postcardit-listen", daemon=True)
    end = None if window.seconds is None else time.monotonic() + window.seconds
    thread.start()
    try:
        while (left := _LOOK_AROUND_SECONDS if end is None else end - time.monotonic()) > 0:
            try:
                event = heard.get(timeout=min(left, _LOOK_AROUND_SECONDS))
            except Empty:
                _check_reader()
                continue
            if event is None:
                return
            if isinstance(event, BaseException):
                raise event
            yield event
    finally:
        is_over.set()


def _listen(
    client: "Client", since: str | None, heard: "Queue[Event | BaseException | None]", is_over: threading.Event
) -> None:
    """Put what is heard where it is awaited, and in the end what ended it, until nobody awaits it any more."""

    def put(item: "Event | BaseException | None") -> None:
        while not is_over.is_set():
            with suppress(Full):
                heard.put(item, timeout=_LOOK_AROUND_SECONDS)
                return

    try:
        for event in client.events.listen(since=since):
            put(event)
            if is_over.is_set():
                return
        put(None)
    except BaseException as error:  # noqa: BLE001  # it is raised where the events are awaited
        put(error)


def _check_reader() -> None:
    """Raises BrokenPipeError when stdout is a pipe or terminal whose other end is closed."""
    try:
        poll = select.poll()
        poll.register(sys.stdout.fileno(), 0)
    except (OSError, ValueError):  # it is no file of the system
        return
    if any(state & (select.POLLERR | select.POLLHUP) for _, state in poll.poll(0)):
        raise BrokenPipeError

"""Long polls: an answer that waits for something to tell, and for nobody who has left."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeAlias

from pydantic import BaseModel
from starlette.types import Receive

from .answers import Later, Reply
from .live import Hub, Waiter

__all__ = ["Again", "Outlast", "outlast", "watch"]

Again: TypeAlias = Callable[[], Awaitable[Reply | Later[BaseModel]]]
"""Asks the service once more."""


class Outlast(Protocol):
    """A way to wait for the answer of a service that had nothing yet."""

    async def __call__(self, later: Later[BaseModel], receive: Receive, again: Again) -> Reply: ...


async def outlast(hub: Hub, later: Later[BaseModel], receive: Receive, again: Again) -> Reply:
    """The answer of a service that had nothing yet: what it gives when it is asked again, or in the end its reply.

    It is asked after each move of the feed and when the time is up. What `again` refuses is refused.
    """
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + later.seconds  # real time: how long an answer is waited for
    waiter = hub.listen(later.user_id, later.seq)
    watching = watch(receive, waiter)
    try:
        while not (hub.is_closed or waiter.is_gone):
            reply = await again()  # what was written before anyone listened is found here
            if not isinstance(reply, Later):
                return reply
            if loop.time() >= ends_at:  # real time: the same
                break
            await waiter.wait(ends_at - loop.time())  # real time: the same
        return later.reply
    finally:
        watching.cancel()
        hub.forget(waiter)


def watch(receive: Receive, waiter: Waiter) -> "asyncio.Task[None]":
    """Have the waiter hear when the client leaves. The task is the caller's to cancel."""
    return asyncio.get_running_loop().create_task(_until_left(receive, waiter))


async def _until_left(receive: Receive, waiter: Waiter) -> None:
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        waiter.leave()

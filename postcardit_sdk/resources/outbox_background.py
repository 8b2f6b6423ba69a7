"""Flushing again and again beside the program: soon after something was queued, rarely while there is no network."""

import logging
import random

from ..endpoint import Runner
from ..errors import ClientClosed, PostCardItError, SessionEnded, SignInRequired, Unauthenticated
from ..flow import Pause, Talk
from .outbox_flush import flush_outbox

__all__ = ["LONGEST_SECONDS", "Alarm", "flush_again_and_again", "pause_seconds"]

LONGEST_SECONDS = 300.0
"""How long it waits at the most while nothing gets through."""

_LOOK_SECONDS = 0.25

_log = logging.getLogger("postcardit_sdk")


class Alarm:
    """Tells who waits that there is something to do. Any thread may ring."""

    def __init__(self) -> None:
        self._rings = 0

    def ring(self) -> None:
        """Wake everybody who waits."""
        self._rings += 1

    def rings(self) -> int:
        """How often it rang so far, to be waited on."""
        return self._rings

    def wait(self, since: int, seconds: float) -> Talk[None]:
        """Wait this long, or until it has rung since."""
        while seconds > 0 and self._rings == since:
            yield Pause(min(seconds, _LOOK_SECONDS))
            seconds -= _LOOK_SECONDS


def flush_again_and_again(runner: Runner, alarm: Alarm, every_seconds: float) -> Talk[None]:
    """The flow behind `outbox.flushing`. It ends when it is stopped or its client is closed; all else may pass."""
    failures = 0
    while True:
        since = alarm.rings()
        try:
            is_stuck = (yield from flush_outbox(runner)).reason is not None
        except (SessionEnded, SignInRequired, Unauthenticated):
            is_stuck = False  # there is nothing to be done but to wait for somebody to sign in
        except ClientClosed:
            raise
        except PostCardItError as error:
            is_stuck = True
            if failures == 0:
                _log.warning("The outbox could not be flushed, and will be tried again: %s", error)
        failures = failures + 1 if is_stuck else 0
        yield from alarm.wait(since, pause_seconds(every_seconds, failures))


def pause_seconds(every_seconds: float, failures: int) -> float:
    """How long to wait after so many failures in a row: twice as long after each, with jitter.

    Without it a crowd of clients would come back as one.
    """
    if failures == 0:
        return every_seconds
    longest = min(LONGEST_SECONDS, every_seconds * 2.0 ** min(failures - 1, 10))
    return random.uniform(longest / 2, longest)

"""Changes as they happen."""

from dataclasses import dataclass

from ..contract.sync import Change
from ..endpoint import ColourT, Resource, Runner, streamed
from ..flow import Stream
from .ways import Ways

__all__ = ["Event", "Events"]


@dataclass(frozen=True, slots=True)
class Event:
    """A change as it was heard, or a gap where the server no longer knows what changed.

    `cursor` is where to go on after it: keep it together with what the change made. Whoever goes on there hears nothing
    less, though perhaps some changes again, for changes that came together share the cursor before the first of them.
    After a gap comes everything that there is, as changes (a snapshot); what is not among them is gone. Then life goes
    on.
    """

    cursor: str
    change: Change | None

    @property
    def is_gap(self) -> bool:
        """Whether changes were missed that nobody can tell any more: forget what you hold, what follows is all."""
        return self.change is None


class Events(Resource[ColourT]):
    """Changes as they happen."""

    def __init__(self, runner: Runner) -> None:
        super().__init__(runner)
        self._ways = Ways()

    @streamed
    def listen(self, since: str | None = None, *, stream: bool = True) -> Stream[Event]:
        """Hear every change, once and in order, until you stop: those after the cursor `since`, or all that come.

        It begins when the first event is asked for. Where the server has a WebSocket (on AWS) that is used, with the
        extra `realtime`. Where neither that nor a stream gets through, and with `stream=False`, it polls. A lost
        connection or server is waited for, without end. Raises SessionEnded, SignInRequired and Unauthenticated,
        InvalidRequest for a cursor that is none, and ClientClosed.
        """
        from .listening import Listening  # not needed by who only asks and answers

        return iter(Listening(since, stream=stream, ways=self._ways))

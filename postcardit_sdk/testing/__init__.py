"""What the pytest plugin hands to tests: backends in folders of their own, worlds, a clock, a weather, a mailbox."""

from .controls import Clock, Mailbox, Weather
from .stage import Stage
from .worlds import World

__all__ = ["Clock", "Mailbox", "Stage", "Weather", "World"]

"""How far tests that draw their steps walk on each store: one that is asked over the network takes ten times as long.

`tests/soak` walks thousands of steps on each.
"""

from hypothesis import settings

__all__ = ["walk"]

_FEWER = 6


def walk(store_name: str, examples: int, steps: int = 50) -> settings:
    """So many examples, each of so many steps at the most; of a store over the network a sixth, of half the steps."""
    if store_name != "sqlite":
        examples, steps = max(2, examples // _FEWER), steps // 2
    return settings(max_examples=examples, stateful_step_count=steps, deadline=None)

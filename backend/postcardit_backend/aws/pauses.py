"""How long to wait before each further try: full jitter, so that those who met do not meet again."""

import random
from collections.abc import Iterator

__all__ = ["pauses"]

_TRIES = 24
_FIRST_SECONDS, _LONGEST_SECONDS = 0.02, 0.5


def pauses() -> Iterator[float]:
    """Seconds to wait after the first try, after the second, and so on; some 4 s in all, as it falls out."""
    for number in range(_TRIES):
        yield random.uniform(0, min(_LONGEST_SECONDS, _FIRST_SECONDS * 2**number))

"""What is logged of an error that nobody expected: its kind and where it happened, never what it says.

The text of an exception may hold what someone sent: a password in a failed comparison, an address in a broken row.
"""

import traceback
from pathlib import PurePath

__all__ = ["trace_of"]


def trace_of(error: BaseException) -> str:
    """The kinds of an error and of what led to it, each with the places in the code, the innermost last."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return "\n".join(f"{type(one).__name__}\n{_places(one)}" for one in reversed(chain))


def _places(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"  {PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)

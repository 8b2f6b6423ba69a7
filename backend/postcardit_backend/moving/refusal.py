"""Why a move does not happen, or stops."""

__all__ = ["MoveRefused"]


class MoveRefused(Exception):
    """This folder cannot be moved to this stage; the sentence says why, and what to do."""

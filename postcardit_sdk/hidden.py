"""Values that are used as they are and shown as nothing: in a traceback with its variables, in a log, in a debugger."""

__all__ = ["HiddenBytes", "HiddenText", "without_frames"]


class HiddenText(str):
    """A text that may hold a secret."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<hidden>"


class HiddenBytes(bytes):
    """Bytes that may hold a secret."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} hidden bytes>"


def without_frames(error: BaseException) -> BaseException:
    """The error and what led to it, without the variables on the way: the request's secrets are among them."""
    below: BaseException | None = error
    while below is not None:
        below.__traceback__ = None
        below = below.__cause__ or below.__context__
    return error

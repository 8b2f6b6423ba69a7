"""Saying no: the one exception that services and stores raise on purpose."""

from collections.abc import Sequence

from postcardit_sdk.contract.problems import Code, EndReason, FieldProblem

__all__ = ["Refused"]


class Refused(Exception):
    """A request cannot be granted: the web layer answers it with the problem of this code.

    `detail` replaces the code's own sentence; `retry_after` is in seconds; `reason` says why a session ended;
    `upload_offset` is how far an upload has got; `byte_size` is how large that is of which a part was asked for.
    """

    def __init__(
        self,
        code: Code,
        detail: str | None = None,
        *,
        errors: Sequence[FieldProblem] = (),
        retry_after: int | None = None,
        reason: EndReason | None = None,
        upload_offset: int | None = None,
        byte_size: int | None = None,
    ) -> None:
        super().__init__(detail or code.sentence)
        self.code = code
        self.detail = detail or code.sentence
        self.errors = errors
        self.retry_after = retry_after
        self.reason = reason
        self.upload_offset = upload_offset
        self.byte_size = byte_size

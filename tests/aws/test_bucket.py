"""An object that stops coming in the middle is unavailable now, and never taken for a shorter one."""

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.response import StreamingBody

from postcardit_backend.aws.bucket import Bucket
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code


class Stalling(BytesIO):
    """Half of the bytes come, then none."""

    def read(self, amt: int | None = None) -> bytes:  # as botocore calls it
        data = super().read(amt)
        if not data:
            raise ReadTimeoutError(endpoint_url="https://bucket")
        return data


def bucket_of(raw: BytesIO, length: int) -> Bucket:
    def get_object(**_: object) -> dict[str, Any]:
        body: Callable[..., Any] = StreamingBody
        return {"Body": body(raw, length)}

    return Bucket(SimpleNamespace(get_object=get_object), "bucket")


@pytest.mark.parametrize("size", [-1, 4])
def test_a_whole_object_is_read_at_once_or_piece_by_piece(size: int) -> None:
    body = bucket_of(BytesIO(b"0123456789"), 10).open("key")
    assert body is not None

    with body:
        pieces = [*iter(lambda: body.read(size), b"")]

    assert b"".join(pieces) == b"0123456789"


@pytest.mark.parametrize("raw", [BytesIO(b"01234"), Stalling(b"01234")], ids=["ends", "stalls"])
def test_an_object_that_stops_in_the_middle_is_unavailable(raw: BytesIO) -> None:
    body = bucket_of(raw, 10).open("key")
    assert body is not None

    with body, pytest.raises(Refused) as refused:
        body.read()

    assert refused.value.code is Code.UNAVAILABLE

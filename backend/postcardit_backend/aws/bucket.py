"""The private bucket of a stage: photos by their content, what arrives, and exports; and S3's troubles in our words."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar, cast

from postcardit_sdk.contract.problems import Code

from ..refusal import Refused

__all__ = ["ARRIVALS", "EXPORTS", "PHOTOS", "Arrived", "Bucket"]

ResultT = TypeVar("ResultT")

_log = logging.getLogger("postcardit")

PHOTOS: Final = "photos"
ARRIVALS: Final = "incoming"
EXPORTS: Final = "exports"
_GONE = {"NoSuchKey", "404", "NotFound"}
_LATER = {
    "SlowDown",
    "ServiceUnavailable",
    "InternalError",
    "RequestTimeout",
    "ThrottlingException",
    "RequestTimeTooSkewed",
}


@dataclass(frozen=True, slots=True)
class Arrived:
    """An object and when it came (Unix milliseconds)."""

    key: str
    at: int


class Bucket:
    """Objects of one bucket. Every verb refuses unavailable when S3 says nothing now."""

    def __init__(self, client: Any, name: str) -> None:
        self.client, self.name = client, name

    def put(self, key: str, file: Path, headers: dict[str, str]) -> None:
        """Keep a file. S3 compares what it got with a checksum of what was sent."""
        with file.open("rb") as body:
            _said(
                lambda: self.client.put_object(
                    Bucket=self.name, Key=key, Body=body, ChecksumAlgorithm="SHA256", **headers
                )
            )

    def open(self, key: str) -> BinaryIO | None:
        """The bytes of an object, to be read once, if it is there."""
        answer = _said(lambda: self.client.get_object(Bucket=self.name, Key=key))
        return None if answer is None else cast("BinaryIO", _Body(answer["Body"]))

    def remove(self, key: str) -> None:
        """Remove an object, if it is there."""
        _said(lambda: self.client.delete_object(Bucket=self.name, Key=key))

    def every(self, folder: str) -> Iterator[Arrived]:
        """The objects of a folder, by name."""
        asked = {"Bucket": self.name, "Prefix": f"{folder}/"}
        while True:
            page: Any = _said(lambda: self.client.list_objects_v2(**asked))
            for one in page.get("Contents", []):
                yield Arrived(one["Key"], round(one["LastModified"].timestamp() * 1000))
            if not page.get("IsTruncated"):
                return
            asked["ContinuationToken"] = page["NextContinuationToken"]


class _Body(RawIOBase):
    """The bytes of an object while they come. Refuses unavailable when they stop before the end."""

    def __init__(self, body: Any) -> None:
        self._body = body

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = _said(lambda: self._body.read(len(buffer))) or b""
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._body.close()
        super().close()


def _said(ask: Callable[[], ResultT]) -> ResultT | None:
    """What S3 says; None for what is not there."""
    from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError
    from botocore.exceptions import ConnectionError as NoConnection

    try:
        return ask()
    except ClientError as error:
        answer: Any = error.response
        code, status = answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]
        if code in _GONE:
            return None
        if code in _LATER or status >= 500:
            raise Refused(Code.UNAVAILABLE, retry_after=1) from error
        raise
    except (NoConnection, HTTPClientError, IncompleteReadError) as error:
        raise Refused(Code.UNAVAILABLE, retry_after=1) from error

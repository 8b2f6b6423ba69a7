"""A bucket in memory, for tests of what is said of photos in DynamoDB."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from postcardit_backend.aws.bucket import Arrived, Bucket

__all__ = ["Shelf"]


class Shelf(Bucket):
    """A bucket in memory."""

    def __init__(self) -> None:
        super().__init__(None, "shelf")
        self.objects: set[str] = set()

    def put(self, key: str, file: Path, headers: dict[str, str]) -> None:
        self.objects.add(key)

    def open(self, key: str) -> BinaryIO | None:
        return None

    def remove(self, key: str) -> None:
        self.objects.discard(key)

    def every(self, folder: str) -> Iterator[Arrived]:
        return iter(())

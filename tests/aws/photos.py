"""Photos on a stage, for tests: an empty bucket, somebody who uploads, and what S3 answers to whoever has a link."""

import hashlib
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self, cast

import httpx

from postcardit_backend.aws.photo_store import PhotoStore, open_photos
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.decoding.decoder import ProcessDecoder
from postcardit_backend.ports import Decoder, Ports
from postcardit_backend.records import UploadRecord, UserRecord
from postcardit_backend.services.developing import develop
from postcardit_backend.settings import Settings
from tests.aws.emulator import Emulator
from tests.aws.stores import dynamo_store
from tests.backend.stores import DAY, Store

__all__ = ["Photos", "real_now"]


def real_now() -> int:
    """S3 looks at its own clock: what it is to judge begins now."""
    return round(time.time() * 1000)


@dataclass
class Photos:
    """One bucket and two tables."""

    kept: PhotoStore
    store: Store
    alice: UserRecord
    client: Any
    bucket: str
    decoder: Decoder
    units: Units
    now: int = field(default_factory=real_now)

    @classmethod
    @contextmanager
    def open(cls, emulator: Emulator, bucket: str, tables: Tables) -> Generator[Self]:
        units, store, decoder = Units(tables), dynamo_store(tables), ProcessDecoder(60, 60)
        opened: list[Photos] = []
        kept = open_photos(emulator.clients, bucket, units, Settings(), lambda: opened[0].now)
        photos = cls(kept, store, store.user("alice"), emulator.clients.of("s3"), bucket, decoder, units)
        opened.append(photos)
        try:
            yield photos
        finally:
            decoder.close()
            photos.client.close()

    @property
    def ports(self) -> Ports:
        """As much of them as developing needs."""
        kept = self.kept
        some = SimpleNamespace(arrivals=kept.arrivals, uploads=kept.uploads, blobs=kept.blobs, decoder=self.decoder)
        return cast("Ports", some)

    def announce(self, data: bytes, *, purpose: str = "postcard", key: str | None = None) -> UploadRecord:
        """Alice announces these bytes."""
        upload = UploadRecord(
            self.store.new_id(), self.alice.user_id, purpose, "image/jpeg", len(data),
            hashlib.sha256(data).hexdigest(), "pending", None, None, self.now, self.now + DAY,
        )  # fmt: skip
        once = self.store.once(self.alice.user_id, "create_upload", key=key, now=self.now)
        return self.kept.uploads.create(upload, once).record

    def send(self, upload: UploadRecord, data: bytes, *, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Put bytes where the upload's link says, with the headers that it says, unless others are given."""
        link = self.kept.blobs.upload_link(upload, "", self.now)
        return httpx.put(link.url, content=data, headers=dict(link.headers if headers is None else headers))

    def develop(self, upload: UploadRecord) -> UploadRecord:
        return develop(upload.upload_id, self.ports)

    def ready(self, data: bytes, *, purpose: str = "postcard") -> UploadRecord:
        """An upload of these bytes that is ready."""
        upload = self.announce(data, purpose=purpose)
        assert self.send(upload, data).status_code == 200
        return self.develop(upload)

    def objects(self, folder: str = "") -> list[str]:
        """What is in the bucket."""
        found = self.client.list_objects_v2(Bucket=self.bucket, Prefix=folder).get("Contents", [])
        return sorted(one["Key"] for one in found)

    def get(self, key: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Read a photo by a link to it."""
        return httpx.get(self.kept.blobs.image_link(key, "", self.now).url, headers=dict(headers or {}))

    def keep(self, data: bytes, folder: Path) -> str:
        """Keep bytes as they are; gives their key."""
        file = folder / "made"
        file.write_bytes(data)
        key = f"{hashlib.sha256(data).hexdigest()}.jpg"
        self.kept.blobs.put(file, key)
        return key

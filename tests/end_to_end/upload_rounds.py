"""Sending a photo by hand over a bad network: part after part, each again from where the server says it has got to."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

__all__ = ["PARTIAL", "HandSender", "announce", "upload_of"]

PARTIAL = "application/partial-upload"
BROKEN = (httpx.TransportError, httpx.StreamError)


def announce(http: httpx.Client, token: str, photo: bytes, *, key: str = "announced") -> dict[str, Any]:
    """Announce a JPEG; gives the upload."""
    wanted = {"contentType": "image/jpeg", "byteSize": len(photo), "sha256": hashlib.sha256(photo).hexdigest()}
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    answer = http.post("/v1/uploads", json=wanted, headers=headers)
    upload: dict[str, Any] = answer.raise_for_status().json()
    return upload


def upload_of(http: httpx.Client, token: str, upload_id: str) -> dict[str, Any]:
    """What became of it."""
    answer = http.get(f"/v1/uploads/{upload_id}", headers={"authorization": f"Bearer {token}"})
    upload: dict[str, Any] = answer.raise_for_status().json()
    return upload


@dataclass
class HandSender:
    """Someone who sends until it is done, and notes what the server acknowledged."""

    http: httpx.Client
    url: str
    photo: bytes
    part: int
    pace: Callable[[], object] = lambda: None
    acknowledged: list[int] = field(default_factory=list[int])
    sent: int = 0

    def send(self) -> str:
        """Send all of it; gives the status in the end."""
        status = None
        while status is None:
            status = self._send_part(self._ask())
        return status

    def _ask(self) -> int:
        while True:
            try:
                answer = self.http.head(self.url)
            except BROKEN:
                self.pace()
                continue
            if answer.status_code == 204:
                offset = int(answer.headers["upload-offset"])
                self.acknowledged.append(offset)
                return offset

    def _send_part(self, offset: int) -> str | None:
        """Send parts from here on until the connection breaks or it is done."""
        while True:
            data = self.photo[offset : offset + self.part]
            is_last = offset + len(data) == len(self.photo)
            headers = {"content-type": PARTIAL, "upload-offset": str(offset), "upload-complete": f"?{is_last:d}"}
            self.sent += len(data)
            self.pace()
            try:
                answer = self.http.patch(self.url, content=data, headers=headers)
            except BROKEN:
                return None
            if answer.status_code == 204 and is_last:
                return answer.headers["x-upload-status"]
            if answer.status_code == 409 and answer.json()["code"] == "upload_finished":
                return "finished"
            if "upload-offset" not in answer.headers:
                return None
            offset = int(answer.headers["upload-offset"])
            self.acknowledged.append(offset)

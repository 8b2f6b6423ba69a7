"""What S3 tells of photos that arrived, and what is done about it: each is developed.

An event may come twice, late, or not at all. A photo that is settled stays as it is; one that cannot be developed now
fails the event, which Lambda gives again some minutes later; and now and then (`waiting`) everything is developed that
lies there still.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_plus

from postcardit_sdk.contract.problems import Code
from postcardit_sdk.contract.uploads import UploadStatus

from ..failures import trace_of
from ..ports import Ports
from ..refusal import Refused
from ..services.developing import develop
from .bucket import ARRIVALS

__all__ = ["PhotosLeft", "develop_arrivals"]

_log = logging.getLogger("postcardit")
_SETTLED = {Code.NOT_FOUND, Code.UPLOAD_HASH_MISMATCH, Code.UPLOAD_FINISHED}
"""Refusals that another try would meet, too: the upload was given up, or waits for other bytes."""


class PhotosLeft(Exception):
    """Some photos could not be developed now: the event is to be given again."""


def develop_arrivals(event: Mapping[str, Any], ports: Ports) -> dict[str, int]:
    """Develop the photos that an event tells of, or, if it tells of none, all that wait. Raises PhotosLeft when some
    could not be, after the others were."""
    ids = [*_ids_in(event)] if "Records" in event else ports.arrivals.waiting()
    left = [upload_id for upload_id in ids if not _is_done(upload_id, ports)]
    if left:
        raise PhotosLeft(f"{len(left)} of {len(ids)} photos could not be developed now: {', '.join(left)}.")
    return {"developed": len(ids)}


def _is_done(upload_id: str, ports: Ports) -> bool:
    try:
        upload = develop(upload_id, ports)
    except Refused as refused:
        if refused.code in _SETTLED:
            _log.info("upload %s is not developed: %s", upload_id, refused.code.value)
            return True
        _log.warning("upload %s is left for another try: %s", upload_id, refused.detail)
        return False
    except Exception as error:  # noqa: BLE001  # the other photos of this event are not at fault
        _log.error("upload %s could not be developed\n%s", upload_id, trace_of(error))
        return False
    return upload.status != UploadStatus.PROCESSING  # else somebody is at it, or died of it


def _ids_in(event: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the uploads that an event tells of. What is none of ours is logged."""
    records: Sequence[Any] = event["Records"]
    for record in records:
        try:
            key = unquote_plus(record["s3"]["object"]["key"])
        except (KeyError, TypeError):
            _log.warning("an event tells of something that is no object of S3")
            continue
        folder, _, upload_id = key.rpartition("/")
        if folder == ARRIVALS and upload_id:
            yield upload_id
        else:
            _log.warning("an event tells of an object that is no photo that arrives")

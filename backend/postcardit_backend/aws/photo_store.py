"""All that has to do with photos on a stage, put together."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..settings import Settings
from .arrivals import S3Arrivals
from .blobs import S3Blobs
from .bucket import Bucket
from .clients import Clients
from .exports import S3Exports
from .photo_links import CloudFrontLinks, ReadLinks, S3Links
from .sweeping import Sweep
from .units import Units
from .uploads import DynamoUploads

__all__ = ["CloudFrontKey", "PhotoStore", "open_photos"]


@dataclass(frozen=True, slots=True)
class CloudFrontKey:
    """A distribution before the bucket, and the key that signs its links."""

    address: str
    key_id: str
    private_key_pem: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhotoStore:
    """The ports, and what sweeps."""

    bucket: Bucket
    uploads: DynamoUploads
    arrivals: S3Arrivals
    blobs: S3Blobs
    exports: S3Exports
    sweep: Sweep


def open_photos(
    clients: Clients,
    bucket_name: str,
    units: Units,
    settings: Settings,
    clock: Callable[[], int],
    *,
    cloud_front: CloudFrontKey | None = None,
) -> PhotoStore:
    """The photos of a bucket. With CloudFront, links to photos are its own; exports and uploads go to S3."""
    client = clients.of("s3")
    bucket = Bucket(client, bucket_name)
    links = S3Links(client.meta.endpoint_url, bucket_name, client.meta.region_name, clients.credentials())
    reading: ReadLinks = links
    if cloud_front is not None:
        reading = CloudFrontLinks(cloud_front.address, cloud_front.key_id, cloud_front.private_key_pem)
    blobs, arrivals = S3Blobs(bucket, links, settings, reading), S3Arrivals(units, bucket, clock)
    exports = S3Exports(units, bucket, links, settings)
    return PhotoStore(bucket, DynamoUploads(units), arrivals, blobs, exports, Sweep(units, blobs, arrivals, exports))

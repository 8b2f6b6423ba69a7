"""Photos by way of CloudFront, if asked for: the bucket stays closed, and lets this one distribution read photos, but
neither what arrives nor what people export."""

from typing import Any

from ...bucket import PHOTOS
from .parts import Resources, ref, sub, tags

__all__ = ["distribution_may_read", "photo_links"]

_CONDITION = "UsesCloudFront"
_BUCKET = "postcardit-${Stage}-photos-${AWS::AccountId}"
_CACHED_BY_PATH = "658327ea-f89d-4fab-a63d-7e88639e58f6"
"""AWS's own policy CachingOptimized: what a link is signed with is no part of what it shows."""


def photo_links() -> Resources:
    """The distribution, and the public half of the key that signs links to it."""
    name = sub("postcardit-${Stage}-photos")
    return {
        "PhotosKey": _resource(
            "PublicKey",
            PublicKeyConfig={"CallerReference": name, "Name": name, "EncodedKey": ref("PhotosPublicKey")},
        ),
        "PhotosKeyGroup": _resource("KeyGroup", KeyGroupConfig={"Name": name, "Items": [ref("PhotosKey")]}),
        "PhotosAccess": _resource(
            "OriginAccessControl",
            OriginAccessControlConfig={
                "Name": name,
                "OriginAccessControlOriginType": "s3",
                "SigningBehavior": "always",
                "SigningProtocol": "sigv4",
            },
        ),
        "PhotosDistribution": _resource("Distribution", DistributionConfig=_distribution(), Tags=tags()),
    }


def distribution_may_read() -> dict[str, Any]:
    """What the bucket's policy says of it."""
    arn = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${PhotosDistribution}"
    return {
        "Sid": "DistributionReads",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": sub("arn:${AWS::Partition}:s3:::" + _BUCKET + f"/{PHOTOS}/*"),
        "Condition": {"StringEquals": {"AWS:SourceArn": sub(arn)}},
    }


def _distribution() -> dict[str, Any]:
    # The bucket by its name and not by GetAtt: it waits for the photos' function, which knows the distribution.
    return {
        "Enabled": True,
        "Comment": sub("PostCardIt's photos (${Stage})."),
        "HttpVersion": "http2and3",
        "Origins": [
            {
                "Id": "photos",
                "DomainName": sub(_BUCKET + ".s3.${AWS::Region}.${AWS::URLSuffix}"),
                "OriginAccessControlId": ref("PhotosAccess"),
                "S3OriginConfig": {"OriginAccessIdentity": ""},
            }
        ],
        "DefaultCacheBehavior": {
            "TargetOriginId": "photos",
            "ViewerProtocolPolicy": "https-only",
            "AllowedMethods": ["GET", "HEAD"],
            "CachePolicyId": _CACHED_BY_PATH,
            "TrustedKeyGroups": [ref("PhotosKeyGroup")],
        },
    }


def _resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::CloudFront::{kind}", "Condition": _CONDITION, "Properties": properties}

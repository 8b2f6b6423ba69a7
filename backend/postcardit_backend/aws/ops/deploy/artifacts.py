"""The bucket of packages: one for an account and region, shared by its stages, kept when they go."""

import json
from pathlib import Path
from typing import Any

from ...clients import Clients
from ..package.archive import digest
from ..troubles import code_of

__all__ = ["Artifacts"]

_KEPT_DAYS = 365


class Artifacts:
    """Uploads what CloudFormation reads. What is there already is not sent again: keys are hashes."""

    def __init__(self, clients: Clients, account: str, region: str) -> None:
        self._s3 = clients.of("s3")
        self._region = region
        self._account = account
        self._endpoint = clients.endpoint_url or f"https://s3.{region}.amazonaws.com"
        self.bucket = f"postcardit-packages-{account}-{region}"

    def put_package(self, package: Path) -> str:
        """Upload a package. Gives its key."""
        key = f"packages/{digest(package)}.zip"
        self._ensure_bucket()
        if not self._has(key):
            with package.open("rb") as opened:
                self._s3.put_object(Bucket=self.bucket, Key=key, Body=opened, ExpectedBucketOwner=self._account)
        return key

    def put_template(self, template: dict[str, Any]) -> str:
        """Upload a template: CloudFormation takes no more than 51,200 bytes by itself. Gives its address."""
        body = json.dumps(template).encode()
        key = f"templates/{_name_of(body)}.json"
        self._ensure_bucket()
        self._s3.put_object(Bucket=self.bucket, Key=key, Body=body, ExpectedBucketOwner=self._account)
        return f"{self._endpoint}/{self.bucket}/{key}"

    def _ensure_bucket(self) -> None:
        from botocore.exceptions import ClientError

        try:
            self._s3.head_bucket(Bucket=self.bucket, ExpectedBucketOwner=self._account)
        except ClientError as error:
            if code_of(error) not in ("404", "NoSuchBucket"):
                raise
            where = {} if self._region == "us-east-1" else {"LocationConstraint": self._region}
            more = {"CreateBucketConfiguration": where} if where else {}
            self._s3.create_bucket(Bucket=self.bucket, **more)
            closed = dict.fromkeys(
                ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
            )
            self._s3.put_public_access_block(Bucket=self.bucket, PublicAccessBlockConfiguration=closed)

    def _has(self, key: str) -> bool:
        from botocore.exceptions import ClientError

        try:
            self._s3.head_object(Bucket=self.bucket, Key=key, ExpectedBucketOwner=self._account)
        except ClientError as error:
            if code_of(error) not in ("404", "NoSuchKey"):
                raise
            return False
        return True


def _name_of(body: bytes) -> str:
    import hashlib

    return hashlib.sha256(body).hexdigest()

"""What a host of bytes says that is not the API itself, such as S3 or CloudFront: its refusals as problems of ours.

They come as a little XML, of which only the code is read, by no parser: nobody knows who wrote it.
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

import re

from .codec import error_in, is_of_a_stranger
from .contract.problems import Code, Problem
from .errors import PostCardItError, error_for
from .flow import Response
from .retry import retry_after_seconds

__all__ = ["refusal_in"]

_LOOKED_AT_BYTES = 2000
_CODE = re.compile(rb"<Error>\s*<Code>([A-Za-z0-9]{1,60})</Code>")
_MEANINGS = {
    "AccessDenied": Code.LINK_EXPIRED,  # what they say of a link that has ended; CloudFront of any that it refuses
    "ExpiredToken": Code.LINK_EXPIRED,  # the credentials that signed it have ended
    "InvalidAccessKeyId": Code.LINK_EXPIRED,  # and are not known any more
    "InvalidToken": Code.LINK_EXPIRED,
    "SignatureDoesNotMatch": Code.LINK_INVALID,
    "BadDigest": Code.UPLOAD_HASH_MISMATCH,
    "XAmzContentChecksumMismatch": Code.UPLOAD_HASH_MISMATCH,
    "EntityTooLarge": Code.PAYLOAD_TOO_LARGE,
    "EntityTooSmall": Code.UPLOAD_SIZE_MISMATCH,
    "IncompleteBody": Code.UNAVAILABLE,  # the connection was cut while it came
    "RequestTimeout": Code.UNAVAILABLE,
    "SlowDown": Code.UNAVAILABLE,
    "NoSuchKey": Code.NOT_FOUND,
    "InvalidRange": Code.RANGE_NOT_SATISFIABLE,
}


def refusal_in(response: Response, now: float) -> PostCardItError:
    """The problem that a response to a signed link holds, whoever answered."""
    error = error_in(response, now)
    found = _CODE.search(response.body[:_LOOKED_AT_BYTES])
    code = _MEANINGS.get(found[1].decode()) if found and is_of_a_stranger(error) else None
    if code is None:
        return error
    problem = Problem(
        type="about:blank",
        title=code.sentence,
        status=code.status,
        detail=code.sentence,
        instance="",
        code=code,
        message=code.sentence,
        status_code=code.status,
        request_id=response.headers.get("x-amz-request-id", ""),
    )
    return error_for(problem, retry_after_seconds(response.headers.get("retry-after"), now))

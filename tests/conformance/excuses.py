"""What may be otherwise where: the one table of the AWS wing says so, and nobody else does."""

import pytest

from postcardit_backend.aws.differences import Where, excuse_for

__all__ = ["excuse"]

_WHERE = {
    "embedded": frozenset[Where](),
    "aws": frozenset({Where.LAMBDA, Where.DYNAMODB}),
    "cognito": frozenset(Where),
    "stage": frozenset(Where) - {Where.EMULATOR},
}


def excuse(test: str, place: str) -> None:
    """Skip a test that the table excuses in this place, and say by what."""
    difference = excuse_for(test, _WHERE[place])
    if difference is not None:
        pytest.skip(f"{difference.about} {difference.where.value}: {difference.instead}")

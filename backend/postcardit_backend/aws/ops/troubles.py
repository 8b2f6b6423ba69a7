"""What AWS says when it does not do what it was asked, as a sentence and what to do about it."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

__all__ = ["AwsTrouble", "BadSetting", "Unreachable", "code_of", "explained"]

_RIGHTS = "give your user or role that permission, or use another profile: AWS_PROFILE=NAME"
_SIGN_IN = "sign in to AWS again, such as by: aws sso login"
_NOT_ALONE = "somebody else deploys this stage: run it again, and it waits for that"
_HINTS = {
    "403": _RIGHTS,
    "AccessDenied": _RIGHTS,
    "AccessDeniedException": _RIGHTS,
    "ChangeSetNotFound": _NOT_ALONE,
    "ChangeSetNotFoundException": _NOT_ALONE,
    "InvalidChangeSetStatus": _NOT_ALONE,
    "InvalidChangeSetStatusException": _NOT_ALONE,
    "ExpiredToken": _SIGN_IN,
    "ExpiredTokenException": _SIGN_IN,
    "RequestExpired": _SIGN_IN,
    "InvalidClientTokenId": "check the credentials: AWS knows no such key",
    "UnrecognizedClientException": "check the credentials: AWS knows no such key",
    "SignatureDoesNotMatch": "check the secret key of the credentials",
    "RequestTimeTooSkewed": "set this machine's clock by the network",
    "LimitExceededException": "ask for more in the console: Service Quotas",
}


class AwsTrouble(Exception):
    """Why it did not work, for people; `hint` says what to do."""

    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.hint = hint


class BadSetting(AwsTrouble):
    """What was asked for cannot be, whatever AWS says."""


class Unreachable(AwsTrouble):
    """Nobody answers."""


def code_of(error: Exception) -> str:
    """The code of an answer of AWS's; an empty one for what is no answer."""
    answer: Any = getattr(error, "response", None) or {}
    return str(answer.get("Error", {}).get("Code", ""))


@contextmanager
def explained() -> Generator[None, None, None]:
    """Turns botocore's errors into AwsTrouble."""
    from botocore import exceptions

    try:
        yield
    except exceptions.NoCredentialsError:
        raise AwsTrouble(
            "There are no AWS credentials here.", "AWS_PROFILE=NAME, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        ) from None
    except exceptions.NoRegionError:
        raise AwsTrouble("No AWS region was chosen.", "--region NAME, or AWS_REGION=NAME") from None
    except exceptions.ProfileNotFound as error:
        raise AwsTrouble(f"{error}.", "AWS_PROFILE names a profile of ~/.aws/config") from None
    except exceptions.ClientError as error:
        answer: Any = error.response
        said = str(answer["Error"].get("Message") or answer["Error"]["Code"]).rstrip(".")
        sentence = f"AWS refused {error.operation_name}: {said}."
        hint = _NOT_ALONE if "_IN_PROGRESS state" in said else _HINTS.get(answer["Error"]["Code"])
        raise AwsTrouble(sentence, hint) from error
    except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
        raise Unreachable("AWS cannot be reached.", "check the network, the region, and AWS_ENDPOINT_URL") from error
    except (exceptions.SSOError, exceptions.TokenRetrievalError, exceptions.CredentialRetrievalError) as error:
        raise AwsTrouble(f"{str(error).rstrip('.')}.", _SIGN_IN) from error
    except exceptions.BotoCoreError as error:
        raise AwsTrouble(f"{str(error).rstrip('.')}.") from error

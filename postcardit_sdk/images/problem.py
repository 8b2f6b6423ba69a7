"""The one error that a photo can raise."""

from postcardit_sdk.contract.problems import Code

__all__ = ["ImageProblem"]


class ImageProblem(Exception):
    """A photo that cannot be used; `code` says why, the message says which photo and what is wrong with it."""

    def __init__(self, code: Code, detail: str = "", name: str | None = None) -> None:
        self.code = code
        message = f"{code.sentence} ({detail})" if detail else code.sentence
        super().__init__(f"{name}: {message}" if name else message)

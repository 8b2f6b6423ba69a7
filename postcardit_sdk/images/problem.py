"""The one error that a photo can raise."""

from typing import Self

from postcardit_sdk.contract.problems import Code

__all__ = ["ImageProblem", "cut_short", "damaged"]


class ImageProblem(Exception):
    """A photo that cannot be used; `code` says why, the message says which file and what is wrong with it."""

    def __init__(self, code: Code, what: str, name: str | None = None) -> None:
        self.code, self.what = code, what
        super().__init__(f"{name or 'The photo'} {what}.")

    def named(self, name: str | None) -> Self:
        """The same problem, of the file of this name."""
        return type(self)(self.code, self.what, name)


def damaged(how: str) -> ImageProblem:
    """The problem of a file that is a photo no longer."""
    return ImageProblem(Code.IMAGE_UNREADABLE, f"is damaged: {how}")


def cut_short(size: int, whole: int | None = None) -> ImageProblem:
    """The problem of a file that ends after `size` bytes; `whole` is what it says itself that it holds."""
    of = "" if whole is None else f" of at least {whole:,}"
    return ImageProblem(Code.IMAGE_UNREADABLE, f"is cut short after {size:,}{of} bytes")

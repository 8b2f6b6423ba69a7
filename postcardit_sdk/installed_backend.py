"""The backend that may be installed beside the SDK: opened in this process, or served on a socket of this machine."""

import os
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from .errors import PostCardItError

if TYPE_CHECKING:
    from .embedded import EmbeddedTransport

__all__ = ["RunningServer", "open_installed", "serve_installed"]


class RunningServer(Protocol):
    """A backend on a socket, served while the `with` lasts."""

    url: str

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_installed(path: str | os.PathLike[str]) -> "EmbeddedTransport":
    """A data folder, opened in this process. Raises PostCardItError when no backend is installed."""
    from .embedded import EmbeddedTransport

    return EmbeddedTransport(_entry().open_embedded(path))


def serve_installed(path: str | os.PathLike[str]) -> RunningServer:
    """A data folder behind a free port. Raises PostCardItError when no backend is installed."""
    server: RunningServer = _entry().Server(Path(path))
    return server


def _entry() -> Any:
    try:
        from postcardit_backend import entry  # the one place where the SDK knows the backend
    except ImportError as error:
        raise PostCardItError(
            f"The embedded backend is not installed ({error.name}). Run: pip install 'postcardit[server]'"
        ) from None
    return entry

"""What a running `postcardit serve` tells other commands of the same user: where its data folder is."""

import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .files import write_private
from .folders import local_data_folder, safe_name, servers_folder

if TYPE_CHECKING:
    from .profiles import Target

__all__ = ["announced", "data_folder_of", "is_here"]

_THIS_MACHINE = "127.0.0.1"


@contextmanager
def announced(url: str, data: Path) -> Generator[None, None, None]:
    """While inside, other commands find this server's data folder by its address."""
    path = _record_of(url)
    write_private(path, json.dumps({"url": url, "data": str(data.absolute()), "pid": os.getpid()}).encode())
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def data_folder_of(target: "Target") -> Path | None:
    """The data folder of a server on this machine; None for one elsewhere."""
    if target.url is None:
        return local_data_folder()
    try:
        record = json.loads(_record_of(target.url).read_bytes())
        return Path(record["data"])
    except FileNotFoundError:
        return local_data_folder() if is_here(target) else None
    except (ValueError, KeyError, TypeError):
        return None


def is_here(target: "Target") -> bool:
    """Whether the server runs on this machine, as far as its address tells."""
    return target.url is None or _host_of(target.url) == _THIS_MACHINE


def _record_of(url: str) -> Path:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return servers_folder() / f"{safe_name(_host_of(url))}-{port}.json"


def _host_of(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if host in {"localhost", "::1", "0.0.0.0", "::"} or host.startswith("127."):
        return _THIS_MACHINE
    return host

"""The way into a server's laboratory: its data folder, which holds the key, and never on a profile for production."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import connect_unsigned, target_for
from ..exits import FORBIDDEN, CommandFailed
from ..servers import data_folder_of
from ..settings import read_settings, table

if TYPE_CHECKING:
    from postcardit_sdk.client import Client

    from ..profiles import Target

__all__ = ["Data", "data_folder", "laboratory", "require_no_production"]

Data = Annotated[
    Path | None, typer.Option("--data", help="The server's data folder, if it cannot be found.", metavar="DIR")
]

_KEY_FILE = "lab.key"
_HINT = "--data DIR names the server's data folder"


@contextmanager
def laboratory(ctx: typer.Context, data: Path | None) -> "Generator[tuple[Client, Path], None, None]":
    """A client and the data folder of the server that it talks to. Raises CommandFailed where there is no lab."""
    folder = data_folder(ctx, data)
    _require_key(target_for(ctx), folder)
    with connect_unsigned(ctx) as client:
        from postcardit_sdk.lab.asking import NoLab

        try:
            yield client, folder
        except NoLab as error:
            raise CommandFailed(str(error), code="no_lab", hint=_HINT) from None


def data_folder(ctx: typer.Context, data: Path | None) -> Path:
    """The data folder of the server that a command is about. Raises CommandFailed for one that is not on this machine,
    and for one that is in production.
    """
    target = target_for(ctx)
    require_no_production(target)
    folder = data or data_folder_of(target)
    if folder is None:
        raise CommandFailed(
            f"The server {target.url} is not on this machine: this is found in its data folder.",
            code="no_lab",
            hint="--data DIR, if you can read that folder",
        )
    return folder


def require_no_production(target: "Target") -> None:
    """Raises CommandFailed (forbidden) for a profile that is marked as production."""
    profiles = table(read_settings().get("profiles", {}), "profiles")
    if table(profiles.get(target.profile, {}), f"profiles.{target.profile}").get("production") is True:
        raise CommandFailed(
            f"Profile {target.profile} is marked as production: the laboratory keeps out of it.",
            exit_code=FORBIDDEN,
            code="production",
            hint="--profile NAME chooses another one",
        )


def _require_key(target: "Target", folder: Path) -> None:
    if target.url is None:  # the embedded backend makes its folder when it is first asked
        return
    try:
        (folder / _KEY_FILE).read_text("ascii")
    except FileNotFoundError:
        raise CommandFailed(
            f"{folder} holds no {_KEY_FILE}: it is not this server's data folder, or the server has no lab.",
            code="no_lab",
            hint="--data DIR names another folder",
        ) from None
    except UnicodeDecodeError:
        raise CommandFailed(f"{folder / _KEY_FILE} is damaged.", code="no_lab") from None

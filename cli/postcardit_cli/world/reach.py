"""How a world reaches a server: by its laboratory where there is one on this machine, else by everyone's API."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import connect_unsigned, target_for
from ..exits import NOT_FOUND, CommandFailed
from ..lab.entrance import Data, laboratory, require_no_production
from ..servers import data_folder_of

if TYPE_CHECKING:
    from postcardit_sdk.client import Client
    from postcardit_sdk.worlds.reading import Source

    from ..profiles import Target

__all__ = ["Data", "Prefix", "Public", "Reach", "World", "reached", "source_named"]

World = Annotated[str, typer.Argument(metavar="WORLD", help="A file, or the name of a world that ships.")]
Prefix = Annotated[str, typer.Option("--prefix", metavar="TEXT", help="Stands before each username and address.")]
Public = Annotated[
    bool, typer.Option("--public", help="Use only the API that everyone has, even where there is a lab.")
]


@dataclass(frozen=True, slots=True)
class Reach:
    """A server that a world is about. `folder` is its data folder where its lab can be entered."""

    target: "Target"
    client: "Client"
    folder: Path | None


@contextmanager
def reached(ctx: typer.Context, data: Path | None, *, public: bool = False) -> Generator[Reach, None, None]:
    """The server, by its lab if it has one here. Raises CommandFailed (forbidden) on a profile for production."""
    target = target_for(ctx)
    require_no_production(target)
    if not public and (data is not None or data_folder_of(target) is not None):
        with laboratory(ctx, data) as (client, folder):
            yield Reach(target, client, folder)
        return
    with connect_unsigned(ctx) as client:
        yield Reach(target, client, data or data_folder_of(target))


def source_named(world: str) -> "Source":
    """The world's file, read. Raises CommandFailed, which says where in it something is wrong."""
    from postcardit_sdk.lab.documents import DocumentProblem
    from postcardit_sdk.worlds.reading import UnknownWorld, open_world

    try:
        return open_world(world)
    except UnknownWorld as error:
        hint = "postcardit world list, or the name of a .yaml file"
        raise CommandFailed(str(error), exit_code=NOT_FOUND, code="not_found", hint=hint) from None
    except UnicodeDecodeError:
        raise CommandFailed(f"{world} is not UTF-8 text.", code="world_damaged") from None
    except DocumentProblem as error:
        raise CommandFailed(str(error), code="world_damaged", hint="postcardit world schema") from None

"""postcardit users avatar: one's profile picture."""

import sys
from typing import Annotated

import typer

from .context import connect
from .family import family
from .progress import transfer
from .render import say, show

app = family("avatar", "Set or remove your profile picture.")


@app.command("set")
def set_avatar(
    ctx: typer.Context,
    photo: Annotated[str, typer.Argument(help="A photo; - reads it from stdin.", metavar="FILE")],
) -> None:
    """Make a photo your profile picture: the square in its middle, 512 pixels at most, free of metadata."""
    source = sys.stdin.buffer.read() if photo == "-" else photo
    with connect(ctx) as client, transfer(ctx, "Photo") as on_progress:
        user = client.users.set_avatar(source, on_progress=on_progress)
    show(ctx, user, lambda user: say(f"{user.username} has a new picture."))


@app.command()
def remove(ctx: typer.Context) -> None:
    """Have no profile picture."""
    with connect(ctx) as client:
        user = client.users.remove_avatar()
    show(ctx, user, lambda user: say(f"{user.username} has no picture."))

"""postcardit world schema: for editors, which complete and check a world's file by it."""

import typer

from ..render import show_json

__all__ = ["schema"]


def schema(ctx: typer.Context) -> None:
    """Print the JSON schema of a world's file, for editors."""
    from postcardit_sdk.worlds.schema import world_schema

    del ctx
    show_json(world_schema())

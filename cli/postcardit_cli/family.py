"""How a command, or a family of commands, is declared."""

import typer

__all__ = ["family"]


def family(name: str, about: str | None = None) -> typer.Typer:
    """An application to register commands on. With `about` it stays a family even when it has one command."""
    app = typer.Typer(
        name=name,
        help=about,
        no_args_is_help=about is not None,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    if about is not None:
        app.callback(help=about)(_nothing)
    return app


def _nothing() -> None:
    """A family does nothing before its commands."""

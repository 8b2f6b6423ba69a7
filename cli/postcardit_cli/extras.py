"""Which extra brings a package that is not installed."""

__all__ = ["missing_extra"]

_EXTRA_OF = {
    "typer": "cli",
    "rich": "cli",
    "yaml": "cli",
    "starlette": "server",
    "uvicorn": "server",
    "uvloop": "server",
    "httptools": "server",
    "joserfc": "server",
    "argon2": "server",
    "jinja2": "swift",
    "botocore": "aws",
    "mangum": "aws",
}


def missing_extra(error: ModuleNotFoundError) -> str | None:
    """A sentence that names the extra to install; None when no extra brings the module."""
    package = (error.name or "").partition(".")[0]
    extra = _EXTRA_OF.get(package)
    if extra is None:
        return None
    return f"This command needs {package}, which is not installed. Run: pip install 'postcardit[{extra}]'"

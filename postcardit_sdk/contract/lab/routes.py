"""What the laboratory calls the routes: by their operations; and those for bytes, which no operation is."""

from fnmatch import fnmatchcase

from ..operations import OPERATIONS

__all__ = ["BYTE_ROUTES", "ROUTE_NAMES", "nearest", "require_route"]

BYTE_ROUTES = ("upload_bytes", "export_bytes", "image_bytes", "stamp_picture")
ROUTE_NAMES = (*(operation.name for operation in OPERATIONS), *BYTE_ROUTES)


def require_route(pattern: str) -> str:
    """The name of a route, or a pattern such as `list_*` that fits one. Raises ValueError."""
    if any(fnmatchcase(name, pattern) for name in ROUTE_NAMES):
        return pattern
    raise ValueError(f"{pattern!r} is no route{nearest(pattern, ROUTE_NAMES)}")


def nearest(word: str, words: "tuple[str, ...] | list[str]") -> str:
    """`: did you mean x?` for the known word that is nearest; nothing when none is near."""
    from difflib import get_close_matches  # 5 ms that only mistakes need

    near = get_close_matches(word, words, 1, 0.6)
    return f": did you mean {near[0]}?" if near else ""

"""Fields of an item as what they are. One that is not there is 0, empty or None; one of another kind is a fault."""

from .items import Item

__all__ = ["flag", "number", "number_or_none", "text", "text_or_none"]


def text(item: Item | None, name: str) -> str:
    """A text; empty when it is not there."""
    return text_or_none(item, name) or ""


def text_or_none(item: Item | None, name: str) -> str | None:
    """A text, if it is there."""
    value = (item or {}).get(name)
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"{name} is a {type(value).__name__}, not a text.")


def number(item: Item | None, name: str) -> int:
    """A whole number; 0 when it is not there."""
    return number_or_none(item, name) or 0


def number_or_none(item: Item | None, name: str) -> int | None:
    """A whole number, if it is there."""
    value = (item or {}).get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise TypeError(f"{name} is a {type(value).__name__}, not a whole number.")


def flag(item: Item | None, name: str) -> bool:
    """Whether it is there and true."""
    return (item or {}).get(name) is True

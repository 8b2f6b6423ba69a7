"""What a card's place counts for in its sender's profile: every store folds and compares names alike."""

from collections.abc import Iterator

from .folding import fold

__all__ = ["places_of"]


def places_of(country: str | None, city: str | None) -> Iterator[tuple[str, str]]:
    """Kind and name of what a card's place counts for. A city stands below its country: two of a name are two."""
    land, town = (fold(name or "").strip(" ") for name in (country, city))
    if land:
        yield "country", land
    if town:
        yield "city", f"{land}\n{town}"

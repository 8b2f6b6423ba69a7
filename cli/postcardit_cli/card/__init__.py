"""A postcard as a picture, front and back, as the app shows it."""

from .card import CardFace, paint_card

__all__ = ["CardFace", "paint_card"]

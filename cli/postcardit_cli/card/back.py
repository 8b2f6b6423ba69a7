"""The back: the message at the left, stamp, postmark and address at the right, on cream paper."""

from typing import TYPE_CHECKING

from .lettering import Lettering, fitting, one_line
from .paper import CARD_SIZE, Colour, cream_paper
from .postage import cancel, stick_stamp

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

    from .card import CardFace

__all__ = ["paint_back"]

_INKS: dict[str, Colour] = {"handwritten": (32, 50, 112), "typewriter": (46, 42, 44)}
_INK: Colour = (38, 40, 48)
_FAINT: Colour = (172, 156, 130)
_DIVIDER = 672
_MESSAGE_BOX = (70, 78, 560, 650)
_ADDRESS = (_DIVIDER + 50, CARD_SIZE[0] - 70)


def paint_back(card: "CardFace") -> "Image":
    """The back of a card, 1200 x 800 pixels."""
    from PIL import ImageDraw

    back = cream_paper(CARD_SIZE)
    draw = ImageDraw.Draw(back)
    _write_message(draw, card)
    _rule(draw)
    _write_address(draw, card)
    stick_stamp(back, card.stamp, (CARD_SIZE[0] - 52, 50))
    cancel(back, (CARD_SIZE[0] - 342, 158), card.place, card.sent_at)
    return back


def _write_message(draw: "ImageDraw", card: "CardFace") -> None:
    left, top, width, height = _MESSAGE_BOX
    paragraph = fitting(card.message, card.font, (width, height), largest=46)
    y = top + max(0, (height - len(paragraph.lines) * paragraph.leading) // 3) + paragraph.lettering.size
    for line in paragraph.lines:
        paragraph.lettering.draw(draw, (left, y), line, _INKS.get(card.font, _INK))
        y += paragraph.leading


def _rule(draw: "ImageDraw") -> None:
    """The line between message and address, with the maker's name at its foot."""
    draw.line((_DIVIDER, 70, _DIVIDER, CARD_SIZE[1] - 96), fill=_FAINT, width=2)
    name, lettering = "P O S T C A R D I T", Lettering("print", 15)
    lettering.draw(draw, (_DIVIDER - lettering.length(name) / 2, CARD_SIZE[1] - 58), name, _FAINT)


def _write_address(draw: "ImageDraw", card: "CardFace") -> None:
    left, right = _ADDRESS
    labels = Lettering("print", 17)
    for label, text, y, largest in (("TO", card.recipient, 462, 54), ("FROM", card.sender, 570, 42)):
        labels.draw(draw, (left, y - 6), label, _FAINT)
        lettering, name = one_line(text, card.font, right - left - 74, largest, smallest=20)
        lettering.draw(draw, (left + 74, y - 10), name, _INKS.get(card.font, _INK))
        draw.line((left, y + 6, right, y + 6), fill=_FAINT, width=2)
    sent = f"{card.sent_at.day} {card.sent_at:%B %Y}"
    where = f"{card.place}, {sent}" if card.place else sent
    lettering, line = one_line(where, card.font, right - left - 8, 30, smallest=15)
    lettering.draw(draw, (left + 4, 658), line, _INKS.get(card.font, _INK))
    draw.line((left, 672, right, 672), fill=_FAINT, width=2)

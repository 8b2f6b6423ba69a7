"""The stamps that the kit comes with, drawn by code: flat, bright and the same bytes every time.

`STAMPS` is the catalogue; `draw_stamp` paints one. No imaging library is imported until the first stamp is drawn.
"""

from .catalogue import STAMPS, draw_stamp
from .easel import StampDesign

__all__ = ["STAMPS", "StampDesign", "draw_stamp"]

"""Stamps for the days that people send cards on."""

import math

from .easel import Easel, drawing

__all__ = ["DRAWINGS"]


def _tree(easel: Easel) -> None:
    easel.oval(160, 360, 220, 60, "#eef6fb")
    easel.box(144, 296, 176, 336, "#7a4b32")
    for top, reach in ((196, 92), (136, 74), (84, 54)):
        easel.shape([(160, top - 16), (160 - reach, top + 108), (160 + reach, top + 108)], "#2f7d5b")
        easel.discs([(160 - reach + step * reach / 3, top + 104) for step in range(7)], reach * 0.16, "#2f7d5b")
    balls = (("#ef476f", (130, 176)), ("#ffd166", (182, 168)), ("#4cc9f0", (150, 226)), ("#ef476f", (200, 240)))
    for colour, (x, y) in (*balls, ("#ffd166", (112, 262)), ("#4cc9f0", (220, 290)), ("#ef476f", (164, 284))):
        easel.disc(x, y, 11, colour)
        easel.disc(x - 3, y - 4, 3, "#ffffffb0")
    _star(easel, 160, 66, 26, "#ffd84d")
    easel.discs(
        [(40, 70), (86, 120), (56, 200), (262, 90), (284, 180), (240, 140), (30, 280), (294, 270)], 4, "#ffffff"
    )


def _star(easel: Easel, x: float, y: float, size: float, colour: str) -> None:
    corners = [(size if point % 2 == 0 else size * 0.44, math.radians(36 * point - 90)) for point in range(10)]
    easel.shape([(x + reach * math.cos(angle), y + reach * math.sin(angle)) for reach, angle in corners], colour)


def _pumpkin(easel: Easel) -> None:
    easel.disc(240, 92, 42, "#fff1c9")
    for x, y in ((70, 80), (112, 120)):
        wings = [(x, y), (x - 14, y - 10), (x - 30, y - 4), (x - 16, y + 2), (x, y + 10), (x + 16, y + 2)]
        easel.shape([*wings, (x + 30, y - 4), (x + 14, y - 10)], "#1d1430")
    easel.oval(160, 330, 130, 20, "#00000040")
    easel.line([(160, 176), (168, 140), (186, 132)], "#5d8a3c", 16)
    for x, colour in ((90, "#e0701f"), (230, "#e0701f"), (122, "#ee8127"), (198, "#ee8127"), (160, "#f7922f")):
        easel.oval(x, 252, 58, 78, colour)
    for x in (116, 204):
        easel.shape([(x - 24, 248), (x + 24, 248), (x, 208)], "#ffe27a")
    easel.shape([(152, 268), (168, 268), (160, 254)], "#ffe27a")
    grin = [(94, 276), (124, 292), (134, 282), (146, 296), (174, 296), (186, 282), (196, 292), (226, 276)]
    easel.shape([*grin, (204, 310), (182, 318), (172, 306), (148, 306), (138, 318), (116, 310)], "#ffe27a")


def _eggs(easel: Easel) -> None:
    for x, y, tilt, colour, band in (
        (94, 236, -14, "#f59fb8", "#fff4f7"),
        (226, 236, 14, "#8ecae6", "#f2fbff"),
        (160, 222, 0, "#ffd166", "#ef6f6c"),
    ):
        egg = [(x + tilt, y - 84), (x + 44, y - 30), (x + 52, y + 30), (x, y + 72), (x - 52, y + 30), (x - 44, y - 30)]
        easel.blob(egg, colour)
        zigzag = [(x - 42 + 14 * step, y + (8 if step % 2 else -8)) for step in range(7)]
        easel.line(zigzag, band, 7)
        easel.discs([(x - 26, y + 36), (x, y + 44), (x + 26, y + 36), (x - 18, y - 36), (x + 14, y - 38)], 6, band)
    easel.blob([(-20, 320), (80, 296), (160, 310), (250, 294), (340, 316), (340, 420), (-20, 420)], "#6cb765")
    for x in range(6, 320, 18):
        easel.shape([(x - 7, 320), (x + (5 if x % 4 else -5), 276), (x + 7, 320)], "#5aa655")
    for x, y in ((60, 90), (250, 84)):
        easel.oval(x - 15, y - 8, 16, 13, "#ffffff")
        easel.oval(x + 15, y - 8, 16, 13, "#ffffff")
        easel.oval(x - 11, y + 11, 11, 10, "#ffeab5")
        easel.oval(x + 11, y + 11, 11, 10, "#ffeab5")
        easel.line([(x, y - 14), (x, y + 18)], "#5a4a6a", 5)


def _cake(easel: Easel) -> None:
    easel.oval(160, 336, 130, 18, "#00000028")
    easel.box(40, 322, 280, 336, "#f4f1ea", 7)
    easel.box(64, 240, 256, 324, "#f7c9a0", 10)
    easel.box(88, 170, 232, 244, "#fbe1c5", 10)
    for left, right, top, step in ((64, 256, 240, 24), (88, 232, 170, 24)):
        easel.box(left, top - 4, right, top + 16, "#f2709c", 8)
        for index, x in enumerate(range(left + 12, right, step)):
            easel.box(x - 10, top, x + 10, top + (34, 24, 40)[index % 3], "#f2709c", 10)
    for x, colour in ((118, "#4cc9f0"), (146, "#ffd166"), (174, "#8bd17c"), (202, "#b388eb")):
        easel.box(x - 5, 124, x + 5, 168, colour, 2)
        easel.blob([(x, 92), (x + 9, 112), (x, 122), (x - 9, 112)], "#ffb703")
        easel.oval(x, 114, 3, 6, "#fff3b0")
    for x, y, colour in ((40, 90, "#ffd166"), (70, 140, "#4cc9f0"), (250, 100, "#f2709c"), (284, 150, "#ffd166")):
        easel.shape([(x, y), (x + 12, y + 4), (x + 8, y + 16), (x - 4, y + 12)], colour)


DRAWINGS = (
    drawing("Winter Tree", "holidays", ("#24406e", "#7fa7d6"), _tree),
    drawing("Pumpkin Night", "holidays", ("#2e1f4d", "#8a4f8d"), _pumpkin),
    drawing("Spring Eggs", "holidays", ("#bfe6f5", "#eef8d8"), _eggs),
    drawing("Birthday Cake", "holidays", ("#7d6bd6", "#c9a9ea"), _cake),
)

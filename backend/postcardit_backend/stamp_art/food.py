"""Stamps of good things to eat and drink."""

from .easel import Easel, drawing

__all__ = ["DRAWINGS"]


def _pizza(easel: Easel) -> None:
    easel.shape([(66, 116), (262, 128), (156, 336)], "#00000024")
    easel.shape([(58, 108), (262, 108), (160, 330)], "#ffd166")
    for x, y, drop in ((100, 190, 30), (134, 262, 40), (190, 232, 36), (216, 176, 26)):
        easel.box(x - 8, y - 20, x + 8, y + drop, "#ffd166", 8)
    easel.blob([(44, 108), (70, 74), (160, 62), (250, 74), (276, 108), (250, 128), (160, 118), (70, 128)], "#d98a4a")
    easel.blob([(62, 104), (90, 84), (160, 76), (230, 84), (258, 104), (160, 96)], "#e9a463")
    for x, y in ((112, 148), (190, 142), (152, 196), (166, 262)):
        easel.disc(x, y, 21, "#c8402f")
        easel.disc(x, y, 16, "#dd5a43")
        easel.discs([(x - 6, y - 4), (x + 6, y + 5), (x + 4, y - 7)], 2.6, "#f29c83")
    for x, y in ((146, 150), (196, 190), (140, 236), (120, 196)):
        easel.blob([(x - 13, y), (x, y - 8), (x + 13, y), (x, y + 8)], "#4f9d5d")


def _ice_cream(easel: Easel) -> None:
    easel.shape([(104, 206), (216, 206), (160, 344)], "#e3a45c")
    for step in range(5):
        easel.line([(112 + 22 * step, 208), (166 + 9 * step, 322 - 22 * step)], "#c3813f", 4)
        easel.line([(208 - 22 * step, 208), (154 - 9 * step, 322 - 22 * step)], "#c3813f", 4)
    for x, y, radius, colour, light in (
        (122, 172, 48, "#f58fb0", "#fbb6cc"),
        (198, 172, 48, "#8ed6b5", "#b5e8d0"),
        (160, 116, 52, "#fff1d6", "#ffffff"),
    ):
        easel.disc(x, y, radius, colour)
        easel.oval(x - radius * 0.3, y - radius * 0.4, radius * 0.3, radius * 0.2, light)
    easel.blob(
        [(94, 200), (130, 192), (190, 192), (226, 200), (208, 216), (184, 208), (160, 222), (136, 208), (112, 216)],
        "#fff1d6",
    )
    easel.disc(166, 62, 17, "#d7263d")
    easel.disc(160, 56, 5, "#ff8fa0")
    easel.line([(168, 48), (176, 30), (192, 24)], "#4f7d3a", 4)
    sprinkles = ((136, 100, "#ef476f"), (176, 96, "#4cc9f0"), (150, 130, "#8bd17c"), (186, 126, "#ffb703"))
    for x, y, colour in (*sprinkles, (128, 126, "#b388eb")):
        easel.line([(x, y), (x + 8, y + 5)], colour, 4)


def _ramen(easel: Easel) -> None:
    for x in (116, 160, 204):
        easel.curve([(x, 100), (x + 10, 82), (x - 6, 62), (x + 6, 40)], "#a9b3d6", 7)
    easel.line([(214, 190), (306, 74)], "#8c4a32", 8)
    easel.line([(232, 194), (316, 96)], "#8c4a32", 8)
    easel.oval(160, 190, 124, 40, "#b93a36")
    easel.oval(160, 192, 110, 31, "#f2b45c")
    for step in range(5):
        y = 178 + step * 6
        easel.curve([(70, y + 6), (110, y), (150, y + 8), (190, y + 2)], "#ffe6a3", 4)
    easel.oval(108, 180, 30, 19, "#ffffff")
    easel.oval(108, 181, 14, 9, "#f9a03f")
    easel.disc(178, 180, 18, "#fff7f2")
    easel.arc(178, 180, 10, (20, 320), "#f2709c", 4)
    easel.box(212, 146, 250, 196, "#27503f", 4)
    for x, y in ((146, 204), (200, 206), (166, 212), (222, 204)):
        easel.disc(x, y, 5, "#69b34c")
    easel.slice(160, 196, (124, 136), (0, 180), "#d94b43")
    easel.box(120, 318, 200, 340, "#b93a36", 6)
    for x in range(68, 260, 34):
        easel.arc(x, 246, 13, (180, 360), "#ffe6c9", 5)


def _coffee(easel: Easel) -> None:
    for x in (120, 152, 184):
        easel.curve([(x, 122), (x + 12, 100), (x - 6, 78), (x + 6, 54)], "#f3e0cc", 8)
    easel.oval(156, 322, 120, 22, "#e9dcc9")
    easel.oval(156, 318, 120, 20, "#fdf8ef")
    easel.arc(232, 210, 38, (270, 90), "#fdf8ef", 16)
    easel.box(72, 146, 236, 230, "#fdf8ef", 8)
    easel.slice(154, 226, (82, 92), (0, 180), "#fdf8ef")
    easel.oval(154, 148, 82, 20, "#e9dcc9")
    easel.oval(154, 150, 72, 15, "#6b3f2a")
    easel.blob([(154, 162), (134, 150), (138, 142), (154, 147), (170, 142), (174, 150)], "#e8c39e")
    easel.blob(
        [(154, 262), (122, 228), (120, 206), (136, 198), (154, 214), (172, 198), (188, 206), (186, 228)], "#d9534f"
    )
    easel.oval(270, 318, 18, 12, "#5b3423")
    easel.line([(258, 322), (270, 316), (282, 314)], "#3b2016", 3)


DRAWINGS = (
    drawing("Pizza Slice", "food", ("#5fb49c", "#a5dcc2"), _pizza),
    drawing("Ice Cream", "food", ("#6fc3df", "#cfeef2"), _ice_cream),
    drawing("Ramen Bowl", "food", ("#29335c", "#5c6bb0"), _ramen),
    drawing("Coffee Break", "food", ("#c98b5e", "#e8bf92"), _coffee),
)

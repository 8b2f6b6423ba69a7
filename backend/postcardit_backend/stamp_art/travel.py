"""Stamps of places and of ways to get there."""

from .easel import Easel, drawing

__all__ = ["DRAWINGS"]


def _gondola(easel: Easel) -> None:
    easel.disc(92, 104, 40, "#ffe9b8")
    for left, top, right, colour in ((10, 150, 70, "#b5574b"), (70, 120, 128, "#d98858"), (236, 138, 320, "#c46a52")):
        easel.box(left, top, right, 262, colour)
        for x in range(left + 9, right - 14, 20):
            for y in range(top + 16, 240, 34):
                easel.box(x, y, x + 10, y + 18, "#5b2e3a", 5)
    easel.box(176, 70, 206, 262, "#a84a45")
    easel.shape([(170, 74), (212, 74), (191, 30)], "#4f8a75")
    easel.box(0, 256, 320, 400, "#2d8c9e")
    for x, y in ((20, 282), (210, 290), (110, 334), (30, 340), (240, 338)):
        easel.line([(x, y), (x + 46, y)], "#8cc3cc", 4)
    hull = [(26, 236), (54, 284), (120, 306), (210, 304), (272, 276), (300, 224), (280, 262), (208, 280), (116, 282)]
    easel.blob(hull, "#1d1b2e")
    easel.box(118, 262, 168, 284, "#c0323f", 6)
    easel.line([(232, 190), (176, 318)], "#6b4a2f", 5)
    easel.box(220, 206, 244, 250, "#fdfdfd", 8)
    for y in (214, 226, 238):
        easel.box(220, y, 244, y + 5, "#d13f4b")
    easel.shape([(222, 246), (242, 246), (246, 282), (220, 282)], "#26304f")
    easel.disc(232, 194, 12, "#f0bd95")
    easel.oval(232, 184, 20, 5, "#f6dfa0")
    easel.oval(232, 180, 11, 6, "#f6dfa0")


def _tower(easel: Easel) -> None:
    easel.disc(236, 110, 34, "#fff2cf")
    easel.oval(160, 366, 230, 70, "#5b8c6a")
    easel.discs([(20, 318), (52, 326), (270, 322), (304, 312)], 30, "#477558")
    for side in (-1, 1):
        easel.shape([(160 + 4 * side, 70), (160 + 22 * side, 190), (160 + 10 * side, 190), (160, 76)], "#4a3b52")
        outside = [(160 + 20 * side, 188), (160 + 36 * side, 250), (160 + 92 * side, 330)]
        inside = [(160 + 56 * side, 330), (160 + 22 * side, 262), (160 + 8 * side, 188)]
        easel.shape(outside + inside, "#4a3b52")
    for y in range(90, 186, 16):
        reach = 4 + (y - 70) * 0.14
        easel.line([(160 - reach, y), (160 + reach, y + 12)], "#4a3b52", 3)
        easel.line([(160 + reach, y), (160 - reach, y + 12)], "#4a3b52", 3)
    easel.box(157, 46, 163, 90, "#4a3b52")
    easel.box(130, 184, 190, 196, "#3a2d43", 3)
    easel.box(116, 246, 204, 260, "#3a2d43", 3)
    easel.arc(160, 322, 46, (180, 360), "#4a3b52", 9)


def _torii(easel: Easel) -> None:
    easel.disc(160, 150, 84, "#fff4e3")
    easel.shape([(60, 330), (160, 196), (260, 330)], "#6f86a8")
    easel.shape([(132, 234), (160, 196), (188, 234), (174, 244), (160, 232), (146, 246)], "#ffffff")
    easel.box(0, 320, 320, 400, "#456f78")
    easel.shape([(34, 132), (286, 132), (300, 108), (20, 108)], "#2c2233")
    easel.shape([(40, 150), (280, 150), (290, 130), (30, 130)], "#d63a3a")
    easel.box(56, 184, 264, 202, "#d63a3a")
    easel.box(148, 150, 172, 184, "#c12f33")
    for left in (78, 222):
        easel.shape([(left, 150), (left + 20, 150), (left + 24, 340), (left - 4, 340)], "#d63a3a")
        easel.box(left - 8, 328, left + 28, 346, "#2c2233", 3)
    for x, y in ((36, 66), (78, 44), (252, 58), (60, 230), (270, 240)):
        easel.discs([(x, y - 6), (x + 6, y - 1), (x + 3, y + 6), (x - 4, y + 6), (x - 6, y - 1)], 4, "#f6a6bd")


def _balloon(easel: Easel) -> None:
    for x, y, size in ((36, 120, 26), (66, 106, 34), (100, 122, 24), (244, 246, 24), (272, 234, 30), (302, 248, 22)):
        easel.disc(x, y, size, "#eef9fd")
    easel.blob([(-20, 330), (70, 296), (160, 318), (250, 290), (340, 326), (340, 420), (-20, 420)], "#6aa564")
    easel.blob([(-20, 356), (90, 330), (210, 350), (340, 322), (340, 430), (-20, 430)], "#4f8a55")
    for x in (142, 178):
        easel.line([(x + (x - 160) * 0.6, 196), (x, 246)], "#5a4636", 3)
    easel.box(140, 244, 180, 274, "#a0673a", 5)
    easel.box(138, 242, 182, 250, "#7d4e2b", 3)
    envelope = [(160, 52), (210, 68), (236, 116), (218, 170), (182, 210), (138, 210), (102, 170), (84, 116), (110, 68)]
    easel.blob(envelope, "#ef5b5b")
    easel.blob(
        [(160, 52), (192, 82), (204, 124), (190, 174), (172, 210), (148, 210), (130, 174), (116, 124), (128, 82)],
        "#ffd166",
    )
    easel.blob(
        [(160, 52), (174, 90), (178, 128), (172, 176), (164, 210), (156, 210), (148, 176), (142, 128), (146, 90)],
        "#ef5b5b",
    )


DRAWINGS = (
    drawing("Venice Gondola", "travel", ("#f6c28b", "#f2dcb4"), _gondola),
    drawing("Paris Tower", "travel", ("#f3a683", "#f7d794"), _tower),
    drawing("Kyoto Torii", "travel", ("#f2b5a7", "#f6d8c4"), _torii),
    drawing("Balloon Ride", "travel", ("#58b4dc", "#c7ecf4"), _balloon),
)

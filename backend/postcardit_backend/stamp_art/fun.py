"""Stamps for no reason but joy."""

from .easel import Easel, drawing

__all__ = ["DRAWINGS"]


def _rocket(easel: Easel) -> None:
    easel.discs(
        [(40, 60), (86, 150), (58, 250), (262, 70), (286, 180), (250, 280), (120, 40), (214, 130)], 3.5, "#ffffff"
    )
    easel.disc(266, 116, 24, "#f2b5d4")
    easel.line([(232, 128), (266, 116), (300, 104)], "#ffe3f0", 6)
    easel.blob([(160, 350), (136, 300), (142, 272), (178, 272), (184, 300)], "#ff9f1c")
    easel.blob([(160, 326), (147, 296), (150, 272), (170, 272), (173, 296)], "#ffe066")
    for side in (-1, 1):
        easel.blob(
            [(160 + 40 * side, 206), (160 + 78 * side, 250), (160 + 72 * side, 292), (160 + 34 * side, 262)], "#d8434e"
        )
    easel.blob(
        [(160, 54), (196, 104), (208, 170), (200, 236), (180, 276), (140, 276), (120, 236), (112, 170), (124, 104)],
        "#f8f9fc",
    )
    easel.blob([(160, 54), (186, 88), (194, 112), (160, 120), (126, 112), (134, 88)], "#d8434e")
    easel.disc(160, 164, 28, "#3a4a78")
    easel.disc(160, 164, 21, "#8fd8f0")
    easel.oval(152, 156, 7, 5, "#ffffffc0")
    easel.box(154, 224, 166, 284, "#d8434e", 6)


def _rainbow(easel: Easel) -> None:
    easel.disc(250, 90, 34, "#ffe066")
    colours = ("#ef476f", "#f78c4b", "#ffd166", "#5cc98c", "#4aa8e0", "#8a6fd1")
    for band, colour in enumerate(colours):
        easel.arc(160, 280, 136 - 17 * band, (180, 360), colour, 18)
    for x in (44, 268):
        easel.discs([(x - 26, 284), (x + 30, 284)], 26, "#ffffff")
        easel.discs([(x - 4, 268), (x + 12, 272)], 34, "#ffffff")
        easel.box(x - 44, 282, x + 50, 310, "#ffffff", 14)
    for x in (34, 60):
        easel.disc(x, 272, 5, "#3d3a5c")
    easel.arc(47, 278, 9, (20, 160), "#3d3a5c", 4)
    for x in (22, 72):
        easel.disc(x, 284, 6, "#f9b4c8")


def _robot(easel: Easel) -> None:
    easel.line([(160, 70), (160, 108)], "#5b6a86", 7)
    easel.disc(160, 62, 14, "#ffd166")
    easel.box(84, 104, 236, 214, "#dbe5f1", 26)
    easel.box(70, 138, 90, 182, "#8fa3c0", 8)
    easel.box(230, 138, 250, 182, "#8fa3c0", 8)
    easel.box(102, 124, 218, 194, "#27324d", 18)
    for x in (134, 186):
        easel.disc(x, 152, 15, "#6ff0d2")
        easel.disc(x - 4, 147, 5, "#ffffff")
    easel.arc(160, 166, 14, (20, 160), "#6ff0d2", 5)
    easel.box(136, 212, 184, 228, "#8fa3c0")
    easel.line([(100, 246), (58, 270), (48, 230)], "#8fa3c0", 15)
    easel.line([(220, 246), (262, 276), (256, 310)], "#8fa3c0", 15)
    easel.disc(46, 220, 16, "#5b6a86")
    easel.disc(256, 318, 16, "#5b6a86")
    easel.box(96, 226, 224, 334, "#dbe5f1", 18)
    easel.box(116, 246, 204, 292, "#f4f8fc", 8)
    heart = [(160, 284), (142, 268), (142, 256), (151, 252), (160, 261), (169, 252), (178, 256), (178, 268)]
    easel.blob(heart, "#ef476f")
    for x, colour in ((128, "#ef476f"), (148, "#ffd166"), (168, "#5cc98c"), (188, "#4aa8e0")):
        easel.disc(x, 312, 7, colour)


def _saucer(easel: Easel) -> None:
    easel.discs([(40, 70), (90, 44), (270, 60), (300, 140), (30, 170), (240, 36), (286, 240)], 3.5, "#ffffff")
    easel.shape([(124, 190), (196, 190), (250, 330), (70, 330)], "#b9d67f")
    easel.blob([(-20, 334), (90, 318), (210, 334), (340, 316), (340, 420), (-20, 420)], "#2c6e63")
    easel.slice(160, 148, (60, 70), (180, 360), "#bdf0f7")
    easel.oval(160, 134, 24, 26, "#7ed957")
    for side in (-1, 1):
        easel.oval(160 + 9 * side, 130, 6, 9, "#1d2b2b")
        easel.line([(160 + 10 * side, 112), (160 + 18 * side, 96)], "#7ed957", 4)
        easel.disc(160 + 18 * side, 94, 5, "#7ed957")
    easel.oval(160, 166, 122, 36, "#8a93ad")
    easel.oval(160, 158, 122, 32, "#b9c2d8")
    easel.oval(160, 150, 66, 14, "#d8def0")
    for x, y in ((64, 162), (104, 176), (160, 182), (216, 176), (256, 162)):
        easel.disc(x, y, 8, "#ffd84d")
    easel.oval(160, 268, 38, 22, "#ffffff")
    easel.discs([(138, 258), (156, 250), (176, 254), (184, 268)], 14, "#ffffff")
    easel.oval(126, 262, 13, 16, "#3b3540")
    for x in (144, 158, 170, 180):
        easel.line([(x, 284), (x + 2, 300)], "#3b3540", 5)


DRAWINGS = (
    drawing("Rocket Launch", "fun", ("#2b2d6e", "#8a5fbf"), _rocket),
    drawing("Happy Rainbow", "fun", ("#6ec6f0", "#c9ecfa"), _rainbow),
    drawing("Friendly Robot", "fun", ("#f7b05b", "#f9d79a"), _robot),
    drawing("Flying Saucer", "fun", ("#1d2150", "#5a4b9a"), _saucer),
)

"""Stamps of landscapes and plants."""

import math

from .easel import Easel, drawing

__all__ = ["DRAWINGS"]


def _peaks(easel: Easel) -> None:
    easel.disc(160, 150, 58, "#fff0b8")
    easel.shape([(-20, 330), (90, 140), (200, 330)], "#6d6a9c")
    easel.shape([(120, 330), (230, 110), (350, 330)], "#56548a")
    easel.shape([(64, 186), (90, 140), (117, 186), (104, 180), (90, 196), (78, 180)], "#fdfdff")
    easel.shape([(198, 174), (230, 110), (264, 174), (246, 164), (230, 184), (214, 164)], "#fdfdff")
    easel.blob([(-20, 300), (80, 280), (170, 306), (260, 284), (340, 300), (340, 420), (-20, 420)], "#3b7a6d")
    for x, y, size in ((40, 336, 1.0), (84, 346, 0.8), (246, 340, 1.0), (286, 350, 0.85)):
        for tier in range(3):
            top, reach = y - (70 - 18 * tier) * size, (14 + 6 * tier) * size
            easel.shape([(x, top), (x - reach, top + 34 * size), (x + reach, top + 34 * size)], "#1f4f4d")


def _blossom(easel: Easel) -> None:
    easel.line([(-10, 330), (70, 250), (150, 210), (240, 130), (330, 90)], "#6b4a3f", 14)
    easel.line([(150, 210), (210, 230), (262, 222)], "#6b4a3f", 8)
    easel.line([(84, 242), (80, 180), (100, 130)], "#6b4a3f", 8)
    for x, y, size in ((98, 128, 34), (238, 130, 40), (262, 226, 30), (156, 206, 38), (52, 262, 28), (300, 80, 24)):
        for petal in range(5):
            angle = math.radians(72 * petal - 90)
            reach = size * 0.58
            easel.disc(x + reach * math.cos(angle), y + reach * math.sin(angle), size * 0.52, "#ffd9e6")
        easel.disc(x, y, size * 0.36, "#f58fb0")
        easel.disc(x, y, size * 0.16, "#ffe49a")
    for x, y in ((40, 80), (150, 60), (210, 300), (110, 320), (280, 300), (30, 160)):
        easel.oval(x, y, 9, 6, "#ffeaf2")


def _cactus(easel: Easel) -> None:
    easel.disc(234, 120, 46, "#ffe08a")
    easel.blob([(-20, 290), (100, 270), (220, 296), (340, 272), (340, 420), (-20, 420)], "#e0975a")
    easel.blob([(-20, 330), (110, 312), (240, 334), (340, 318), (340, 430), (-20, 430)], "#c97a45")
    easel.line([(78, 182), (78, 224), (140, 240)], "#3d8b5c", 34)
    easel.line([(228, 160), (228, 208), (160, 224)], "#3d8b5c", 32)
    easel.box(126, 96, 186, 330, "#46a06a", 30)
    for x in (142, 156, 170):
        easel.line([(x, 120), (x, 316)], "#2f7a4f", 3)
    for x, y in ((140, 98), (156, 90), (172, 98)):
        easel.disc(x, y, 11, "#f2669a")
    easel.disc(156, 96, 8, "#ffd166")


def _wave(easel: Easel) -> None:
    easel.disc(234, 104, 40, "#fff3d0")
    easel.blob([(-30, 250), (80, 236), (190, 262), (350, 240), (350, 420), (-30, 420)], "#5fb7c9")
    crest = [(-30, 330), (10, 220), (70, 140), (150, 118), (206, 150), (222, 196), (196, 178), (164, 172)]
    easel.blob([*crest, (140, 196), (146, 244), (184, 290), (250, 316), (350, 330), (350, 430), (-30, 430)], "#23689b")
    easel.blob([(20, 330), (44, 240), (90, 180), (136, 160), (112, 196), (108, 244), (130, 300), (160, 340)], "#3f8dbd")
    foam = ((84, 134), (112, 120), (142, 114), (172, 120), (198, 138), (216, 162), (226, 190), (206, 182), (186, 166))
    for index, (x, y) in enumerate(foam):
        easel.disc(x, y, 13 - index * 0.5, "#ffffff")
    easel.discs([(240, 176), (250, 202), (232, 214), (214, 204)], 5, "#ffffff")
    for y in (316, 338):
        easel.curve([(150, y), (200, y + 8), (250, y + 6), (300, y - 2)], "#8fb6d2", 4)


DRAWINGS = (
    drawing("Mountain Sunrise", "nature", ("#f7b267", "#f4845f"), _peaks),
    drawing("Cherry Blossom", "nature", ("#8fd0e8", "#d6f0f2"), _blossom),
    drawing("Desert Cactus", "nature", ("#f9a66c", "#f7d8a0"), _cactus),
    drawing("Ocean Wave", "nature", ("#f6cfa3", "#fbe9cf"), _wave),
)

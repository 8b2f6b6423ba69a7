"""Featured stamps: those that a new user sees first."""

from .easel import Easel, drawing

__all__ = ["DRAWINGS"]


def _lighthouse(easel: Easel) -> None:
    easel.shape([(160, 96), (0, 40), (0, 130)], "#fff3b070")
    easel.shape([(160, 96), (320, 40), (320, 130)], "#fff3b070")
    easel.blob([(-30, 330), (60, 290), (160, 280), (260, 300), (350, 340), (350, 420), (-30, 420)], "#2f4a5f")
    easel.shape([(128, 120), (192, 120), (208, 300), (112, 300)], "#fdf6ec")
    for top in (156, 226):
        spread = (top - 120) * 0.09
        easel.shape(
            [(128 - spread, top), (192 + spread, top), (195 + spread, top + 34), (125 - spread, top + 34)], "#d8434e"
        )
    easel.box(118, 112, 202, 124, "#2b3245", 3)
    easel.box(138, 78, 182, 112, "#ffe08a")
    easel.box(157, 78, 163, 112, "#2b3245")
    easel.shape([(128, 80), (192, 80), (160, 48)], "#d8434e")
    easel.box(148, 268, 172, 300, "#2b3245", 10)
    for x, y in ((20, 330), (130, 344), (235, 334)):
        easel.curve([(x, y), (x + 14, y - 5), (x + 28, y), (x + 42, y - 5)], "#8fa5b5", 4)


def _love_letter(easel: Easel) -> None:
    easel.shape([(58, 292), (272, 276), (280, 292), (66, 308)], "#00000024")
    easel.box(50, 130, 270, 284, "#fffaf0", 10)
    easel.shape([(54, 282), (140, 200), (180, 200), (266, 282)], "#f3e6d0")
    easel.shape([(54, 132), (266, 132), (160, 226)], "#f8dfc0")
    easel.line([(54, 134), (160, 226), (266, 134)], "#e0b98c", 4)
    heart = [(160, 244), (122, 208), (118, 184), (136, 172), (160, 190), (184, 172), (202, 184), (198, 208)]
    easel.blob(heart, "#e23e57")
    easel.oval(140, 190, 8, 6, "#ffffff80")
    for x, y, size in ((70, 92, 9), (118, 60, 12), (182, 84, 8), (240, 60, 10)):
        easel.discs([(x - size * 0.5, y), (x + size * 0.5, y)], size * 0.62, "#ffffffc0")
        easel.shape([(x - size * 1.05, y + 2), (x + size * 1.05, y + 2), (x, y + size * 1.5)], "#ffffffc0")


def _paper_plane(easel: Easel) -> None:
    for x, y, size in ((70, 280, 34), (108, 266, 40), (144, 284, 32), (228, 90, 26), (256, 80, 32), (284, 94, 24)):
        easel.disc(x, y, size, "#e4f4fc")
    easel.box(40, 280, 180, 316, "#e4f4fc", 18)
    trail = ((30, 226), (48, 236), (68, 238), (86, 230), (98, 216), (114, 206), (132, 204))
    easel.discs(trail, 4, "#ffffff")
    easel.shape([(280, 110), (92, 168), (152, 196)], "#ffffff")
    easel.shape([(280, 110), (152, 196), (164, 244)], "#c9d6ea")
    easel.shape([(280, 110), (164, 244), (182, 212)], "#a9bbd8")
    easel.shape([(280, 110), (182, 212), (232, 236)], "#f1f5fb")


DRAWINGS = (
    drawing("Lighthouse", "featured", ("#3d5a80", "#f4a988"), _lighthouse),
    drawing("Love Letter", "featured", ("#f7a1a8", "#e0607e"), _love_letter),
    drawing("Paper Plane", "featured", ("#4aa3df", "#a9dcf5"), _paper_plane),
)

"""Stamps of animals."""

from .easel import Easel, drawing

__all__ = ["DRAWINGS"]


def _fox(easel: Easel) -> None:
    easel.blob([(-20, 330), (100, 306), (220, 322), (340, 304), (340, 420), (-20, 420)], "#4f7a5b")
    for side in (-1, 1):
        easel.shape([(160 + 30 * side, 120), (160 + 106 * side, 62), (160 + 104 * side, 176)], "#e8703a")
        easel.shape([(160 + 54 * side, 122), (160 + 94 * side, 86), (160 + 92 * side, 150)], "#3d2430")
    face = [
        (160, 112),
        (226, 130),
        (270, 188),
        (248, 232),
        (196, 268),
        (160, 302),
        (124, 268),
        (72, 232),
        (50, 188),
        (94, 130),
    ]
    easel.blob(face, "#ef7f45")
    for side in (-1, 1):
        cheek = [(160, 220), (160 + 46 * side, 200), (160 + 102 * side, 196), (160 + 84 * side, 232)]
        easel.blob([*cheek, (160 + 40 * side, 264), (160, 296)], "#fff6ec")
        easel.disc(160 + 46 * side, 190, 12, "#2b1b24")
        easel.disc(160 + 42 * side, 185, 4, "#ffffff")
        easel.oval(160 + 74 * side, 226, 13, 8, "#f7a98c90")
    easel.blob([(140, 272), (160, 264), (180, 272), (160, 296)], "#2b1b24")
    easel.oval(154, 272, 5, 3, "#ffffff90")


def _penguin(easel: Easel) -> None:
    easel.discs([(40, 60), (90, 110), (60, 190), (250, 150), (284, 80), (276, 230), (30, 260)], 5, "#ffffff")
    easel.oval(160, 350, 230, 46, "#f3fafd")
    for side in (-1, 1):
        flipper = [(160 + 70 * side, 160), (160 + 106 * side, 222), (160 + 96 * side, 262), (160 + 66 * side, 236)]
        easel.blob(flipper, "#1f2a44")
    body = [
        (160, 64),
        (212, 84),
        (232, 150),
        (244, 240),
        (222, 312),
        (160, 330),
        (98, 312),
        (76, 240),
        (88, 150),
        (108, 84),
    ]
    easel.blob(body, "#27345a")
    easel.blob(
        [
            (160, 118),
            (196, 104),
            (206, 150),
            (214, 230),
            (198, 296),
            (160, 312),
            (122, 296),
            (106, 230),
            (114, 150),
            (124, 104),
        ],
        "#ffffff",
    )
    for side in (-1, 1):
        easel.disc(160 + 24 * side, 128, 9, "#1b2036")
        easel.disc(160 + 21 * side, 125, 3, "#ffffff")
        easel.disc(160 + 42 * side, 150, 9, "#f9b4c0a0")
        easel.oval(160 + 32 * side, 330, 26, 10, "#f59e2e")
    easel.blob([(142, 144), (160, 136), (178, 144), (160, 164)], "#f59e2e")
    easel.box(92, 178, 228, 202, "#d8434e", 12)
    easel.shape([(188, 194), (218, 194), (224, 256), (196, 256)], "#d8434e")
    easel.box(195, 240, 224, 246, "#f6c0bf")


def _whale(easel: Easel) -> None:
    easel.discs([(46, 70), (268, 60), (236, 100)], 4, "#ffffffa0")
    easel.curve([(124, 160), (124, 116), (102, 90), (76, 98)], "#e9fbff", 8)
    easel.curve([(124, 160), (124, 116), (146, 90), (172, 98)], "#e9fbff", 8)
    easel.shape([(246, 236), (280, 160), (300, 126), (286, 210), (270, 276)], "#2c5f8a")
    easel.blob([(284, 150), (250, 120), (238, 90), (270, 96), (288, 130)], "#2c5f8a")
    easel.blob([(284, 150), (300, 112), (318, 92), (320, 128), (304, 152)], "#2c5f8a")
    body = [
        (30, 236),
        (44, 184),
        (100, 156),
        (170, 168),
        (226, 210),
        (286, 200),
        (282, 252),
        (232, 306),
        (150, 322),
        (70, 302),
    ]
    easel.blob(body, "#3b7bb0")
    easel.blob([(34, 250), (90, 262), (170, 268), (244, 280), (206, 312), (146, 322), (72, 304)], "#dff1f7")
    for x in (92, 118, 144, 170):
        easel.line([(x, 274), (x + 6, 308)], "#a9cfe0", 4)
    easel.blob([(150, 262), (196, 262), (214, 304), (190, 318), (166, 296)], "#2c5f8a")
    easel.disc(84, 228, 10, "#14243c")
    easel.disc(81, 225, 3.5, "#ffffff")
    easel.arc(64, 240, 22, (30, 100), "#14243c", 4)
    easel.blob([(-20, 318), (60, 308), (140, 328), (230, 312), (340, 324), (340, 420), (-20, 420)], "#1f6f8fd0")


def _owl(easel: Easel) -> None:
    easel.disc(70, 84, 34, "#fff3c9")
    easel.discs([(140, 50), (230, 70), (284, 120), (40, 180), (270, 200), (200, 36)], 3, "#ffffff")
    easel.line([(-10, 318), (150, 322), (330, 300)], "#5b3a2b", 16)
    for x, y in ((40, 300), (276, 290), (300, 314)):
        easel.blob([(x, y - 14), (x + 16, y), (x, y + 14), (x - 16, y)], "#5d9464")
    for side in (-1, 1):
        easel.shape([(160 + 24 * side, 116), (160 + 78 * side, 76), (160 + 76 * side, 150)], "#7a5238")
    body = [
        (160, 102),
        (220, 118),
        (244, 180),
        (236, 262),
        (200, 316),
        (160, 324),
        (120, 316),
        (84, 262),
        (76, 180),
        (100, 118),
    ]
    easel.blob(body, "#93653f")
    easel.blob([(160, 210), (206, 230), (206, 288), (160, 318), (114, 288), (114, 230)], "#f2d7a8")
    for row, y in enumerate((246, 268, 290)):
        for x in range(132 - 6 * (row % 2), 196, 20):
            easel.arc(x, y, 8, (0, 180), "#b98a55", 4)
    for side in (-1, 1):
        easel.disc(160 + 38 * side, 172, 42, "#f8ead0")
        easel.disc(160 + 36 * side, 174, 26, "#f4a72c")
        easel.disc(160 + 34 * side, 174, 16, "#231a1e")
        easel.disc(160 + 34 * side - 5, 168, 5, "#ffffff")
        easel.blob(
            [(160 + 70 * side, 196), (160 + 92 * side, 230), (160 + 66 * side, 300), (160 + 60 * side, 240)], "#7a5238"
        )
        easel.discs([(160 + 22 * side, 320), (160 + 36 * side, 320)], 8, "#f4a72c")
    easel.shape([(148, 192), (172, 192), (160, 216)], "#f08a24")


DRAWINGS = (
    drawing("Red Fox", "animals", ("#a8d5ba", "#e9f2d0"), _fox),
    drawing("Penguin", "animals", ("#79bfe2", "#bfe3f2"), _penguin),
    drawing("Blue Whale", "animals", ("#7ccbd8", "#3a9dbd"), _whale),
    drawing("Night Owl", "animals", ("#28315e", "#5a5f9e"), _owl),
)

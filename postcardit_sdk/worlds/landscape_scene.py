"""The scene of the demo's photo, from back to front: sky, sun, clouds, ridges in haze, water, a boat, pines."""

import itertools
import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageDraw
    from PIL.Image import Image

# Pillow's signatures name types of numpy, which is not installed:
# pyright: reportUnknownMemberType=false

__all__ = ["paint_scene"]

Colour = tuple[int, int, int]
_SKY = (
    (0.0, (27, 30, 74)),
    (0.3, (78, 62, 122)),
    (0.55, (178, 92, 124)),
    (0.78, (246, 150, 108)),
    (1.0, (255, 219, 158)),
)
_RIDGES = (
    # top of the ridge above the water (share of the sky), roughness, colour, colour of the haze at its foot
    (0.40, 0.52, (154, 98, 136), (240, 164, 136)),
    (0.33, 0.42, (112, 76, 122), (210, 134, 132)),
    (0.25, 0.36, (76, 56, 102), (160, 100, 126)),
    (0.13, 0.32, (44, 38, 78), (96, 68, 108)),
)
_HORIZON = 0.60
_SUN = (0.64, 0.405)
_GOLD = (255, 226, 160)
_NIGHT = (15, 16, 36)


def paint_scene(width: int, height: int, dice: random.Random) -> "Image":
    """The whole scene as RGB pixels; `dice` decides every ridge, cloud and pine."""
    shore = round(height * _HORIZON)
    sky = _gradient(width, shore, _SKY)
    _add_glow(sky, height)
    _add_clouds(sky, dice)
    _add_sun(sky, height)
    for top, roughness, colour, haze in _RIDGES:
        _add_ridge(sky, round(shore * (1 - top)), roughness, (colour, haze), dice)
    _add_birds(sky, dice)
    scene = _over_water(sky, height, dice)
    _add_glitter(scene, shore, dice)
    _add_boat(scene, shore)
    _add_near_shore(scene, dice)
    return scene


def _gradient(width: int, height: int, stops: "tuple[tuple[float, Colour], ...]") -> "Image":
    """Colours running from the top to the bottom through `stops` (share of the height, colour)."""
    from PIL import Image
    from PIL.Image import Resampling

    column = Image.new("RGB", (1, height))
    for y in range(height):
        share = y / max(1, height - 1)
        above = max((stop for stop in stops if stop[0] <= share), key=lambda stop: stop[0])
        below = min((stop for stop in stops if stop[0] >= share), key=lambda stop: stop[0])
        column.putpixel((0, y), _mix(above[1], below[1], (share - above[0]) / ((below[0] - above[0]) or 1)))
    return column.resize((width, height), Resampling.NEAREST)


def _mix(first: "Colour", second: "Colour", share: float) -> "Colour":
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _add_glow(sky: "Image", height: int) -> None:
    """Light around the sun, wide and faint over narrow and bright."""
    for radius, strength in ((1.1, 0.5), (0.5, 0.6), (0.17, 0.8)):
        _add_light(sky, (_SUN[0] * sky.width, _SUN[1] * height), radius * height, strength)


def _add_light(picture: "Image", centre: tuple[float, float], radius: float, strength: float) -> None:
    from PIL import Image

    side = max(2, round(2 * radius))
    falloff = Image.radial_gradient("L").point([round(max(0.0, 1 - d / 128) ** 2 * 255 * strength) for d in range(256)])
    place = round(centre[0] - radius), round(centre[1] - radius)
    picture.paste(_GOLD, (*place, place[0] + side, place[1] + side), falloff.resize((side, side)))


def _add_sun(sky: "Image", height: int) -> None:
    _disc(sky, (_SUN[0] * sky.width, _SUN[1] * height), height * 0.034, (255, 250, 228))


def _disc(picture: "Image", centre: tuple[float, float], radius: float, colour: "Colour") -> None:
    """A smooth disc: drawn four times as large, then shrunk."""
    from PIL import Image, ImageDraw

    side = max(4, round(2 * radius) + 2)
    mask = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(mask).ellipse((4, 4, side * 4 - 5, side * 4 - 5), fill=255)
    mask = mask.resize((side, side))
    picture.paste(colour, (round(centre[0] - side / 2), round(centre[1] - side / 2)), mask)


def _noise(size: tuple[int, int], cells: tuple[int, int], octaves: int, dice: random.Random) -> "Image":
    """Smooth grey noise: random cells blown up, each octave twice as fine and half as strong."""
    from PIL import Image
    from PIL.Image import Resampling

    noise = Image.new("L", size, 128)
    for octave in reversed(range(octaves)):
        columns, rows = cells[0] << octave, cells[1] << octave
        layer = Image.frombytes("L", (columns, rows), dice.randbytes(columns * rows))
        noise = Image.blend(noise, layer.resize(size, Resampling.BICUBIC), 0.5)
    return noise


def _add_clouds(sky: "Image", dice: random.Random) -> None:
    """Long thin bands, rose where they are high and gold near the sun."""
    from PIL import Image, ImageChops
    from PIL.Image import Resampling

    small = (max(4, sky.width // 3), max(4, sky.height // 3))
    noise = _noise(small, (3, 9), 4, dice).point([min(255, max(0, round((level - 132) * 4.6))) for level in range(256)])
    fade = Image.new("L", (1, 6))
    for y, level in enumerate((90, 190, 235, 225, 130, 0)):
        fade.putpixel((0, y), level)
    mask = ImageChops.multiply(noise, fade.resize(small, Resampling.BICUBIC)).resize(sky.size, Resampling.BICUBIC)
    light = _gradient(*sky.size, ((0.0, (122, 92, 146)), (0.45, (232, 132, 134)), (1.0, (255, 214, 150))))
    sky.paste(light, mask=mask)


def _ridge_line(width: int, top: float, roughness: float, dice: random.Random) -> list[float]:
    """Heights of a ridge at every 3 pixels or so, by halving segments and moving the middles; a valley for the sun."""
    points, amplitude = [dice.uniform(-0.5, 0.5) for _ in range(5)], 1.0
    while len(points) < width / 3:
        amplitude *= 0.5
        finer = [points[0]]
        for left, right in itertools.pairwise(points):
            finer += [(left + right) / 2 + dice.uniform(-amplitude, amplitude) * 0.62, right]
        points = finer
    return [
        top * (1 + roughness * point) * (1 - 0.5 * math.exp(-(((index / len(points) - _SUN[0]) / 0.15) ** 2)))
        for index, point in enumerate(points)
    ]


def _add_ridge(sky: "Image", top: int, roughness: float, colours: "tuple[Colour, Colour]", dice: random.Random) -> None:
    from PIL import Image, ImageDraw

    rise = sky.height - top
    heights = _ridge_line(sky.width, rise, roughness * 1.5, dice)
    step = sky.width / (len(heights) - 1)
    mask = Image.new("L", sky.size)
    outline = [(index * step, sky.height - max(2.0, height)) for index, height in enumerate(heights)]
    ImageDraw.Draw(mask).polygon([(0, sky.height), *outline, (sky.width, sky.height)], fill=255)
    highest = max(0, round(sky.height - max(heights)))
    body = _gradient(sky.width, sky.height - highest, ((0.0, colours[0]), (0.35, colours[0]), (1.0, colours[1])))
    sky.paste(body, (0, highest), mask.crop((0, highest, *sky.size)))


def _add_birds(sky: "Image", dice: random.Random) -> None:
    from PIL import ImageDraw

    draw, unit = ImageDraw.Draw(sky), sky.height / 1000
    for _ in range(6):
        x, y = sky.width * dice.uniform(0.22, 0.42), sky.height * dice.uniform(0.26, 0.38)
        span = unit * dice.uniform(11, 18)
        for side in (-1, 1):
            wing = [(x, y), (x + side * span * 0.5, y - span * 0.42), (x + side * span, y - span * 0.12)]
            draw.line(wing, fill=(52, 38, 74), width=max(1, round(2.4 * unit)), joint="curve")


def _over_water(sky: "Image", height: int, dice: random.Random) -> "Image":
    """The sky above its own reflection, which is darker, bluer and drawn out sideways by ripples."""
    from PIL import Image, ImageOps
    from PIL.Image import Resampling

    width, shore = sky.size
    scene = Image.new("RGB", (width, height))
    scene.paste(sky, (0, 0))
    depth = height - shore
    mirror = ImageOps.flip(sky.crop((0, shore - min(shore, round(depth * 1.25)), width, shore)))
    mirror = Image.blend(
        mirror.resize((width, depth), Resampling.BICUBIC), Image.new("RGB", (width, depth), (46, 44, 92)), 0.26
    )
    phase = dice.uniform(0, 6)
    for y in range(depth):
        near = y / depth
        wave = (
            math.sin(phase + 34 * math.log1p(6 * near))
            + 0.6 * math.sin(77 * math.log1p(5 * near))
            + dice.uniform(-0.5, 0.5)
        )
        shift = round(wave * width * (0.0012 + 0.005 * near))
        row = mirror.crop((0, y, width, y + 1))
        scene.paste(row, (shift, shore + y))
        if shift:  # what the shifted row leaves open at one side
            scene.paste(row, (shift - width if shift > 0 else shift + width, shore + y))
    return scene


def _add_glitter(scene: "Image", shore: int, dice: random.Random) -> None:
    """The sun's path on the water: short bright strokes, longer and rarer as they come near."""
    from PIL import Image, ImageDraw, ImageFilter

    depth, centre = scene.height - shore, _SUN[0] * scene.width
    mask = Image.new("L", scene.size)
    draw = ImageDraw.Draw(mask)
    for _ in range(1500):
        near = dice.random() ** 1.7
        y = shore + 1 + near * depth * 0.95
        x = dice.gauss(centre, scene.width * (0.008 + 0.035 * near))
        length = scene.width * (0.002 + 0.013 * near) * dice.uniform(0.3, 1.5)
        thick = scene.height * (0.0003 + 0.0014 * near)
        middle = math.exp(-(((x - centre) / (scene.width * (0.012 + 0.05 * near))) ** 2))
        draw.ellipse((x - length, y - thick, x + length, y + thick), fill=round(70 + 185 * middle * (1 - 0.35 * near)))
    scene.paste(_GOLD, mask=mask.filter(ImageFilter.GaussianBlur(scene.height / 1800)))
    _add_light(scene, (centre, shore), depth * 0.5, 0.28)


def _add_boat(scene: "Image", shore: int) -> None:
    """A small sailing boat, and its reflection."""
    from PIL import ImageDraw

    draw, unit = ImageDraw.Draw(scene, "RGBA"), scene.height / 1000
    x, y = scene.width * 0.33, shore + (scene.height - shore) * 0.24

    def shape(points: tuple[tuple[float, float], ...], colour: tuple[int, int, int, int], fold: float) -> None:
        draw.polygon([(x + right * unit, y - up * unit * fold) for right, up in points], fill=colour)

    for fold, veil in ((-0.8, 110), (1.0, 255)):
        shape(((-3, 12), (-3, 128), (-50, 16)), (255, 226, 190, veil), fold)
        shape(((3, 16), (3, 108), (38, 18)), (246, 190, 160, veil), fold)
        shape(((-1.5, 0), (-1.5, 132), (1.5, 132), (1.5, 0)), (60, 40, 60, veil), fold)
        shape(((-58, 9), (52, 9), (38, -8), (-44, -8)), (54, 30, 52, veil), fold)


def _add_near_shore(scene: "Image", dice: random.Random) -> None:
    """Dark land in the lower corners, with pines that frame the view."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(scene)
    width, height = scene.size
    for side, reach, count in ((0.0, 0.40, 9), (1.0, 0.22, 5)):
        inward = 1 if side == 0 else -1
        edge, bank = side * width, list[tuple[float, float]]()
        for step in range(41):
            share = step / 40
            rough = dice.uniform(-3, 3) * height / 1500
            bank.append((edge + inward * share * reach * width, height * (0.905 + 0.11 * share**1.4) + rough))
        draw.polygon([(edge, height), *bank], fill=_NIGHT)
        for _ in range(count):
            share = dice.random() ** 1.3 * 0.72
            tall = height * dice.uniform(0.20, 0.50) * (1 - 0.72 * share)
            foot = height * (0.93 + 0.11 * share**1.4)
            _draw_pine(draw, edge + inward * share * reach * width, foot, tall, dice)


def _draw_pine(draw: "ImageDraw.ImageDraw", x: float, foot: float, tall: float, dice: random.Random) -> None:
    """One pine as ragged boughs on both sides of a trunk, widening downwards."""
    left: list[tuple[float, float]] = []
    right: list[tuple[float, float]] = []
    boughs = 17
    for bough in range(1, boughs + 1):
        share = bough / boughs
        y = foot - tall * (1 - share * 0.92)
        reach = tall * 0.21 * share**0.85
        droop = tall * 0.022
        for points, side in ((left, -1), (right, 1)):
            points.append((x + side * reach * dice.uniform(0.75, 1.12), y + droop))
            points.append((x + side * reach * 0.42, y - droop * 0.2))
    draw.polygon([(x, foot - tall), *right, (x, foot), *reversed(left)], fill=_NIGHT)
    draw.rectangle((x - tall * 0.012, foot - tall * 0.1, x + tall * 0.012, foot + tall * 0.1), fill=_NIGHT)

"""Draws the icons of web/static anew: `python -m tests.house.icons`.

They are drawings in sixteen steps from ground to mark, so that a town puts its own colour in by
changing the palette alone (web/icons.py).
"""

from PIL import Image, ImageDraw

from tests.house.source import ROOT

FOLDER = ROOT / "web" / "static"
STEPS = 16
FINE = 8
"""How many times finer it is drawn than kept."""

# The house of the shield in icon.svg, which stands between 8 and 24 across and 6 and 22.5 down.
SHAPES = [
    [(16, 6), (24, 10.5), (24, 12), (8, 12), (8, 10.5)],
    [(9, 13), (12, 13), (12, 19), (9, 19)],
    [(14.5, 13), (17.5, 13), (17.5, 19), (14.5, 19)],
    [(20, 13), (23, 13), (23, 19), (20, 19)],
    [(8, 20), (24, 20), (24, 22.5), (8, 22.5)],
]
MIDDLE = (16, 14.25)
ICONS = {
    # name: width, height, and how many pixels one unit of the drawing takes
    "icon-32.png": (32, 32, 1.5),
    "icon-180.png": (180, 180, 7.0),
    "social.png": (1200, 630, 22.0),
}


def draw(width: int, height: int, scale: float) -> Image.Image:
    fine = Image.new("L", (width * FINE, height * FINE), 0)
    pen = ImageDraw.Draw(fine)
    for shape in SHAPES:
        pen.polygon(
            [
                (
                    ((x - MIDDLE[0]) * scale + width / 2) * FINE,
                    ((y - MIDDLE[1]) * scale + height / 2) * FINE,
                )
                for x, y in shape
            ],
            fill=255,
        )
    small = fine.resize((width, height), Image.Resampling.BOX)
    made = Image.new("P", (width, height))
    made.putdata([round(value * (STEPS - 1) / 255) for value in small.tobytes()])
    grey = [step * 255 // (STEPS - 1) for step in range(STEPS)]
    made.putpalette([value for step in grey for value in (step, step, step)])
    return made


if __name__ == "__main__":
    for name, (width, height, scale) in ICONS.items():
        draw(width, height, scale).save(FOLDER / name, bits=4, optimize=True)

"""Contours of several images in parallel, with Pillow.

Thumbnails, filters, OCR: one file in, one file out, and only paths travel.
"""

from mpdiag.probes.examples.study import contents, study

try:
    from PIL import Image, ImageFilter
except ImportError:
    Image = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell


def serial(paths: "list[str]") -> "list[str]":
    return [draw_contour(path) for path in paths]


def parallel(ctx: "BaseContext", paths: "list[str]", workers: int = 4) -> "list[str]":
    with ctx.Pool(workers) as pool:
        return pool.map(draw_contour, paths)


def draw_contour(path: str) -> str:
    with Image.open(path) as image:
        smooth = image.convert("L").filter(ImageFilter.GaussianBlur(2))
    drawn = path + ".contour.png"
    smooth.filter(ImageFilter.CONTOUR).save(drawn)
    return drawn


CAUSE = "MP101"
REVISION = 1
QUICK = False
ROWS = {
    "example.contours:result": "contours of images in parallel",
    "example.contours:global": "contours: global set by the program",
}
EXPECTATION = {
    "example.contours:result": dict.fromkeys(("fork", "spawn", "forkserver"), "same as serial"),
    "example.contours:global": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
}
SCHEDULE = "timed"
KEY = ("serial", "parallel")
BUDGET = {"quick": 0.1, "default": 0.7, "rigorous": 20.0}

setting = "initial value"


def find_setting() -> str:
    return setting


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    global setting
    setting = "changed value"
    if Image is None:
        raise Unavailable('Pillow is missing: python -m pip install Pillow (or "mpdiag[examples]")')
    width, count, workers = {"quick": (320, 4, 2), "default": (900, 8, 4), "rigorous": (1600, 16, 4)}[
        cell.effort
    ]
    paths = [make_image(number, width) for number in range(count)]
    return study(
        cell,
        "example.contours",
        lambda: contents(serial(paths)),
        lambda ctx: contents(parallel(ctx, paths, workers)),
        find_setting,
    )


def make_image(number: int, width: int) -> str:
    """Save part `number` of the Mandelbrot set, which has contours at every scale."""
    path = "image%02d.bmp" % number
    left = -2 + number / 20
    image = Image.effect_mandelbrot((160, 120), (left, -0.6, left + 1.6, 0.6), 60)
    image.resize((width, width * 3 // 4)).save(path)
    return path

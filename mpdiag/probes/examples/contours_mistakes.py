"""Contours gone wrong: workers are given an open file or an opened image.

What the main program has opened already, to look at its size or to show it, is handed on.
"""

try:
    from PIL import Image, ImageFilter
except ImportError:
    Image = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import BinaryIO

    from mpdiag.cell.parent import Cell


def contour_of_file(file: "BinaryIO") -> str:
    with Image.open(file) as image:
        return contour_of_image(image)


def contour_of_image(image: "Image.Image") -> str:
    image.convert("L").filter(ImageFilter.CONTOUR)
    return "works"


CAUSE = {"example.contours:mistake-open-file": "MP202", "example.contours:mistake-opened-image": "MP109"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "example.contours:mistake-open-file": "contours: open file given to a process",
    "example.contours:mistake-opened-image": "contours: opened image given to two",
}
EXPECTATION = {
    "example.contours:mistake-open-file": {
        "fork": "works",
        "spawn": "raises TypeError in start()",
        "forkserver": "raises TypeError in start()",
    },
    # Pillow reads an image when it is first used. The first forked child moves the position that
    # all share to the end; the second finds the file truncated. Pickling reads it in the parent.
    "example.contours:mistake-opened-image": {
        "fork": "raises OSError in the child",
        "spawn": "works",
        "forkserver": "works",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    if Image is None:
        raise Unavailable('Pillow is missing: python -m pip install Pillow (or "mpdiag[examples]")')
    # Noise does not compress: the file is larger than the buffer that is filled by opening it.
    Image.effect_noise((800, 600), 100).save("photo.png", compress_level=1)
    with Image.open("photo.png") as image:
        outcomes = [cell.attempt(contour_of_image, image) for _ in range(2)]
    # Last: on Windows a child whose start() failed exists, and may read the next one's pipe.
    with open("photo.png", "rb") as file:
        opened_file = cell.attempt(contour_of_file, file)
    return {
        "example.contours:mistake-open-file": opened_file,
        "example.contours:mistake-opened-image": next((o for o in outcomes if o != "works"), "works"),
    }

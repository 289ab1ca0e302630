"""Small pictures as files, one folder a class."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np


def write_pictures(folder: Path, classes: Iterable[str], each: int = 6) -> None:
    """Write ``each`` pictures of different sizes for each class; the colour tells the class."""
    from PIL import Image

    rng = np.random.default_rng(3)
    for number, name in enumerate(classes):
        (folder / name).mkdir(parents=True)
        for i in range(each):
            pixels = rng.integers(0, 120, (10 + 3 * i, 14 + i, 3), dtype=np.uint8)
            pixels[..., number % 3] += np.uint8(60 + 20 * number)
            Image.fromarray(pixels).save(folder / name / f"{i}.{'png' if i % 2 else 'jpg'}")

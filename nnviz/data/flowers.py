"""Flowers: 3,670 photographs of five kinds, or as many of them as are there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nnviz.data.base import DataError
from nnviz.data.mnist import cache_folder
from nnviz.data.pictures import Pictures, pictures_in
from nnviz.words import QT_TRANSLATE_NOOP, say

FOLDER = "flower_photos"
KINDS = ("daisy", "dandelion", "roses", "sunflowers", "tulips")
ADDRESS = "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz"


def find_flowers(folder: Path | None = None) -> Path | None:
    """Return the folder of the five kinds, None if there is none: in ``folder``, itself, or in Keras' cache."""
    cache = cache_folder()
    places = [] if folder is None else [folder / FOLDER, folder]
    # Keras 3's get_file extracts into a folder beside the archive; earlier ones put it where the archive lies.
    places += [cache / f"{FOLDER}_extracted" / FOLDER, cache / FOLDER / FOLDER, cache / FOLDER]
    return next((place for place in places if all((place / kind).is_dir() for kind in KINDS)), None)


@dataclass(frozen=True)
class Flowers(Pictures):
    """Photographs of daisies, dandelions, roses, sunflowers and tulips; the archive flower_photos, CC BY 2.0.

    https://www.tensorflow.org/datasets/catalog/tf_flowers
    """

    title = QT_TRANSLATE_NOOP("nnviz", "Flowers (photographs)")
    help = QT_TRANSLATE_NOOP(
        "nnviz",
        "Photographs of five kinds of flowers. Keras downloads them once (218 MB) when training starts.",
    )
    keywords = QT_TRANSLATE_NOOP("nnviz", "pictures images photographs five classes daisy rose tulip")

    def where(self, folder: Path | None) -> Path:
        found = find_flowers(folder)
        if found is None or not all(pictures_in(found / kind) for kind in KINDS):
            raise DataError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "The flowers are not on this computer: choose the folder that holds {folder}, or start the"
                        " training once, which downloads them.",
                    ),
                    folder=FOLDER,
                )
            )
        return found

    def _finding(self) -> tuple[str, ...]:
        return (
            "if data_dir is None:  # downloads 218 MB the first time",
            '    archive = keras.utils.get_file("flower_photos.tgz", origin=ADDRESS, extract=True)',
            "    data_dir = Path(archive)",
            'inner = data_dir / "flower_photos"',
            "folder = inner if inner.is_dir() else data_dir",
        )

    def _constants(self) -> dict[str, str]:
        return {"ADDRESS": ADDRESS}

    def _imports(self) -> tuple[str, ...]:
        return ("import keras",)

"""Own pictures: a folder with one folder for each class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nnviz.data.base import DataError
from nnviz.data.pictures import Pictures
from nnviz.parts import declare
from nnviz.words import QT_TRANSLATE_NOOP, say


@dataclass(frozen=True)
class PictureFolder(Pictures):
    """The pictures of a folder of the user's; the names of the folders in it are the classes."""

    title = QT_TRANSLATE_NOOP("nnviz", "Own pictures (folder)")
    help = QT_TRANSLATE_NOOP("nnviz", "A folder that holds one folder of pictures for each class.")
    keywords = QT_TRANSLATE_NOOP("nnviz", "photographs images jpg png own classes")

    folder: str = declare(
        "", "file", QT_TRANSLATE_NOOP("nnviz", "Folder that holds one folder of pictures for each class")
    )

    def where(self, folder: Path | None) -> Path:
        if not self.folder:
            raise DataError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz",
                        "No pictures are chosen yet: choose a folder that holds one folder for each class.",
                    )
                )
            )
        place = Path(self.folder).expanduser()
        if not place.is_absolute() and folder is not None:
            place = folder / place
        if not place.is_dir():
            raise DataError(
                say(
                    QT_TRANSLATE_NOOP(
                        "nnviz", "There is no folder “{folder}”: choose the folder of the pictures."
                    ),
                    folder=place,
                )
            )
        return place

    def _finding(self) -> tuple[str, ...]:
        return ("folder = Path(FOLDER) if data_dir is None else data_dir / FOLDER",)

    def _constants(self) -> dict[str, str]:
        return {"FOLDER": self.folder}

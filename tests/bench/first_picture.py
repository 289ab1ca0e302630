"""Start nnviz as its command does and print the seconds since the moment given as the first word.

Behind them come the seconds of processor time, and those of the modules named by the other words that were imported
by then.

The clock stops when the network's picture shows a moment for the first time and Qt has handed it to the screen.
"""

from __future__ import annotations

import os
import sys
import time


def main() -> None:
    """Open the window on its first template; end when it has been seen."""
    began = float(sys.argv[1])
    from PySide6.QtCore import QTimer

    from nnviz.cli import main as nnviz
    from nnviz.ui.watch.picture import NetworkPicture

    painted = NetworkPicture.paintEvent

    def tell() -> None:
        words = [
            f"{time.time() - began:.4f}",
            f"{time.process_time():.4f}",
            *sorted(set(sys.argv[2:]) & sys.modules.keys()),
        ]
        sys.stdout.write(" ".join(words) + "\n")
        sys.stdout.flush()
        os._exit(0)

    def paint(self: NetworkPicture, event: object) -> None:
        painted(self, event)
        if self.scene() is not None:
            NetworkPicture.paintEvent = painted
            QTimer.singleShot(0, tell)

    NetworkPicture.paintEvent = paint
    sys.exit(nnviz([]))


if __name__ == "__main__":
    main()

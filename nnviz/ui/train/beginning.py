"""Where a program goes on from: the moment on the screen."""

from __future__ import annotations

from pathlib import Path

from nnviz.export import start, weights_file
from nnviz.export.start import Start
from nnviz.ui.session import Session


def start_now(session: Session, data_dir: Path | None) -> Start:
    """Return the moment on the screen; where there is none, the one before the first step."""
    moment = session.moment
    if moment is None:
        return start.first(session.document, data_dir)
    document, network = session.document.with_(setup=moment.setup), moment.trace.network
    if set(weights_file.expected(document.design)) != set(network.slots):
        # Of a network that was just changed, or with layers in front of a pretrained base, which do not run here.
        return Start(moment.state.step, session.weights_now())
    return start.of_state(document, network, moment.state)

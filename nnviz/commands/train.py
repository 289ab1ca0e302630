"""``nnviz train DOC``: full training by the exported program, in a process of its own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.export.scaling import Scaling

HELP = "Train in Keras; leaves trained.nnviz, model.keras and history.csv in a folder."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC", nargs="?")
    parser.add_argument(
        "--data-dir", type=Path, help="folder that holds the data files, for example mnist.npz"
    )
    parser.add_argument("--epochs", type=int, metavar="N", help="default: what the document says")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="folder for the results; default: a new one among the runs",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="new random weights, not the document's start weights"
    )
    parser.add_argument(
        "--python",
        metavar="PATH",
        help="the Python to train with; nnviz environment make makes one, nnviz environment show looks at it",
    )
    parser.add_argument(
        "--strategy",
        choices=("none", "mirrored", "data-parallel"),
        default="none",
        help="mirrored: all GPUs (TensorFlow); data-parallel: all GPUs, several machines (JAX)",
    )
    parser.add_argument("--mixed-precision", action="store_true", help="half precision, for GPUs")
    parser.add_argument("--jit-compile", action="store_true", help="compile with XLA")
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--estimate", action="store_true", help="only tell the time and memory that it will take"
    )
    what.add_argument(
        "--resume",
        type=Path,
        metavar="DIR",
        help="go on with a run that broke off, after its last full epoch",
    )
    what.add_argument(
        "--detach", action="store_true", help="start it and return; nnviz runs shows and stops it"
    )


def run(options: argparse.Namespace) -> int:
    """Train, show the progress, and say how it ended."""
    from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

    if options.resume is not None:
        return _resume(options)
    if options.document is None:
        raise NnvizError(say(QT_TRANSLATE_NOOP("nnviz", "A document is missing: nnviz train DOC.")))
    if options.estimate:
        return _estimate(options)
    return _detach(options) if options.detach else _train(options)


def _scaling(options: argparse.Namespace) -> Scaling:
    from nnviz.export.scaling import Scaling

    return Scaling(options.strategy, options.mixed_precision, options.jit_compile)


def _train(options: argparse.Namespace) -> int:
    from nnviz.design.file import load
    from nnviz.export.console import Progress
    from nnviz.export.runner import train
    from nnviz.export.start import first

    document = load(options.document)
    begin = None if options.fresh else first(document, options.data_dir)
    progress = Progress(sys.stderr)
    outcome = train(
        document,
        options.output,
        weights=begin.weights if begin else None,
        optimizer=begin.optimizer if begin else (),
        data_dir=options.data_dir,
        epochs=options.epochs,
        python=options.python,
        scaling=_scaling(options),
        on_event=progress,
        on_job=lambda job: print(job.folder, file=sys.stderr),
    )
    return _end(outcome, progress)


def _resume(options: argparse.Namespace) -> int:
    from nnviz.design.file import load
    from nnviz.export.console import Progress
    from nnviz.export.runner import resume
    from nnviz.export.runs import load_run
    from nnviz.words import QT_TRANSLATE_NOOP, NnvizError, say

    if options.document is not None:
        document, run = load(options.document), load_run(options.resume).document()
        if (document.design, document.setup) != (run.design, run.setup):
            text = QT_TRANSLATE_NOOP(
                "nnviz",
                "“{folder}” is a run of another network or with other settings; resume it without a document.",
            )
            raise NnvizError(say(text, folder=options.resume))
    progress = Progress(sys.stderr)
    found = resume(options.resume, epochs=options.epochs, python=options.python, on_event=progress)
    return _end(found, progress)


def _detach(options: argparse.Namespace) -> int:
    from nnviz.design.file import load
    from nnviz.export import runs
    from nnviz.export.runner import start_detached
    from nnviz.export.start import first
    from nnviz.export.training import fitting_data, prepare

    document = load(options.document)
    data_dir = fitting_data(document, options.data_dir)
    begin = None if options.fresh else first(document, data_dir)
    folder = options.output or runs.new_folder(document.name)
    job = prepare(
        document,
        begin.weights if begin else None,
        folder,
        optimizer=begin.optimizer if begin else (),
        data_dir=data_dir,
        epochs=options.epochs,
        python=options.python,
        scaling=_scaling(options),
    )
    runs.remember(job.folder)
    start_detached(job)
    print(job.folder)
    return 0


def _estimate(options: argparse.Namespace) -> int:
    from nnviz.design.file import load
    from nnviz.export.console import Progress, estimate_text
    from nnviz.export.reports import Estimate
    from nnviz.export.runner import estimate

    progress = Progress(sys.stderr)
    document = load(options.document)
    found = estimate(
        document,
        data_dir=options.data_dir,
        epochs=options.epochs,
        python=options.python,
        scaling=_scaling(options),
        on_event=progress,
    )
    if not isinstance(found, Estimate):
        return _end(found, progress)
    progress.close()
    print(estimate_text(found))
    return 0


def _end(outcome: object, progress: object) -> int:
    from nnviz.export.console import Progress
    from nnviz.export.outcomes import Outcome

    assert isinstance(outcome, Outcome)
    assert isinstance(progress, Progress)
    progress.close()
    print(outcome.message, file=sys.stdout if outcome.good else sys.stderr)
    if outcome.command:
        print(outcome.command, file=sys.stderr)
    return 0 if outcome.good else 1

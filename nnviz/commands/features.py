"""``nnviz features DOC``: let Keras compute what the pretrained base makes of the chosen samples."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HELP = "Compute the features of a pretrained base once, with Keras; Watch and trace then start from them."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument("--data-dir", type=Path, help="folder that holds the data files")


def run(options: argparse.Namespace) -> int:
    """Compute them in a process of its own and keep them in the cache."""
    from nnviz.design.check import problems
    from nnviz.design.file import load
    from nnviz.export.errand import run_errand
    from nnviz.export.features import finish, prepare
    from nnviz.export.reports import Event, Progress
    from nnviz.words import NnvizError

    def tell(event: Event) -> None:
        if isinstance(event, Progress) and sys.stderr.isatty():
            print(f"\r{event.done} / {event.total}", end="", file=sys.stderr)

    document = load(options.document)
    dataset = document.setup.data.load(options.data_dir)
    for problem in problems(document, dataset):
        if problem.fatal:
            raise NnvizError(problem.message)
    with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as folder:
        job = prepare(document, dataset, Path(folder))
        run_errand(job, tell)
        found = finish(job, document, dataset)
    print(f"train {found.train.shape}, test {found.test.shape}")
    return 0

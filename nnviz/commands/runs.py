"""``nnviz runs``: the list of trainings; one of them, its mistakes, its weights; several side by side."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.export.judging import Judgement
    from nnviz.export.runs import TrainingRun

HELP = "List the trainings; show, compare, judge, restore, stop or delete them."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="every run, the newest first (default)")
    for name, text in {
        "show": "settings, epochs and results of a run",
        "stop": "stop a run; what it learned is kept",
        "pause": "let a run wait",
        "resume": "let a run that was told to pause go on (nnviz train --resume: one that is over)",
        "delete": "delete a run with all its files",
    }.items():
        actions.add_parser(name, help=text).add_argument(
            "run", metavar="RUN", help="its number or its folder"
        )
    rate = actions.add_parser("rate", help="change the learning rate of a run")
    rate.add_argument("run", metavar="RUN")
    rate.add_argument("rate", type=float, metavar="NUMBER")
    both = actions.add_parser("compare", help="settings in which runs differ, and their last numbers")
    both.add_argument("run", metavar="RUN")
    both.add_argument("others", metavar="RUN", nargs="+")
    wrong = actions.add_parser("mistakes", help="confusion matrix and the test samples that are named wrong")
    wrong.add_argument("run", metavar="RUN")
    wrong.add_argument(
        "--most", type=int, default=20, metavar="N", help="mistakes that are listed (default: 20)"
    )
    back = actions.add_parser("restore", help="write the run's design with its weights as a document")
    back.add_argument("run", metavar="RUN")
    back.add_argument("-o", "--output", type=Path, required=True, metavar="DOC")
    back.add_argument(
        "--batch",
        type=int,
        metavar="N",
        help="stand before training step N from there on, as the run took it",
    )
    for parser in (wrong, back):
        parser.add_argument(
            "--epoch", type=int, metavar="N", help="weights after this epoch (default: those kept)"
        )


def run(options: argparse.Namespace) -> int:
    """Do it."""
    from nnviz.export import runs

    found = runs.all_runs()
    if options.action in (None, "list"):
        for number, one in enumerate(found, 1):
            print(f"{number:3}  {one.began.astimezone():%Y-%m-%d %H:%M}  {one.name}: {_state(one)}")
        return 0
    chosen = _chosen(options.run, found)
    if options.action == "show":
        _show(chosen)
    elif options.action == "compare":
        _compare(chosen, *(_chosen(other, found) for other in options.others))
    elif options.action == "mistakes":
        _mistakes(chosen, options.epoch, options.most)
    elif options.action == "restore":
        _restore(chosen, options)
    elif options.action == "delete":
        runs.delete_run(chosen)
    else:
        runs.tell(chosen.folder, _command(options))
    return 0


def _command(options: argparse.Namespace) -> bytes:
    from nnviz.export.protocol import PAUSE, RESUME, STOP, rate_command

    if options.action == "rate":
        return rate_command(options.rate)
    return {"stop": STOP, "pause": PAUSE, "resume": RESUME}[options.action]


def _chosen(word: str, found: tuple[TrainingRun, ...]) -> TrainingRun:
    from nnviz.export.runs import RunsError, load_run
    from nnviz.words import QT_TRANSLATE_NOOP, say

    if word.isdecimal() and 1 <= int(word) <= len(found):
        return found[int(word) - 1]
    one = next((run for run in found if run.folder.name == word), None) or load_run(Path(word))
    if one.state == "damaged":
        raise RunsError(say(QT_TRANSLATE_NOOP("nnviz", "There is no run “{run}”."), run=word))
    return one


def _state(run: TrainingRun) -> str:
    from nnviz.export.outcomes import results_text
    from nnviz.export.runs import sentence

    return ", ".join(text for text in (str(sentence(run)), results_text(run.results)) if text)


def _show(run: TrainingRun) -> None:
    from nnviz.export.checkpoints import checkpoints
    from nnviz.export.outcomes import results_text

    print(f"{run.name}: {_state(run)}")
    print(run.folder)
    if run.hello is not None:
        hello = run.hello
        print(f"Keras {hello.keras}, {hello.backend} {hello.backend_version}. {hello.device_line}")
    for name, value in run.options.items():
        if value is not None:
            print(f"{name}: {value}")
    if found := checkpoints(run):
        print(f"weights: {'; '.join(str(one.message) for one in found)}")
    for epoch in run.history:
        print(f"epoch {epoch.epoch}  {epoch.seconds:6.1f} s  {results_text(epoch.logs)}")


def _compare(*chosen: TrainingRun) -> None:
    from nnviz.export.comparing import compare

    found = compare(*chosen)
    for place, values in found.settings.items():
        print(f"{place}: {' | '.join(value or '-' for value in values)}")
    for name, curves in found.curves.items():
        ends = " | ".join(f"{curve[-1][1]:.4g}" if curve else "-" for curve in curves)
        print(f"{name}: {ends}")


def _mistakes(run: TrainingRun, epoch: int | None, most: int) -> None:
    """Print what the network of a run does wrong."""
    import tempfile

    from nnviz.export import judging
    from nnviz.export.checkpoints import checkpoint
    from nnviz.export.errand import run_errand

    found = checkpoint(run, epoch)
    judged = judging.known(run, found)
    if judged is None:
        with tempfile.TemporaryDirectory(prefix="nnviz-", ignore_cleanup_errors=True) as folder:
            job = judging.prepare(run, found, Path(folder))
            run_errand(job)
            judged = judging.finish(job, run, found)
    print(f"{run.name}, {found.message}")
    if judged.regression:
        for number, wanted, answer in judged.errors()[:most]:
            print(f"sample {number + 1}: {_numbers(wanted)} wanted, {_numbers(answer)} predicted")
        return
    total = len(judged.outputs)
    print(f"{judged.right:,} of {total:,} test samples are named right ({judged.right / max(1, total):.2%})")
    _print_confusion(judged)
    for one in judged.mistakes()[:most]:
        true, named = judged.classes[one.true], judged.classes[one.named]
        sample = judging.shown_sample(judged, one.number)
        print(
            f"sample {one.number + 1}: {true} taken for {named}, {one.sure:.1%} sure{sample and ': '}{sample}"
        )


def _numbers(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:.4g}" for value in values)


def _print_confusion(judged: Judgement) -> None:
    width = max(len(f"{judged.confusion.max():,}"), *(len(name) for name in judged.classes)) + 2
    print("".rjust(width) + "".join(name.rjust(width) for name in judged.classes) + "   (columns: named)")
    for name, row in zip(judged.classes, judged.confusion.tolist(), strict=True):
        print(name.rjust(width) + "".join(f"{count:,}".rjust(width) for count in row))


def _restore(run: TrainingRun, options: argparse.Namespace) -> None:
    """Write the run's design with weights of it."""
    from nnviz.design.file import save
    from nnviz.export import pulling
    from nnviz.export.checkpoints import checkpoint

    found = checkpoint(run, options.epoch)
    if options.batch is None:
        document = pulling.restored(run, found)
    else:
        pulled = pulling.pulled(run, found, max(1, options.batch))
        document = pulled.document
        print(pulled.sentence)
        for note in pulled.notes:
            print(note)
    save(document, options.output)
    print(f"{options.output}: {run.name}, {found.message}")

"""``nnviz runs``: the list of trainings, one of them, two of them side by side; stop or delete one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.export.runs import TrainingRun

HELP = "List the trainings; show, compare, stop, pause or delete them."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="every run, the newest first (default)")
    for name, text in {
        "show": "settings, epochs and results of a run",
        "stop": "stop a run; what it learned is kept",
        "pause": "let a run wait",
        "resume": "let a run that waits go on",
        "delete": "delete a run with all its files",
    }.items():
        actions.add_parser(name, help=text).add_argument(
            "run", metavar="RUN", help="its number or its folder"
        )
    rate = actions.add_parser("rate", help="change the learning rate of a run")
    rate.add_argument("run", metavar="RUN")
    rate.add_argument("rate", type=float, metavar="NUMBER")
    both = actions.add_parser("compare", help="settings in which two runs differ, and their last numbers")
    both.add_argument("run", metavar="RUN")
    both.add_argument("other", metavar="RUN")


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
        _compare(chosen, _chosen(options.other, found))
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
    from pathlib import Path

    from nnviz.export.runs import RunsError, load_run
    from nnviz.words import QT_TRANSLATE_NOOP, say

    if word.isdecimal() and 1 <= int(word) <= len(found):
        return found[int(word) - 1]
    one = next((run for run in found if run.folder.name == word), None) or load_run(Path(word))
    if one.state == "damaged":
        raise RunsError(say(QT_TRANSLATE_NOOP("nnviz", "There is no run “{run}”."), run=word))
    return one


def _state(run: TrainingRun) -> str:
    from nnviz.export.runs import sentence
    from nnviz.export.training import results_text

    return ", ".join(text for text in (str(sentence(run)), results_text(run.results)) if text)


def _show(run: TrainingRun) -> None:
    from nnviz.export.training import results_text

    print(f"{run.name}: {_state(run)}")
    print(run.folder)
    if run.hello is not None:
        hello = run.hello
        print(f"Keras {hello.keras}, {hello.backend} {hello.backend_version}. {hello.device_line}")
    for name, value in run.options.items():
        if value is not None:
            print(f"{name}: {value}")
    for epoch in run.history:
        print(f"epoch {epoch.epoch}  {epoch.seconds:6.1f} s  {results_text(epoch.logs)}")


def _compare(first: TrainingRun, second: TrainingRun) -> None:
    from nnviz.export.comparing import compare

    found = compare(first, second)
    for place, (one, other) in found.settings.items():
        print(f"{place}: {one or '-'} | {other or '-'}")
    for name, (one_curve, other_curve) in found.curves.items():
        ends = " | ".join(f"{curve[-1][1]:.4g}" if curve else "-" for curve in (one_curve, other_curve))
        print(f"{name}: {ends}")

"""The command line. Each command is a module of ``commands``; without one, ``nnviz [FILE]`` opens the window."""

from __future__ import annotations

import argparse
import importlib
import io
import keyword
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from nnviz import __version__
from nnviz.words import NnvizError

COMMANDS = (
    "templates",
    "new",
    "check",
    "trace",
    "gradient",
    "prove",
    "export",
    "train",
    "runs",
    "reach",
    "import",
    "features",
    "environment",
    "doctor",
    "tour",
)


class Command(Protocol):
    """What a module of ``commands`` offers."""

    HELP: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own words."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it and return the exit status."""


def _command(name: str) -> Command:
    # Imported one by one: `nnviz new` must not pay for what `nnviz train` needs.
    module = f"{name}_" if keyword.iskeyword(name) else name
    return cast(Command, importlib.import_module(f"nnviz.commands.{module}"))


def parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; only the ``chosen`` command (None: every one) is filled in."""
    root = argparse.ArgumentParser(
        prog="nnviz",
        description="Put a neural network together, watch it learn, take it to Keras.",
        epilog="Without a command: nnviz [FILE] [--data-dir DIR] opens the window.",
    )
    root.add_argument("--version", action="version", version=f"nnviz {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND")
    for name in COMMANDS:
        if chosen in (None, name):
            command = _command(name)
            command.arguments(commands.add_parser(name, help=command.HELP, description=command.HELP))
    return root


def main(words: Sequence[str] | None = None) -> int:
    """Run ``nnviz`` with these words (default: those it was started with) and return the exit status."""
    words = sys.argv[1:] if words is None else list(words)
    for stream in (sys.stdout, sys.stderr):
        # A name or a sign that the terminal cannot show must not end the work that is told.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        if words and (words[0] in COMMANDS or words[0] in ("-h", "--help", "--version")):
            options = parser(words[0] if words[0] in COMMANDS else None).parse_args(words)
            status = _command(options.command).run(options)
            sys.stdout.flush()  # here, where a reader that went away is expected
            return status
        from nnviz.ui.main import main as window

        return window(words)
    except NnvizError as error:
        print(f"nnviz: {error}", file=sys.stderr)
        return 1
    except MemoryError:
        print("nnviz: this needs more memory than there is.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nnviz: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`nnviz templates | head -1`): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0

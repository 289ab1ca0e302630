"""Benchmarks print, besides the table of pytest-benchmark, one line a comparison: ours, Keras', the ratio."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

COMPARISONS: list[tuple[str, str, str]] = []
"""(words, name of our benchmark, name of Keras') of every comparison to print."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    session = getattr(config, "_benchmarksession", None)
    if session is None:
        return
    medians = {bench.name: bench.stats.median for bench in session.benchmarks if bench.stats}
    terminalreporter.section("side by side (medians)")
    for words, ours, theirs in COMPARISONS:
        if ours in medians and theirs in medians:
            ratio = medians[theirs] / medians[ours]
            figures = [shown_time(medians[name]) for name in (ours, theirs)]
            terminalreporter.write_line(
                f"{words}: nnviz {figures[0]}, Keras {figures[1]}, {ratio:.1f} times faster"
            )
    for bench in session.benchmarks:
        if "told" in bench.extra_info:
            terminalreporter.write_line(bench.extra_info["told"].format(shown_time(bench.stats.median)))


def shown_time(seconds: float) -> str:
    """Return a time with its unit."""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"

"""Export of a program: warm, and the first one of a process."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from nnviz.export.program import program, start_weights
from nnviz.templates.base import template

MOST = 0.2
"""Seconds that an export may take."""
KINDS = ("circle", "digits_lstm", "mnist", "mnist_convolution")

COLD = """
import time
from nnviz.templates.base import template
document = template({kind!r}).build()
began = time.process_time()
from nnviz.export.program import program
program(document)
print(time.process_time() - began)
"""


@pytest.mark.parametrize("weights", [False, True], ids=["fresh", "weights"])
@pytest.mark.parametrize("kind", KINDS)
def test_export(benchmark: Any, kind: str, weights: bool) -> None:
    document = template(kind).build()
    start = start_weights(document) if weights else None
    benchmark.pedantic(lambda: program(document, start), rounds=10, warmup_rounds=1)
    assert benchmark.stats.stats.median < MOST


@pytest.mark.parametrize("kind", KINDS)
def test_first_export_of_a_process(benchmark: Any, kind: str) -> None:
    """Processor time, in which the template library is loaded and the templates are compiled, too."""
    seconds: list[float] = []

    def first() -> None:
        command = [sys.executable, "-c", COLD.format(kind=kind)]
        seconds.append(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout))

    benchmark.pedantic(first, rounds=5)
    benchmark.stats.stats.data[:] = seconds
    assert sorted(seconds)[2] < MOST

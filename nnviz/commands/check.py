"""``nnviz check DOC``: shapes, parameters and problems, without running anything."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from nnviz.design.document import Document
from nnviz.design.problem import Problem
from nnviz.design.shapes import Shapes

HELP = "Show a document's shapes, parameters and problems; exit status 1 if it cannot run."


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words."""
    parser.add_argument("document", type=Path, metavar="DOC")
    parser.add_argument("--data-dir", type=Path, help="folder that holds the data files")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")


def run(options: argparse.Namespace) -> int:
    """Print the report; return 1 if a problem keeps the document from running."""
    from nnviz.design.check import problems, runs
    from nnviz.design.file import load
    from nnviz.design.shapes import infer
    from nnviz.words import NnvizError

    document = load(options.document)
    shapes = infer(document.design)
    found: tuple[Problem, ...] = ()
    dataset = None
    try:
        dataset = document.setup.data.load(options.data_dir)
    except NnvizError as error:
        found = (Problem(error.message),)
    found += problems(document, dataset)
    report = _report(document, shapes, found)
    print(json.dumps(report, indent=1, ensure_ascii=False) if options.json else _table(report))
    return 0 if runs(found) else 1


def _report(document: Document, shapes: Shapes, found: tuple[Problem, ...]) -> dict[str, Any]:
    from nnviz.design.check import runs

    layers = [
        {
            "name": name,
            "kind": document.design.node(name).layer.kind(),
            "inputs": list(document.design.sources(name)),
            "output_shape": [None, *shapes.outputs[name]] if name in shapes.outputs else None,
            "parameters": shapes.parameters(name),
        }
        for name in document.design.order
    ]
    return {
        "name": document.name,
        "runs": runs(found),
        "parameters": shapes.total_parameters,
        "layers": layers,
        "problems": [
            {"message": str(problem.message), "layers": list(problem.nodes), "fatal": problem.fatal}
            for problem in found
        ],
    }


def _table(report: dict[str, Any]) -> str:
    rows = [("layer", "kind", "output shape", "parameters")]
    for layer in report["layers"]:
        shape = layer["output_shape"]
        text = "?" if shape is None else "(" + ", ".join(str(n) for n in shape) + ")"
        rows.append((layer["name"], layer["kind"], text, f"{layer['parameters']:,}"))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    lines.append(f"{report['parameters']:,} parameters")
    lines += [("problem: " if p["fatal"] else "advice: ") + p["message"] for p in report["problems"]]
    lines.append("It runs." if report["runs"] else "It cannot run.")
    return "\n".join(lines)

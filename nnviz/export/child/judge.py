"""Let a trained network answer to all test samples: ``python judge.py PROGRAM.py WEIGHTS FOLDER [program's options]``.

In the folder is ``question.json``: ``logits`` (whether the outputs are no probabilities yet), ``most`` (mistakes that
are wanted), ``skip_bases`` (whether the weights file lacks those of a pretrained base). It leaves ``answers.npz``
there: ``targets`` (whole numbers are classes), ``outputs`` (samples, units; probabilities where classes are told
apart), ``worst`` (numbers of test samples, the worst first) and ``inputs``, those samples as the network sees them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from reporting import Reporter, attempt, end, end_with_parent, greet, import_program, open_reports
from train import hook_downloads, weights_by_path

QUESTION = "question.json"
ANSWERS = "answers.npz"
AT_ONCE = 64
"""Samples that are computed between two reports."""
MOST_NUMBERS = 12_000_000
"""Numbers of the worst samples that are written down."""
MOST_SAMPLES = 1000
"""The same in samples."""


class _Unstoppable:
    """What the reports of a download ask: nobody stops one here but by ending the process."""

    stopping = downloading = False


def test_samples(module: Any, options: Any) -> tuple[Any, Any]:
    """Return the program's test samples, its training samples where none are held back."""
    import numpy as np

    train, test = module.load_data(options.data_dir)
    x, y = test if test is not None and test[0] is not None and len(test[0]) else train
    return np.asarray(x), np.asarray(y)


def readable(module: Any, x: Any) -> Any:
    """Return samples as the network takes them: names of pictures become pictures."""
    import numpy as np

    if x.dtype.kind not in "USO":
        return x
    return np.stack([np.asarray(module.read_picture(one)) for one in x])


def load_model(keras: Any, module: Any, weights: Path, skip_bases: bool) -> Any:
    """Return the network with the weights of a file."""
    if weights.suffix == ".keras":
        return keras.saving.load_model(weights, compile=False)
    model = module.build_model()
    if weights.suffix == ".npz":
        import numpy as np

        with np.load(weights, allow_pickle=False) as file:
            for path, variable in weights_by_path(model).items():
                variable.assign(file[path])
        return model
    bases = [layer for layer in model.layers if isinstance(layer, keras.Model)]
    model.load_weights(weights, objects_to_skip=bases if skip_bases else None)
    return model


def answers(keras: Any, module: Any, model: Any, x: Any, reporter: Reporter) -> Any:
    """Return the outputs for all samples, one row each."""
    import numpy as np

    found = []
    for first in range(0, len(x), AT_ONCE):
        output = model(readable(module, x[first : first + AT_ONCE]), training=False)
        if isinstance(output, list | tuple):
            output = output[-1]
        found.append(np.asarray(keras.ops.convert_to_numpy(output), "float32"))
        reporter.send("progress", done=min(first + AT_ONCE, len(x)), total=len(x))
    outputs = np.concatenate(found)
    return outputs.reshape(len(x), -1)


def probabilities(outputs: Any) -> Any:
    """Return logits as probabilities of classes."""
    import numpy as np

    if outputs.shape[1] == 1:
        return 1 / (1 + np.exp(-outputs))
    powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def worst_of(targets: Any, outputs: Any, most: int, room: int) -> Any:
    """Return the numbers of ``room`` of the worst answers: wrong ones, the surest first; of values the farthest off.

    Among them are the ``most`` worst of all; then each kind of mistake has its turn, so that rare ones are there.
    """
    import numpy as np

    if targets.dtype.kind == "f":
        off = np.abs(outputs - targets.reshape(outputs.shape)).max(axis=1)
        return np.argsort(-off, kind="stable")[: min(most, room)]
    if outputs.shape[1] == 1:
        named = (outputs[:, 0] > 0.5).astype(int)
        sure = np.where(named == 1, outputs[:, 0], 1 - outputs[:, 0])
    else:
        named, sure = outputs.argmax(axis=1), outputs.max(axis=1)
    labels = targets.reshape(-1)
    wrong = np.flatnonzero(named != labels)
    wrong = wrong[np.argsort(-sure[wrong], kind="stable")]
    met: dict[tuple[int, int], int] = {}
    turn = []
    for place, row in enumerate(wrong):
        kind = int(labels[row]), int(named[row])
        met[kind] = met.get(kind, 0) + 1
        turn.append(0 if place < most else met[kind])
    return wrong[np.sort(np.argsort(turn, kind="stable")[:room])]


def run(program: Path, weights: Path, folder: Path, reporter: Reporter) -> None:
    """Load the network and the samples, and write down what it says to them."""
    keras = greet(reporter)
    import numpy as np

    question = json.loads((folder / QUESTION).read_text(encoding="utf-8"))
    reporter.send("phase", phase="loading")
    hook_downloads(reporter, _Unstoppable())  # type: ignore[arg-type]
    module = import_program(program)
    x, targets = test_samples(module, module.read_options())
    model = load_model(keras, module, weights, question["skip_bases"])
    reporter.send("phase", phase="testing")
    outputs = answers(keras, module, model, x, reporter)
    if targets.dtype.kind != "f" and question["logits"]:
        outputs = probabilities(outputs)
    room = min(MOST_SAMPLES, max(1, MOST_NUMBERS // int(np.prod(model.input_shape[1:]))))
    worst = worst_of(targets, outputs, question["most"], room)
    shown = readable(module, x[worst]) if len(worst) else x[:0]
    if shown.dtype.kind not in "fiub":
        shown = np.zeros((0, *model.input_shape[1:]), "float32")
    np.savez(
        folder / ANSWERS,
        targets=targets,
        outputs=outputs,
        worst=worst,
        inputs=shown.astype("float32"),
    )
    reporter.send("answered")


def main() -> None:
    """Answer for what is named on the command line."""
    reporter = open_reports()
    end_with_parent()
    program, weights, folder = (Path(word).resolve() for word in sys.argv[1:4])
    sys.argv = [str(program), *sys.argv[4:]]
    end(attempt(lambda: run(program, weights, folder, reporter), reporter))


if __name__ == "__main__":
    main()

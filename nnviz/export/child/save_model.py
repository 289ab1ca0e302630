"""Write a design as Keras' model file: ``python save_model.py FOLDER SEED``.

In the folder are ``network.py``, the exported program's ``build_model`` and its ``compile``, and
``network.weights.h5`` with weights and what the optimizer remembers; without that file the weights are new random
ones from SEED. It leaves ``network.keras`` there.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reporting import Reporter, attempt, end, end_with_parent, greet, import_program, open_reports

WEIGHTS = "network.weights.h5"
MODEL = "network.keras"


def run(folder: Path, seed: str, reporter: Reporter) -> None:
    """Build and compile the network, give it its weights, and save it."""
    keras = greet(reporter)
    reporter.send("phase", phase="saving")
    keras.utils.set_random_seed(int(seed))
    program = import_program(folder / "network.py")
    model = program.build_model()
    program.compile_model(model)
    model.optimizer.build(model.trainable_variables)
    if (folder / WEIGHTS).exists():
        # A model inside the model is a pretrained base, which has its own weights.
        bases = [layer for layer in model.layers if isinstance(layer, keras.Model)]
        model.load_weights(folder / WEIGHTS, objects_to_skip=bases)
    model.save(folder / MODEL)
    reporter.send("answered")


def main() -> None:
    """Do it for the folder that is named on the command line."""
    reporter = open_reports()
    end_with_parent()
    end(attempt(lambda: run(Path(sys.argv[1]), sys.argv[2], reporter), reporter))


if __name__ == "__main__":
    main()

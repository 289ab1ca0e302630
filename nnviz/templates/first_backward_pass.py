"""First backward pass: the same network with ReLU, one target, one step."""

import numpy as np

from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import Template, chain
from nnviz.templates.first_forward_pass import HIDDEN, OUTPUT
from nnviz.words import QT_TRANSLATE_NOOP


def build(learning_rate: float = 0.005) -> Document:
    """Return inputs 2 and 3, target 11: ŷ 9, loss 4, ∂L/∂ŷ −4, and with 0.005 the next ŷ is 10.9904."""
    design = chain(("inputs", Input((2,))), ("hidden", Dense(2, "relu")), ("output", Dense(1)))
    setup = Setup(
        Samples(x=((2.0, 3.0),), y=((11.0,),)),
        MeanSquaredError(),
        SGD(learning_rate),
        batch_size=1,
        epochs=1,
        shuffle=False,
    )
    return Document("first backward pass", design, setup).with_weights(
        {
            "hidden/kernel": HIDDEN,
            "hidden/bias": np.zeros(2, "float32"),
            "output/kernel": OUTPUT,
            "output/bias": np.zeros(1, "float32"),
        }
    )


TEMPLATE = Template(
    "first-backward-pass",
    QT_TRANSLATE_NOOP("nnviz", "First backward pass"),
    QT_TRANSLATE_NOOP(
        "nnviz", "Target 11, output 9: follow the error back to every weight and take one step."
    ),
    build,
    order=40,
)

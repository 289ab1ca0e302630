"""First forward pass: a calculation for pencil and paper."""

import numpy as np

from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP

HIDDEN = np.array([[1, -1], [1, 1]], "float32")
"""Weights (1, 1) into the first hidden neuron and (−1, 1) into the second; Keras' layout is (inputs, units)."""
OUTPUT = np.array([[2], [-1]], "float32")


def build() -> Document:
    """Return inputs 2 and 3, no activation, no bias: hidden 5 and 1, output 9."""
    design = chain(
        ("inputs", Input((2,))),
        ("hidden", Dense(2, use_bias=False)),
        ("output", Dense(1, use_bias=False)),
    )
    setup = Setup(
        Samples(x=((2.0, 3.0),), y=((9.0,),)),
        MeanSquaredError(),
        SGD(0.01),
        batch_size=1,
        epochs=1,
        shuffle=False,
    )
    return Document("first forward pass", design, setup).with_weights(
        {"hidden/kernel": HIDDEN, "output/kernel": OUTPUT}
    )


TEMPLATE = Template(
    "first-forward-pass",
    QT_TRANSLATE_NOOP("nnviz", "First forward pass"),
    QT_TRANSLATE_NOOP("nnviz", "Inputs 2 and 3 through two neurons: 5 and 1, then 9. Check it by hand."),
    build,
    order=30,
)

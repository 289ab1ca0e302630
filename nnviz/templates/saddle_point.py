"""A saddle point: plain descent stalls beside it, momentum passes."""

from nnviz.data.samples import Samples
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.initializers import Given
from nnviz.layers.input import Input
from nnviz.losses.mean_squared_error import MeanSquaredError
from nnviz.optimizers.sgd import SGD
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP


def build() -> Document:
    """Return ŷ = w₁·w₂·x on y = x: the cost (w₁w₂ − 1)² has a saddle at (0, 0) and valleys where w₁w₂ = 1.

    The start (0.02, −0.01) lies beside the saddle, where the slope is almost nothing.
    """
    first, second = (
        Dense(1, use_bias=False, kernel_initializer=Given(((value,),))) for value in (0.02, -0.01)
    )
    design = chain(("x", Input((1,))), ("w1", first), ("w2", second))
    return Document(
        "saddle point",
        design,
        Setup(Samples(((1.0,),), ((1.0,),)), MeanSquaredError(), SGD(0.03), batch_size=1, epochs=300),
        notes="Set the momentum to 0.9 and play again: the path leaves the saddle several times sooner.",
    )


TEMPLATE = Template(
    "saddle-point",
    QT_TRANSLATE_NOOP("nnviz", "A saddle point"),
    QT_TRANSLATE_NOOP(
        "nnviz",
        "Two weights in a row: plain descent lingers at the saddle, momentum passes. See the loss surface.",
    ),
    build,
    order=49,
)

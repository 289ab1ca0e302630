"""Diabetes among Pima women: a table of measurements and two classes."""

from nnviz.data.table import Table
from nnviz.design.document import Document, Setup
from nnviz.layers.dense import Dense
from nnviz.layers.input import Input
from nnviz.optimizers.adam import Adam
from nnviz.templates.base import Template, chain
from nnviz.words import QT_TRANSLATE_NOOP

FILE = "pima-indians-diabetes.csv"


def build() -> Document:
    """Return 8-12-8-1 on the 768 rows, 150 epochs."""
    design = chain(
        ("measurements", Input((8,))),
        ("hidden_1", Dense(12, "relu")),
        ("hidden_2", Dense(8, "relu")),
        ("diabetes", Dense(1, "sigmoid")),
    )
    data = Table(file=FILE, task="binary", header="no", test_fraction=0.0)
    return Document("pima diabetes", design, Setup(data, optimizer=Adam(0.001), batch_size=10, epochs=150))


TEMPLATE = Template(
    "pima",
    QT_TRANSLATE_NOOP("nnviz", "Pima diabetes (own table)"),
    QT_TRANSLATE_NOOP(
        "nnviz", "Eight measurements of 768 women, from a CSV file; 76 % or more after 150 epochs."
    ),
    build,
    order=58,
    needs=FILE,
)

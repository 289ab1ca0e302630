"""nnviz: put a neural network together, watch it learn, take it to Keras."""

__version__ = "0.1.0"

"""Inspection of a network on one picture: its first weights as pictures, gradient saliency, occlusion.

What is asked about is the network that runs: behind a pretrained base its input are the feature maps, so that a
“pixel” of these results is a cell of the maps.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from nnviz.engine.answers import answers
from nnviz.engine.network import Network, Stage
from nnviz.engine.run import Run
from nnviz.layers.activations import ACTIVATIONS
from nnviz.losses.base import Loss

Array = npt.NDArray[Any]

AT_ONCE = 16
"""Covered pictures that are computed between two reports."""

_KERNELS = ("kernel", "depthwise_kernel")
_MOVES = ("Permute", "Transpose")
"""Layers behind which a number's place says no more which pixel it comes from."""


@dataclass(frozen=True, eq=False)
class FirstWeights:
    """The first layer that weighs the picture."""

    layer: str
    kernel: Array
    """(rows, columns, channels, count): ``kernel[..., k]`` is the picture of neuron, filter or channel k."""

    @property
    def count(self) -> int:
        return int(self.kernel.shape[-1])


def first_weights(network: Network, theta: Array) -> FirstWeights | None:
    """Return the weights of the first layer as pictures; None where they are no pictures of the input.

    A dense layer's weights are laid out as the picture whose pixels they multiply; a convolution's kernels are small
    pictures anyway. A depthwise kernel has one channel and channels × multiplier pictures.
    """
    shape = network.stages[network.input].output_shape
    if len(shape) not in (2, 3):
        return None
    stage = _first_kernel(network)
    if stage is None or stage.layer.kind() in _MOVES:
        return None
    slot = next(slot for slot in stage.slots if slot.path.rpartition("/")[2] in _KERNELS)
    kernel, channels = slot.view(theta), shape[2] if len(shape) == 3 else 1
    if kernel.ndim == 2 and len(kernel) == math.prod(shape):
        return FirstWeights(stage.name, kernel.reshape(*shape[:2], channels, -1))
    if kernel.ndim != 4 or kernel.shape[2] != channels:
        return None
    if stage.layer.kind() in ("DepthwiseConv2D", "SeparableConv2D"):
        return FirstWeights(stage.name, kernel.reshape(*kernel.shape[:2], 1, -1))
    return FirstWeights(stage.name, kernel)


def _first_kernel(network: Network) -> Stage | None:
    """Return the first stage with a kernel that the input reaches along layers without one; None after a move."""
    reached = {network.input}
    for index, stage in enumerate(network.stages):
        if reached.isdisjoint(stage.sources):
            continue
        if any(slot.path.rpartition("/")[2] in _KERNELS for slot in stage.slots):
            return stage
        if stage.layer.kind() in _MOVES:
            return None
        reached.add(index)
    return None


def names_classes(network: Network) -> bool:
    """Return whether the shown output is one row of numbers, of which each stands for a class."""
    return len(network.stages[network.output].output_shape) == 1


def saliency(run: Run, theta: Array, x: Array, kind: int) -> Array:
    """Return ∂p/∂x, where p is the network's probability that sample ``x`` is of class ``kind``; x's shape.

    Exact, by the layers' own backward pass down to the input, in double precision: of a network that is very sure
    the gradient is tiny, but not zero. K. Simonyan, A. Vedaldi, A. Zisserman, “Deep Inside Convolutional Networks”,
    2013.
    """
    network, exact = run.network, theta.astype(np.float64)
    views, gradients = network.views(exact), network.views(np.zeros_like(exact))
    passes = network.passes()
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        output = network.forward(views, x[None].astype(np.float64), passes)
        arriving = {index: np.zeros_like(passes[index].a) for index in network.outputs}
        arriving[network.output] = probability_gradient(run.setup.loss, output, kind)
        network.backward(views, gradients, passes, arriving, all_dx=True, penalties=False)
    gradient: Array = passes[network.input].da[0]
    return gradient


def probability_gradient(loss: Loss, output: Array, kind: int) -> Array:
    """Return ∂p/∂output of class ``kind`` for outputs (samples, units), as :func:`~nnviz.engine.answers.answers`
    takes them for probabilities: of one unit, p is that of class 1.
    """
    gradient = np.zeros_like(output)
    several = output.shape[-1] > 1
    gradient[..., kind if several else 0] = 1 if several or kind else -1
    if loss.takes_logits:
        activation = ACTIVATIONS["softmax" if several else "sigmoid"]
        gradient = activation.backward(gradient, output, activation.forward(output))
    return gradient


@dataclass(frozen=True, eq=False)
class Occlusion:
    """What covering does, as far as it is known: ``done`` of ``total`` places are tried."""

    drop: Array
    """(rows, columns): how much less probable the class is with this pixel covered; the mean over the patches that
    cover it, 0 where none was tried yet."""
    probability: float
    """Of the class, with nothing covered."""
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done == self.total


def patch_side(shape: tuple[int, ...]) -> int:
    """Return a side for the patch that suits pictures of this shape: about a seventh of the smaller side."""
    return min(max(2, min(shape[:2]) // 7), *shape[:2])


def places(length: int, side: int) -> range | tuple[int, ...]:
    """Return where patches begin along a side: half a patch apart, the last one at the end."""
    last = length - side
    starts = range(0, last + 1, max(1, side // 2))
    return starts if starts[-1] == last else (*starts, last)


def occlusion(run: Run, theta: Array, x: Array, kind: int, side: int) -> Iterator[Occlusion]:
    """Yield how the probability of class ``kind`` drops while a patch is moved over picture ``x``.

    The patch is ``side`` × ``side`` and has the mean colour of the picture. M. Zeiler, R. Fergus, “Visualizing and
    Understanding Convolutional Networks”, 2013.
    """
    height, width = x.shape[:2]
    side = min(side, height, width)
    grey = x.mean(axis=(0, 1))
    corners = [(row, column) for row in places(height, side) for column in places(width, side)]
    whole = _probability(run, theta, x[None], kind)[0]
    drop, tried = np.zeros((height, width)), np.zeros((height, width))
    yield Occlusion(drop.copy(), float(whole), 0, len(corners))
    for first in range(0, len(corners), AT_ONCE):
        some = corners[first : first + AT_ONCE]
        covered = np.repeat(x[None], len(some), axis=0)
        for picture, (row, column) in zip(covered, some, strict=True):
            picture[row : row + side, column : column + side] = grey
        for (row, column), p in zip(some, _probability(run, theta, covered, kind), strict=True):
            place = slice(row, row + side), slice(column, column + side)
            drop[place] += whole - p
            tried[place] += 1
        done = first + len(some)
        yield Occlusion(drop / np.maximum(tried, 1), float(whole), done, len(corners))


def _probability(run: Run, theta: Array, x: Array, kind: int) -> Array:
    found: Array = answers(run.setup.loss, run.predict(theta, x)).probabilities[:, kind].astype(np.float64)
    return found

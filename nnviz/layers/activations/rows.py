"""Activations that look at all neurons of the last axis at once."""

from __future__ import annotations

import numpy as np

from nnviz.layers.activations.base import Activation, Array


class Softmax(Activation):
    """g(z)ᵢ = e^(zᵢ) / Σⱼ e^(zⱼ) over the last axis, shifted by the maximum so that it cannot overflow."""

    name = "softmax"
    formula = r"g(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"
    derivative = r"dz_i = a_i \left(da_i - \sum_j da_j a_j\right)"
    code = (
        "E = np.exp(Z{k} - Z{k}.max(axis=-1, keepdims=True))",
        "A{k} = E / E.sum(axis=-1, keepdims=True)",
    )
    backward_code = ("dZ{k} = A{k} * (dA{k} - (dA{k} * A{k}).sum(axis=-1, keepdims=True))",)
    elementwise = False
    bounded = True

    def forward(self, z: Array, out: Array | None = None) -> Array:
        a: Array = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
        np.exp(a, out=a)
        a /= a.sum(axis=-1, keepdims=True)
        return a

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz: Array = np.multiply(da, a, out=out)
        dz -= a * dz.sum(axis=-1, keepdims=True)
        return dz


class LogSoftmax(Activation):
    """g(z)ᵢ = zᵢ − log Σⱼ e^(zⱼ): the logarithm of softmax without a share that could round to 0."""

    name = "log_softmax"
    formula = r"g(z)_i = z_i - \log \sum_j e^{z_j}"
    derivative = r"dz_i = da_i - e^{a_i} \sum_j da_j"
    code = (
        "S = Z{k} - Z{k}.max(axis=-1, keepdims=True)",
        "A{k} = S - np.log(np.exp(S).sum(axis=-1, keepdims=True))",
    )
    backward_code = ("dZ{k} = dA{k} - np.exp(A{k}) * dA{k}.sum(axis=-1, keepdims=True)",)
    elementwise = False

    def forward(self, z: Array, out: Array | None = None) -> Array:
        a: Array = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
        a -= np.log(np.exp(a).sum(axis=-1, keepdims=True))
        return a

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        dz: Array = np.exp(a, out=out)
        dz *= da.sum(axis=-1, keepdims=True)
        np.subtract(da, dz, out=dz)
        return dz


class Sparsemax(Activation):
    """g(z)ᵢ = max(zᵢ − τ, 0) with the τ that makes the outputs add up to 1. https://arxiv.org/abs/1602.02068

    τ = (Σ z over the k largest − 1) / k with the largest k for which the smallest of them stays above τ. Keras up to
    3.15 adds the partial sums of these k instead and gets too large a τ where k > 1 (keras-team/keras#23425, mended
    by #23469 in the versions after it); here it is the definition, whose outputs add up to 1.
    """

    name = "sparsemax"
    formula = r"g(z)_i = \max(z_i - \tau, 0), \; \tau \text{ such that } \sum_i g(z)_i = 1"
    derivative = r"dz_i = da_i - \frac{1}{k} \sum_{a_j > 0} da_j \text{ if } a_i > 0 \text{ else } 0"
    code = (
        "S = -np.sort(-Z{k}, axis=-1)",
        "K = (S * np.arange(1, S.shape[-1] + 1) > S.cumsum(axis=-1) - 1).sum(axis=-1, keepdims=True)",
        "tau = (np.take_along_axis(S.cumsum(axis=-1), K - 1, axis=-1) - 1) / K",
        "A{k} = np.maximum(Z{k} - tau, 0)",
    )
    backward_code = (
        "mean = (dA{k} * (A{k} > 0)).sum(axis=-1, keepdims=True) / (A{k} > 0).sum(axis=-1, keepdims=True)",
        "dZ{k} = (dA{k} - mean) * (A{k} > 0)",
    )
    elementwise = False
    bounded = True

    def forward(self, z: Array, out: Array | None = None) -> Array:
        # The same for all z shifted by one number; shifted by the largest, the sums lose no digits.
        a: Array = np.subtract(z, z.max(axis=-1, keepdims=True), out=out)
        ordered = -np.sort(-a, axis=-1)
        sums = np.cumsum(ordered, axis=-1, dtype=z.dtype) - 1
        places = np.arange(1, z.shape[-1] + 1, dtype=z.dtype)
        above = np.count_nonzero(ordered * places > sums, axis=-1, keepdims=True)
        a -= np.take_along_axis(sums, above - 1, axis=-1) / above.astype(z.dtype)
        np.maximum(a, 0, out=a)
        return a

    def backward(self, da: Array, z: Array, a: Array, out: Array | None = None) -> Array:
        open_ = a > 0
        dz: Array = np.multiply(da, open_, out=out)
        dz -= dz.sum(axis=-1, keepdims=True) / np.count_nonzero(open_, axis=-1, keepdims=True).astype(z.dtype)
        dz *= open_
        return dz

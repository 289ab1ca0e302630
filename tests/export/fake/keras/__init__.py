"""As much of Keras as the training process needs, so that its tests need no TensorFlow and start at once."""

import math
import time
from types import SimpleNamespace

import numpy as np

__version__ = "3.99.0"


class Callback:
    def __init__(self):
        self.model = None
        self.params = {}

    def on_train_batch_begin(self, batch):
        pass


class Weight:
    def __init__(self, path, shape):
        self.path = path
        self.shape = shape
        self.value = np.zeros(shape, "float32")


class Model:
    """Trains by sleeping; ``loss`` gives the loss of a batch."""

    name = "fake"

    def __init__(self, loss=lambda epoch, batch: 1.0, seconds=0.0):
        self.loss = loss
        self.seconds = seconds
        self.stop_training = False
        self.optimizer = SimpleNamespace(learning_rate=np.float64(0.1))
        kernel, bias = Weight("fake/output/kernel", (2, 1)), Weight("fake/output/bias", (1,))
        self.layers = [SimpleNamespace(name="output", weights=[kernel, bias])]
        self.trainable_weights = [kernel, bias]

    def count_params(self):
        return sum(math.prod(weight.shape) for weight in self.trainable_weights)

    def __call__(self, inputs, training):
        return inputs @ self.trainable_weights[0].value

    def fit(self, epochs, batches, callbacks):
        for callback in callbacks:
            callback.model, callback.params = self, {"epochs": epochs, "steps": batches}
            callback.on_train_begin()
        for epoch in range(epochs):
            for callback in callbacks:
                callback.on_epoch_begin(epoch)
            for batch in range(batches):
                for callback in callbacks:
                    callback.on_train_batch_begin(batch)
                time.sleep(self.seconds)
                for weight in self.trainable_weights:
                    weight.value += 1
                for callback in callbacks:
                    callback.on_train_batch_end(batch, {"loss": self.loss(epoch, batch)})
                if self.stop_training:
                    break
            for callback in callbacks:
                callback.on_epoch_end(epoch, {"loss": self.loss(epoch, batch), "val_loss": 2.0})
            if self.stop_training:
                break
        for callback in callbacks:
            callback.on_train_end()

    def evaluate(self, callbacks):
        for callback in callbacks:
            callback.on_test_begin()
            callback.on_test_end({"loss": 0.25})


callbacks = SimpleNamespace(Callback=Callback)
config = SimpleNamespace(backend=lambda: "colorsys")  # any module of the standard library
ops = SimpleNamespace(convert_to_numpy=lambda weight: getattr(weight, "value", weight))

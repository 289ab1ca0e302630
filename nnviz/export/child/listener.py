"""The Keras callback that reports a training, obeys between batches, and saves what was learned."""

from __future__ import annotations

import contextlib
import math
import time
from pathlib import Path
from typing import Any

import checkpoints
import looking
from control import Control
from reporting import BETWEEN_REPORTS, NotFinite, Reporter, finite

TRAINED = "trained.npz"
BASE = "base.weights.h5"
BETWEEN_MEMORY = 1.0


class Costly:
    """Something between epochs that must not take more than a hundredth of the time, the first times a tenth.

    The very first time does not count: something is loaded or compiled in it.
    """

    FIRST_TIMES = 30

    def __init__(self) -> None:
        self._last = self._cost = 0.0
        self._times = 0

    def due(self) -> bool:
        """Return whether it may be done now."""
        share = 10 if self._times < self.FIRST_TIMES else 100
        return time.monotonic() - self._last >= share * self._cost

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        self._last = time.monotonic()
        self._cost = self._last - self._began if self._times else 0.0
        self._times += 1


class Listener:
    """What the Keras callback does; :func:`make_listener` makes it one."""

    async_safe = True  # of a report that comes too late nothing depends
    model: Any
    params: Any

    def __init__(
        self, keras: Any, reporter: Reporter, control: Control, samples: looking.Samples, resuming: bool
    ) -> None:
        super().__init__()
        self.trained: Any = None
        self.results: dict[str, float | None] = {}
        self.epochs_done = 0
        self.stopped = False
        self._keras = keras
        self._reporter = reporter
        self._control = control
        self._samples = samples
        self._resuming = resuming
        self._epoch = 0
        self._batches = 0
        self._rate = 0.0
        self._fitting = False
        self._sent = self._began = self._told_memory = 0.0
        self._saving, self._answering = Costly(), Costly()

    # -- Keras calls -------------------------------------------------------------------------------------------

    def on_train_begin(self, logs: Any = None) -> None:
        if self.trained is None and not self._resuming:
            for name in (TRAINED, BASE, "model.keras"):  # of an earlier run, not to be taken for this one's
                Path(name).unlink(missing_ok=True)
            checkpoints.forget()
        self.trained, self._fitting = self.model, True
        self._reporter.send(
            "started",
            parameters=self.model.count_params(),
            trainable=sum(math.prod(weight.shape) for weight in self.model.trainable_weights),
            epochs=self.params.get("epochs"),
            batches=self.params.get("steps"),
        )
        self._tell_memory()
        with contextlib.suppress(Exception):
            self._samples.save()
        self._control.begin(self.model)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._epoch, self._began = epoch + 1, time.monotonic()
        self._batches, self._rate = 0, self._rate_now()

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        # Keras runs what comes after a batch beside the next one; only before a batch does it wait.
        if self._control.pausing and not self._control.stopping:
            self._began += self._control.wait()
        rate = self._control.take_rate()
        if rate is not None:
            self._change_rate(rate)
        if time.monotonic() - self._sent >= BETWEEN_REPORTS:
            self._rate = self._rate_now()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if logs and not math.isfinite(logs.get("loss", 0.0)):
            raise NotFinite(self._epoch, batch + 1)
        now, batches = time.monotonic(), self.params.get("steps")
        self._batches = batch + 1
        if now - self._sent >= BETWEEN_REPORTS or batch + 1 == batches:
            self._sent = now
            self._reporter.send(
                "batch",
                epoch=self._epoch,
                batch=batch + 1,
                batches=batches,
                logs=finite(logs),
                rate=self._rate,
            )
            if now - self._told_memory >= BETWEEN_MEMORY:
                self._tell_memory()

    def on_test_begin(self, logs: Any = None) -> None:
        self._reporter.send("phase", phase="validating" if self._fitting else "testing")

    def on_test_end(self, logs: Any = None) -> None:
        if not self._fitting:
            self.results = finite(logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self.epochs_done, epochs = epoch + 1, self.params.get("epochs")
        seconds = time.monotonic() - self._began
        values = {"logs": finite(logs), "seconds": seconds, "rate": self._rate}
        self._reporter.send("epoch", epoch=epoch + 1, epochs=epochs, **values)
        checkpoints.keep(epoch + 1, epochs or 0)
        if self._saving.due():
            with self._saving:
                save_weights(self._keras, self.model)
        if self._answering.due():
            with self._answering:
                self._show(epoch + 1, epochs or 0)

    def on_train_end(self, logs: Any = None) -> None:
        self._fitting, self.stopped = False, self._control.stopping

    @property
    def stopped_within(self) -> bool:
        """Whether the epoch was stopped before its last batch."""
        return self._control.stopping and self._batches != self.params.get("steps")

    def not_finite_layer(self) -> str:
        """Return the layer where numbers stopped being finite, if it can be told."""
        return looking.not_finite_layer(self._synced(), self._samples, self._keras)

    # -- what it does then -------------------------------------------------------------------------------------

    def _show(self, epoch: int, epochs: int) -> None:
        with contextlib.suppress(Exception):
            answers = self._samples.answers(self.model, self._keras)
            if answers is not None:
                numbers = list(range(len(answers)))
                self._reporter.send(
                    "sample", epoch=epoch, numbers=numbers, targets=self._samples.targets, outputs=answers
                )
        with contextlib.suppress(Exception):
            wanted = looking.wants_film(epoch, epochs)
            found = looking.save_filters(self.model, self._keras, epoch) if wanted else None
            if found is not None:
                self._reporter.send("filters", epoch=epoch, layer=found[0], path=found[1])

    def _tell_memory(self) -> None:
        self._told_memory = time.monotonic()
        device = looking.device_memory(self._keras.config.backend())
        self._reporter.send("memory", used=looking.memory(), device=device)

    def _synced(self) -> Any:
        """Return the model with its variables up to date: JAX keeps them elsewhere while it trains."""
        sync = getattr(self.model, "jax_state_sync", None)
        if sync is not None:
            sync()
        return self.model

    def _rate_now(self) -> float:
        """Return the learning rate, 0 where it cannot be told."""
        try:
            rate = float(self._keras.ops.convert_to_numpy(self._synced().optimizer.learning_rate))
        except Exception:  # noqa: BLE001 - an optimizer of its own kind
            return 0.0
        return rate if math.isfinite(rate) else 0.0

    def _change_rate(self, rate: float) -> None:
        try:
            self._synced().optimizer.learning_rate = rate
        except Exception:  # noqa: BLE001 - a schedule gives it
            rate = 0.0
        else:
            self._rate = rate
        self._reporter.send("rate", rate=rate)


class Estimated(Exception):
    """The estimate is made."""


class Estimator:
    """The Keras callback that times some batches and one validation instead of training."""

    model: Any
    params: Any
    seconds = 3.0
    """How long batches are timed."""
    most = 50
    """Batches that are timed."""

    def __init__(self, keras: Any, reporter: Reporter, control: Control) -> None:
        super().__init__()
        self._keras = keras
        self._reporter = reporter
        self._control = control
        self._timed = 0
        self._began = self._ended = self._testing = self._tested = 0.0
        self._test_batches = 0
        self._steps: int | None = None

    def on_train_begin(self, logs: Any = None) -> None:
        self._steps, self._epochs = self.params.get("steps"), self.params.get("epochs")
        self._control.begin(self.model)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        now = time.monotonic()
        if not self._began:  # the first batch contains the making of the program for the processor
            self._began = self._ended = now
            return
        self._timed, self._ended = self._timed + 1, now
        if self._timed >= self.most or now - self._began >= self.seconds:
            self.model.stop_training = True

    def on_test_begin(self, logs: Any = None) -> None:
        self._testing = time.monotonic()

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        self._test_batches += 1
        if self._test_batches == 1:
            self._testing = time.monotonic()
        elif time.monotonic() - self._testing >= self.seconds:
            self.on_test_end()

    def on_test_end(self, logs: Any = None) -> None:
        self._tell(validated=True)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._tell(validated=False)

    def _tell(self, validated: bool) -> None:
        now, steps = time.monotonic(), self._steps or self._timed + 1
        batch = (self._ended - self._began) / self._timed if self._timed else now - self._began
        seconds = batch * steps
        if validated and self._test_batches > 1:
            batches = self.params.get("steps") or self._test_batches
            seconds += (now - self._testing) / (self._test_batches - 1) * batches
        self._reporter.send(
            "estimate",
            seconds=seconds,
            epochs=self._epochs,
            batches=steps,
            timed=self._timed,
            memory=looking.peak_memory(),
            device=looking.device_memory(self._keras.config.backend(), peak=True),
            validated=validated,
        )
        raise Estimated


def make_callback(kind: type, keras: Any, *words: Any) -> Any:
    """Return ``kind`` as the Keras callback that it is to be."""
    made = type(f"Nnviz{kind.__name__}", (kind, keras.callbacks.Callback), {})
    return made(keras, *words)


# -- on the disk -------------------------------------------------------------------------------------------------------


def weights_by_path(model: Any) -> dict[str, Any]:
    """Return every weight as ``<layer>/<weight>``; Keras puts the model's name before it in some Sequential models.

    A pretrained base is a model of its own, and its weights are none of the design's.
    """
    found = {}
    for layer in model.layers:
        if hasattr(layer, "layers"):
            continue
        for weight in layer.weights:
            short = weight.path.removeprefix(f"{model.name}/")
            found[short if short.startswith(f"{layer.name}/") else weight.path] = weight
    return found


def save_base(model: Any) -> None:
    """Write what a pretrained base has learned; there is no file where it stayed as it was."""
    base = next((layer for layer in model.layers if hasattr(layer, "layers")), None)
    if base is None or not base.trainable_variables:
        Path(BASE).unlink(missing_ok=True)
        return
    part = Path(f"part.{BASE}")  # Keras looks at the ending
    try:
        base.save_weights(part)
        part.replace(BASE)
    finally:
        part.unlink(missing_ok=True)


def save_weights(keras: Any, model: Any) -> None:
    """Write every weight by its path, all or nothing."""
    import numpy as np

    save_base(model)
    weights = weights_by_path(model).items()
    arrays = {path: np.asarray(keras.ops.convert_to_numpy(weight), "float32") for path, weight in weights}
    part = Path(TRAINED + ".part")
    try:
        with part.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]
        part.replace(TRAINED)
    finally:
        part.unlink(missing_ok=True)

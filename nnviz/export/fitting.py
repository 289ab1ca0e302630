"""The part of a program that trains and tests: batches, callbacks, ``fit`` and ``evaluate``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nnviz.design.document import Setup
from nnviz.export.source import Code, call, statement, value
from nnviz.layers.base import KerasCall


@dataclass(frozen=True)
class Fitting:
    """What is known of the program when its training is written."""

    setup: Setup
    streams: bool
    """Whether x are names of files, which are read while training goes on."""
    outputs: int
    """Number of outputs, each of which is compared with the same targets."""
    one_hot: bool
    best: bool
    """Whether a part of the training samples chooses the best epoch."""
    monitor: str | None
    """What tells the best epoch; None is the loss of that part."""
    held_back: bool
    """Whether there are test samples that training does not see."""
    base: str | None
    """Name of the pretrained base."""
    random: bool
    """Whether layers draw random numbers."""

    @property
    def watchers(self) -> dict[str, KerasCall]:
        """Callbacks by variable name that remember earlier epochs, and must be told of them on ``--resume``."""
        found: dict[str, KerasCall] = {}
        plateau = self.setup.optimizer.schedule.callback()
        if plateau is not None:
            found["plateau"] = plateau
        if self.setup.early_stopping:
            monitor = (self.monitor or "val_loss") if self.best else "loss"
            mode = "max" if monitor == self.monitor else "min"
            patience = self.setup.early_stopping
            found["patience"] = call("keras.callbacks.EarlyStopping", monitor, mode=mode, patience=patience)
        return found

    @property
    def patient(self) -> bool:
        """Whether training may end before its last epoch."""
        return "patience" in self.watchers

    @property
    def recalls(self) -> bool:
        """Whether ``--resume`` looks into the history."""
        return self.best or bool(self.watchers)

    def training(self) -> Iterator[str]:
        """Return the lines that make the training samples ready, in an order that the epoch decides."""
        samples = self._samples("train", weighed=True)
        shared = (Code("devices"), Code("machines"))
        if not self.streams:
            made = call("Batches", samples, Code("args.batch_size"), Code("args.seed"), *shared)
            yield statement("training = ", made)
            yield self._even()
            return
        order: Any = Code("None")
        if self.setup.shuffle:
            yield "epoch = tf.Variable(0, dtype=tf.int64)"
            order = (Code("args.seed"), Code("epoch"))
        made = call("picture_batches", samples, Code("args.batch_size"), order, *shared)
        yield statement("training = ", made)
        yield self._even()
        if self.best:
            samples = self._samples("valid")
            yield statement("validation = ", call("picture_batches", samples, Code("even")))
        samples = self._samples(self.split)
        size = Code("args.batch_size" if self.best else "even")
        yield statement("testing = ", call("picture_batches", samples, size))

    def _even(self) -> str:
        """Return the line that sets the size of a test's batches: copies share the first evenly, or Keras fails."""
        samples = "x_valid" if self.best else f"x_{self.split}"
        return f"even = min(args.batch_size, len({samples}) // devices * devices or 1)  # test batches"

    def watching(self) -> Iterator[str]:
        """Return the lines that make what callbacks need, and those that are told of more than once."""
        for name, maker in self.watchers.items():
            yield statement(f"{name} = ", maker)
        if self.recalls and self.base:
            yield "later = {epoch: past.pop(epoch) for epoch in [*past] if epoch >= args.epochs}"
        if self.best:
            yield self._best("past")
        if self.patient:
            yield "epochs = last_epoch(patience, model, past, args.epochs)"

    def watching_again(self) -> Iterator[str]:
        """Return the lines before the second phase, whose best epoch is chosen among its own."""
        if self.best:
            yield self._best("later")

    def _best(self, rows: str) -> str:
        chosen = "max" if self.monitor else "min"
        monitor = value(self.monitor or "val_loss")
        return f"best = {chosen}((row[{monitor}] for row in {rows}.values()), default=None)"

    @property
    def unstopped(self) -> Code:
        """The condition that nobody stopped the first phase; one that ended early by itself is over."""
        stopped = "not model.stop_training"
        return Code(f"({stopped} or patience.stopped_epoch)" if self.patient else stopped)

    @property
    def split(self) -> str:
        """The samples that the trained network is tested with."""
        return "test" if self.held_back else "train"

    def test_sizes(self) -> dict[str, Any]:
        """Return the size of the batches for ``evaluate``; the best network is read from its file, without copies."""
        return {} if self.streams or self.best else {"batch_size": Code("even")}

    def test_samples(self) -> list[Code]:
        """Return the samples and targets for ``evaluate``."""
        if self.streams:
            return [Code("testing")]
        return [Code(f"x_{self.split}"), self._targets(self.split)]

    def predicted(self) -> Code:
        """Return the answers of the trained network to the test samples."""
        samples = self.test_samples()[0]
        return Code(f"model.predict({samples}, verbose=0){'[-1]' if self.outputs > 1 else ''}")

    def fit(self, again: bool = False) -> KerasCall:
        """Return the call of ``fit``; ``again`` that of the second phase."""
        arguments: dict[str, Any] = {"epochs": Code("epochs" if self.patient else "args.epochs")}
        if again:
            arguments = {
                "initial_epoch": Code("args.epochs"),
                "epochs": Code("args.epochs + args.fine_tune_epochs"),
            }
        arguments["shuffle"] = False  # Keras would shuffle the batches; their samples have an order already
        arguments |= self._validation()
        if self.setup.class_weight and self.outputs == 1:
            arguments["class_weight"] = dict(enumerate(self.setup.class_weight))
        return call("model.fit", Code("training"), **arguments, callbacks=self._callbacks(again))

    def _validation(self) -> dict[str, Any]:
        if self.streams and (self.best or self.held_back):
            return {"validation_data": Code("validation" if self.best else "testing")}
        if self.best or self.held_back:
            split = "valid" if self.best else "test"
            return {
                "validation_data": (Code(f"x_{split}"), self._targets(split)),
                "validation_batch_size": Code("even"),
            }
        return {}

    def _callbacks(self, again: bool) -> list[Any]:
        watchers = [name for name in self.watchers if not (again and name == "patience")]
        found: list[Any] = [Code(name) for name in watchers]
        if self.best:
            found.append(self._checkpoint())
        append = True if again else Code("args.resume")
        found.append(call("keras.callbacks.CSVLogger", "history.csv", append=append))
        if self.setup.tensorboard:
            found.append(call("keras.callbacks.TensorBoard", "tensorboard"))
        past = Code("later" if again else "past")
        found += [call("Recall", Code(name), past) for name in watchers]
        start = "epoch.assign" if self.streams else "training.begin"
        if self.setup.shuffle or not self.streams:
            begin = Code(f"lambda number, logs: {start}(number)")
            found.append(call("keras.callbacks.LambdaCallback", on_epoch_begin=begin))
        if self.random:
            begin = Code("lambda number, logs: seed_epoch(model, number)")
            found.append(call("keras.callbacks.LambdaCallback", on_epoch_begin=begin))
        folder = "backup/fine_tuning" if again else "backup/head" if self.base else "backup"
        kept = {"double_checkpoint": True, "delete_checkpoint": False}
        found.append(call("keras.callbacks.BackupAndRestore", folder, **kept))
        return [*found, call("TestAlone"), Code("*callbacks")]

    def _checkpoint(self) -> KerasCall:
        options: dict[str, Any] = {"monitor": self.monitor} if self.monitor else {}
        options |= {"save_best_only": True, "initial_value_threshold": Code("best")}
        return call("keras.callbacks.ModelCheckpoint", "model.keras", **options)

    def _samples(self, split: str, weighed: bool = False) -> tuple[Code, ...]:
        found = (Code(f"x_{split}"), self._targets(split))
        weights = self.setup.class_weight
        if not weighed or not weights or self.outputs == 1:
            return found
        # Keras takes class weights for a single output only; the weights of the samples do the same.
        classes = "y_train.argmax(axis=1)" if self.one_hot else "y_train.reshape(-1).round().astype(int)"
        return *found, Code(f"(np.array({value(list(weights))})[{classes}],) * {self.outputs}")

    def _targets(self, split: str) -> Code:
        """Return the targets that Keras is given: one array for each output."""
        return Code(f"y_{split}" if self.outputs == 1 else f"(y_{split},) * {self.outputs}")

"""Handwritten digits. Designed in nnviz, written for Keras 3.

Two hidden layers are enough.

Try fewer.

    python handwritten_digits.py               # train from new random weights
    python handwritten_digits.py --epochs 16   # train twice as long
    python handwritten_digits.py --resume      # go on after the last full epoch

Leaves model.keras (the trained network), history.csv (loss and metric of every epoch) and backup
(what --resume needs) in the folder where it runs.
"""

import argparse
import contextlib
import csv
import math
import os
import shutil
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

SEVERAL_MACHINES = """Several machines: start it on each one with --strategy data-parallel and with
the variables KERAS_BACKEND=jax, KERAS_DISTRIBUTION_JOB_ADDRESSES=HOST:PORT of the first machine,
KERAS_DISTRIBUTION_NUM_PROCESSES=their number, KERAS_DISTRIBUTION_PROCESS_ID=0, 1, 2 ...
All learn the same; what the second one leaves is in the folder machine-1."""


def prepare(pictures: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scale the pixels from 0...255 to 0...1 and make the labels whole numbers."""
    return pictures.astype("float32") / 255, labels.astype("int64")


def load_data(data_dir: Path | None = None):
    """Return ((x_train, y_train), (x_test, y_test)): pixels scaled to 0…1, labels 0…9."""
    if data_dir is None:
        train, test = keras.datasets.mnist.load_data()  # downloads 11 MB the first time
    else:
        with np.load(data_dir / "mnist.npz") as file:
            train, test = (file["x_train"], file["y_train"]), (file["x_test"], file["y_test"])
    return prepare(*train), prepare(*test)


class Batches(keras.utils.PyDataset):
    """The samples in batches; their order follows from seed and epoch.

    Of several devices each gets as many samples of every batch, and a rest at the end is left out.
    """

    def __init__(self, arrays, batch_size: int, seed: int, devices=1, machines=(1, 0)):
        super().__init__()
        self.arrays, self.batch_size, self.seed = arrays, batch_size, seed
        self.devices, (self.machines, self.machine) = devices, machines
        self.begin(0)

    def begin(self, epoch: int):
        samples = len(self.arrays[0])
        rest = samples % self.batch_size % self.devices
        order = np.random.default_rng([self.seed, epoch]).permutation(samples)
        self.order = order[: samples - rest]

    def __len__(self):
        return math.ceil(len(self.order) / self.batch_size)

    def __getitem__(self, number):
        rows = self.order[number * self.batch_size : (number + 1) * self.batch_size]
        rows = rows[self.machine :: self.machines]
        return keras.tree.map_structure(lambda array: array[rows], self.arrays)


def build_model() -> keras.Model:
    """28×28 → 784 → 512 → 512 → 10: 669,706 parameters."""
    return keras.Sequential(
        [
            keras.Input((28, 28), name="picture"),
            layers.Flatten(name="pixels"),
            layers.Dense(512, activation="relu", name="hidden_1"),
            layers.Dense(512, activation="relu", name="hidden_2"),
            layers.Dense(10, activation="softmax", name="digit"),
        ],
        name="handwritten_digits",
    )


def read_options() -> argparse.Namespace:
    """Return what the command line says."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=SEVERAL_MACHINES)
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--batch-size", type=int, default=128)
    options.add_argument("--data-dir", type=Path, help="folder that holds mnist.npz")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--resume", action="store_true", help="go on after the last full epoch")
    options.add_argument("--mixed-precision", action="store_true", help="half precision, for GPUs")
    options.add_argument("--jit-compile", action="store_true", help="compile with XLA")
    options.add_argument(
        "--strategy",
        choices=["none", "mirrored", "data-parallel"],
        default="none",
        help="mirrored: all GPUs (TensorFlow); data-parallel: all GPUs, several machines (JAX)",
    )
    return options.parse_args()


def copies(strategy: str, batch_size: int):
    """Return (scope to build the model in, devices that share each batch, (machines, this one))."""
    scope, devices, machines = contextlib.nullcontext(), 1, (1, 0)
    needed = {"mirrored": "tensorflow", "data-parallel": "jax"}.get(strategy)
    if needed not in (None, keras.backend.backend()):
        sys.exit(f"--strategy {strategy} needs KERAS_BACKEND={needed}")
    if strategy == "mirrored":
        import tensorflow as tf

        mirrored = tf.distribute.MirroredStrategy()
        scope, devices = mirrored.scope(), mirrored.num_replicas_in_sync
    if strategy == "data-parallel":
        if "KERAS_DISTRIBUTION_JOB_ADDRESSES" in os.environ:  # this is one of several machines
            keras.distribution.initialize()
        import jax

        devices, machines = jax.device_count(), (jax.process_count(), jax.process_index())
        # Each machine takes its part of every batch by itself.
        shared = keras.distribution.DataParallel(auto_shard_dataset=False)
        keras.distribution.set_distribution(shared)
    if batch_size % devices:
        sys.exit(f"--batch-size {batch_size} is no multiple of the {devices} devices that share it")
    return scope, devices, machines


class TestAlone(keras.callbacks.Callback):
    """Lets each device test with all samples: they may be too uneven in number to be shared."""

    def on_test_begin(self, logs=None):
        self.shared = keras.distribution.distribution()
        keras.distribution.set_distribution(None)

    def on_test_end(self, logs=None):
        keras.distribution.set_distribution(self.shared)


def past_epochs(resume: bool) -> dict[int, dict[str, float]]:
    """Return what the epochs of the run that is resumed reached; nothing for a new run."""
    path = Path("history.csv")
    if not (resume and path.exists()):
        return {}
    with path.open(newline="") as file:
        return {
            int(row.pop("epoch")): {name: float(text) for name, text in row.items() if text != "NA"}
            for row in csv.DictReader(file)
        }


def main(callbacks=()) -> keras.Model:
    """Train, test and return the model; further Keras callbacks may look on."""
    args = read_options()
    scope, devices, machines = copies(args.strategy, args.batch_size)
    keras.utils.set_random_seed(args.seed)
    (x_train, y_train), (x_test, y_test) = load_data(args.data_dir)

    if machines[1]:  # what another machine leaves must not mix with what the first one leaves
        folder = Path(f"machine-{machines[1]}")
        folder.mkdir(exist_ok=True)
        os.chdir(folder)
    if args.mixed_precision:
        keras.config.set_dtype_policy("mixed_float16")
    with scope:
        model = build_model()
        if args.mixed_precision:  # but a loss needs all digits
            model.get_layer("digit").dtype_policy = keras.DTypePolicy("float32")
        model.compile(
            optimizer=keras.optimizers.Adam(learning_rate=0.001),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            jit_compile=args.jit_compile or "auto",
        )
    model.summary()

    kept = len(x_train) - len(x_train) // 10  # a tenth chooses the best epoch
    x_train, x_valid = x_train[:kept], x_train[kept:]
    y_train, y_valid = y_train[:kept], y_train[kept:]
    training = Batches((x_train, y_train), args.batch_size, args.seed, devices, machines)
    even = min(args.batch_size, len(x_valid) // devices * devices or 1)  # test batches
    if not args.resume:
        shutil.rmtree("backup", ignore_errors=True)  # of an earlier run
    past = past_epochs(args.resume)
    best = max((row["val_accuracy"] for row in past.values()), default=None)
    model.fit(
        training,
        epochs=args.epochs,
        shuffle=False,
        validation_data=(x_valid, y_valid),
        validation_batch_size=even,
        callbacks=[
            keras.callbacks.ModelCheckpoint(
                "model.keras",
                monitor="val_accuracy",
                save_best_only=True,
                initial_value_threshold=best,
            ),
            keras.callbacks.CSVLogger("history.csv", append=args.resume),
            keras.callbacks.LambdaCallback(
                on_epoch_begin=lambda number, logs: training.begin(number)
            ),
            keras.callbacks.BackupAndRestore(
                "backup", double_checkpoint=True, delete_checkpoint=False
            ),
            TestAlone(),
            *callbacks,
        ],
    )
    keras.distribution.set_distribution(None)  # no copies are needed any more

    model = keras.saving.load_model("model.keras")  # of the epoch with the best val_accuracy
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0, callbacks=callbacks)
    print(f"test loss {loss:.4f}, test accuracy {accuracy:.2%}")

    answers = model.predict(x_test, verbose=0).argmax(axis=1)
    wrong = np.flatnonzero(answers != y_test)
    print(f"{len(wrong)} of {len(x_test)} test pictures are misread, first {wrong[:10].tolist()}")
    return model


if __name__ == "__main__":
    main()

"""Circle. Designed in nnviz, written for Keras 3.

Two hidden layers are enough.

Try fewer.

    python circle.py                        # go on from the weights beside this file
    python circle.py --fresh --epochs 120   # start from new random weights
    python circle.py --resume               # go on after the last full epoch

Leaves model.keras (the trained network), history.csv (loss and metric of every epoch) and backup
(what --resume needs) in the folder where it runs.
"""

import argparse
import contextlib
import math
import os
import shutil
import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

WEIGHTS = Path(__file__).with_suffix(".weights.h5")

SEVERAL_MACHINES = """Several machines: start it on each one with --strategy data-parallel and with
the variables KERAS_BACKEND=jax, KERAS_DISTRIBUTION_JOB_ADDRESSES=HOST:PORT of the first machine,
KERAS_DISTRIBUTION_NUM_PROCESSES=their number, KERAS_DISTRIBUTION_PROCESS_ID=0, 1, 2 ...
All learn the same; what the second one leaves is in the folder machine-1."""

POINTS = 200
NOISE = 0.05
DATA_SEED = 7
TEST_FRACTION = 0.25


def circle(points: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Make points of a disc (class 1, radius 0 to 0.5) and of a ring (class 0, radius 0.7 to 1)."""
    y = np.arange(points) % 2
    inner, outer = np.where(y == 1, 0.0, 0.7), np.where(y == 1, 0.5, 1.0)
    radius = np.sqrt(rng.uniform(inner**2, outer**2))  # the root spreads them evenly over the area
    angle = rng.uniform(0, 2 * np.pi, points)
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    x += rng.normal(0, noise, x.shape)
    return x.astype("float32"), y.astype("int64")


def split(samples: int, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Shuffle the numbers of the samples and hold a share back: return (training, test).

    With nothing held back the training samples are the test samples.
    """
    order = rng.permutation(samples)
    held_back = round(share * samples)
    train = order[held_back:]
    return train, order[:held_back] if held_back else train


def load_data(data_dir: Path | None = None):
    """Return ((x_train, y_train), (x_test, y_test)): points of a disc (1) in a ring (0)."""
    rng = np.random.default_rng(DATA_SEED)
    x, y = circle(POINTS, NOISE, rng)
    train, test = split(len(x), TEST_FRACTION, rng)
    return (x[train], y[train]), (x[test], y[test])


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
    """2 → 4 → 2 → 1: 25 parameters."""
    return keras.Sequential(
        [
            keras.Input((2,), name="point"),
            layers.Dense(4, activation="tanh", name="hidden_1"),
            layers.Dense(2, activation="tanh", name="hidden_2"),
            layers.Dense(1, activation="sigmoid", name="output"),
        ],
        name="circle",
    )


def read_options() -> argparse.Namespace:
    """Return what the command line says."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog=SEVERAL_MACHINES)
    options.add_argument("--epochs", type=int, default=60)
    options.add_argument("--batch-size", type=int, default=10)
    options.add_argument(
        "--data-dir", type=Path, help="not used: these samples are made by the program"
    )
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--fresh", action="store_true", help="start from new random weights")
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
            model.get_layer("output").dtype_policy = keras.DTypePolicy("float32")
        if not args.fresh:
            model.load_weights(WEIGHTS)
        model.compile(
            optimizer=keras.optimizers.Adam(learning_rate=0.03),
            loss="binary_crossentropy",
            metrics=["accuracy"],
            jit_compile=args.jit_compile or "auto",
        )
    model.summary()

    training = Batches((x_train, y_train), args.batch_size, args.seed, devices, machines)
    even = min(args.batch_size, len(x_test) // devices * devices or 1)  # test batches
    if not args.resume:
        shutil.rmtree("backup", ignore_errors=True)  # of an earlier run
    model.fit(
        training,
        epochs=args.epochs,
        shuffle=False,
        validation_data=(x_test, y_test),
        validation_batch_size=even,
        callbacks=[
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

    model.save("model.keras")
    loss, accuracy = model.evaluate(x_test, y_test, batch_size=even, verbose=0, callbacks=callbacks)
    print(f"test loss {loss:.4f}, test accuracy {accuracy:.2%}")
    return model


if __name__ == "__main__":
    main()

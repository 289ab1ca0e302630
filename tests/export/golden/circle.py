"""Circle. Designed in nnviz, written for Keras 3.

Two hidden layers are enough.

Try fewer.

    python circle.py                        # go on from the weights beside this file
    python circle.py --fresh --epochs 120   # start from new random weights

Leaves model.keras (the trained network) and history.csv (loss and metric of every epoch) in the
folder where it runs.
"""

import argparse
from pathlib import Path

import keras
import numpy as np
from keras import layers

WEIGHTS = Path(__file__).with_suffix(".weights.h5")

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


def main(callbacks=()) -> keras.Model:
    """Train, test and return the model; further Keras callbacks may look on."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--epochs", type=int, default=60)
    options.add_argument("--batch-size", type=int, default=10)
    options.add_argument(
        "--data-dir", type=Path, help="not used: these samples are made by the program"
    )
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--fresh", action="store_true", help="start from new random weights")
    args = options.parse_args()

    keras.utils.set_random_seed(args.seed)
    (x_train, y_train), (x_test, y_test) = load_data(args.data_dir)

    model = build_model()
    if not args.fresh:
        model.load_weights(WEIGHTS)
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.03),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    model.summary()
    model.fit(
        x_train,
        y_train,
        batch_size=args.batch_size,
        epochs=args.epochs,
        validation_data=(x_test, y_test),
        callbacks=[keras.callbacks.CSVLogger("history.csv"), *callbacks],
    )

    model.save("model.keras")
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0, callbacks=callbacks)
    print(f"test loss {loss:.4f}, test accuracy {accuracy:.2%}")
    return model


if __name__ == "__main__":
    main()

"""Handwritten digits. Designed in nnviz, written for Keras 3.

Two hidden layers are enough.

Try fewer.

    python handwritten_digits.py               # train from new random weights
    python handwritten_digits.py --epochs 10   # train twice as long

Leaves model.keras (the trained network) and history.csv (loss and metric of every epoch) in the
folder where it runs.
"""

import argparse
from pathlib import Path

import keras
import numpy as np
from keras import layers


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


def main(callbacks=()) -> keras.Model:
    """Train, test and return the model; further Keras callbacks may look on."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--epochs", type=int, default=5)
    options.add_argument("--batch-size", type=int, default=128)
    options.add_argument("--data-dir", type=Path, help="folder that holds mnist.npz")
    options.add_argument("--seed", type=int, default=7)
    args = options.parse_args()

    keras.utils.set_random_seed(args.seed)
    (x_train, y_train), (x_test, y_test) = load_data(args.data_dir)

    model = build_model()
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.001),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.summary()
    model.fit(
        x_train,
        y_train,
        batch_size=args.batch_size,
        epochs=args.epochs,
        validation_split=0.1,
        callbacks=[
            keras.callbacks.ModelCheckpoint(
                "model.keras", monitor="val_accuracy", save_best_only=True
            ),
            keras.callbacks.CSVLogger("history.csv"),
            *callbacks,
        ],
    )

    model = keras.saving.load_model("model.keras")  # of the epoch with the best val_accuracy
    loss, accuracy = model.evaluate(x_test, y_test, verbose=0, callbacks=callbacks)
    print(f"test loss {loss:.4f}, test accuracy {accuracy:.2%}")

    wrong = np.flatnonzero(model.predict(x_test, verbose=0).argmax(axis=1) != y_test)
    print(f"{len(wrong)} of {len(x_test)} test pictures are misread, first {wrong[:10].tolist()}")
    return model


if __name__ == "__main__":
    main()

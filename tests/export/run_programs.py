"""Run exported programs one after the other in one process: ``python run_programs.py JOBS.json``.

A job is ``{"program": path, "words": [...], "stop": [epoch, batch] or null}``; with ``stop`` it is interrupted there,
as if it were killed. Beside the program it leaves ``weights.npz``, the trained weights, or ``failure.txt``.
``DEVICES`` in the environment is the number of devices that TensorFlow is to make of the processor.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import keras
import numpy as np


class Interrupted(Exception):
    pass


class Stop(keras.callbacks.Callback):
    def __init__(self, epoch: int, batch: int) -> None:
        super().__init__()
        self.wanted, self.last = (epoch, batch), 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.last = epoch

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        if (self.last, batch) == self.wanted:
            raise Interrupted


def run(job: dict[str, Any]) -> None:
    path = Path(job["program"])
    os.chdir(path.parent)
    keras.distribution.set_distribution(None)  # of the job before
    sys.argv = [str(path), *job["words"]]
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        model = module.main([Stop(*job["stop"])] if job.get("stop") else [])
    except Interrupted:
        return
    finally:
        keras.config.set_dtype_policy("float32")
    np.savez(path.with_name("weights.npz"), *[keras.ops.convert_to_numpy(weight) for weight in model.weights])


def split_processor(devices: int) -> None:
    import tensorflow as tf

    (processor,) = tf.config.list_physical_devices("CPU")
    parts = [tf.config.LogicalDeviceConfiguration() for _ in range(devices)]
    tf.config.set_logical_device_configuration(processor, parts)
    # Another one in the same process would give its sums the numbers of the first one's.
    only = tf.distribute.MirroredStrategy()
    tf.distribute.MirroredStrategy = lambda: only


def main() -> None:
    devices = int(os.environ.get("DEVICES", "1"))
    if devices > 1 and keras.backend.backend() == "tensorflow":
        split_processor(devices)
    for job in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        try:
            run(job)
        except (Exception, SystemExit):  # noqa: BLE001 - the other programs have their turn
            Path(job["program"]).with_name("failure.txt").write_text(traceback.format_exc(), encoding="utf-8")
        keras.utils.clear_session(free_memory=False)


if __name__ == "__main__":
    main()

"""What a training shows of itself after an epoch: answers to a few samples, the first layer, memory.

Nothing here may end a training: what cannot be shown is not shown.
"""

from __future__ import annotations

import importlib
import math
import os
import sys
from pathlib import Path
from typing import Any

SAMPLES = 10
SAMPLES_FILE = "samples.npy"
"""The samples as the network gets them, to be shown beside its answers."""
MOST_BYTES = 20_000_000
"""Samples that take more are not kept."""
LONGEST_ANSWER = 100
"""Numbers in an answer; longer ones are not reported."""
FILTERS = "filters"
MOST_FILTERS = 32
FILMS = 100
"""Pictures of the first layer in a whole training."""


class Samples:
    """A few test samples, caught when the program loads its data."""

    def __init__(self) -> None:
        self.inputs: Any = None
        self.targets: list[float] = []

    def watch(self, module: Any) -> None:
        """Look at what the program's ``load_data`` returns."""
        load = getattr(module, "load_data", None)
        if load is None:
            return

        def load_data(*words: Any, **options: Any) -> Any:
            found = load(*words, **options)
            try:
                self._take(module, found)
            except Exception:  # noqa: BLE001 - see above
                self.inputs, self.targets = None, []
            return found

        module.load_data = load_data

    def _take(self, module: Any, found: Any) -> None:
        import numpy as np

        train, test = found
        x, y = test if test is not None and test[0] is not None and len(test[0]) else train
        inputs = np.asarray(x[:SAMPLES])
        if inputs.dtype.kind in "US":  # names of files, which the program reads while it trains
            inputs = np.stack([np.asarray(module.read_picture(path)) for path in inputs])
        self.inputs = inputs
        self.targets = [_target(np.asarray(row)) for row in y[:SAMPLES]]

    def save(self) -> None:
        """Keep the samples in the run folder."""
        import numpy as np

        if self.inputs is not None and self.inputs.nbytes <= MOST_BYTES and self.inputs.dtype.kind in "fiu":
            np.save(SAMPLES_FILE, self.inputs.astype("float32"))

    def answers(self, model: Any, keras: Any) -> list[list[float | None]] | None:
        """Return the network's answers, one row each; None if there is nothing to show."""
        import numpy as np

        if self.inputs is None:
            return None
        output = model(self.inputs, training=False)
        if isinstance(output, list | tuple):
            output = output[-1]
        array = np.asarray(keras.ops.convert_to_numpy(output), "float64")
        rows = array.reshape(len(self.inputs), -1)
        if rows.shape[1] > LONGEST_ANSWER:
            return None
        return [[_rounded(value) for value in row] for row in rows.tolist()]


def _target(row: Any) -> float:
    flat = row.reshape(-1)
    # A single 1 among zeros is a class.
    one_hot = flat.size > 1 and flat.max() == 1 and flat.sum() == 1
    return float(flat.argmax() if one_hot else flat[0])


def _rounded(value: float) -> float | None:
    return float(f"{value:.5g}") if math.isfinite(value) else None


def first_kernel(model: Any) -> tuple[str, Any] | None:
    """Return the first layer that has a kernel, inside of a nested network, too, and the kernel."""
    for layer in model.layers:
        if getattr(layer, "layers", None):
            found = first_kernel(layer)
            if found is not None:
                return found
        for weight in layer.weights:
            if weight.path.rpartition("/")[2] == "kernel" and len(weight.shape) >= 2:
                return layer.name, weight
    return None


def save_filters(model: Any, keras: Any, epoch: int) -> tuple[str, str] | None:
    """Write the first layer's kernel; return the layer's name and the file's path, None if there is none."""
    import numpy as np

    found = first_kernel(model)
    if found is None:
        return None
    name, kernel = found
    array = np.asarray(keras.ops.convert_to_numpy(kernel), "float32")[..., :MOST_FILTERS]
    path = Path(FILTERS) / f"epoch-{epoch:06d}.npy"
    path.parent.mkdir(exist_ok=True)
    np.save(path, array)
    return name, path.as_posix()


def wants_film(epoch: int, epochs: int) -> bool:
    """Return whether the first layer is kept after this epoch: the first, the last, and some between."""
    return epoch in (1, epochs) or epoch % max(1, epochs // FILMS) == 0


def memory() -> int:
    """Return the bytes that this process takes, 0 if the system does not tell."""
    try:
        with Path("/proc/self/statm").open(encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError, IndexError):
        return peak_memory()


def peak_memory() -> int:
    """Return the most bytes that this process has taken, 0 if the system does not tell."""
    if sys.platform == "win32":
        return _windows_peak()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _windows_peak() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "a", "b", "c", "d", "e", "f")),
        ]

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    libraries: Any = ctypes.windll  # type: ignore[attr-defined,unused-ignore]
    libraries.kernel32.GetCurrentProcess.restype = wintypes.HANDLE
    process = wintypes.HANDLE(libraries.kernel32.GetCurrentProcess())
    found = libraries.psapi.GetProcessMemoryInfo(process, ctypes.byref(counters), counters.cb)
    return int(counters.peak) if found else 0


def device_memory(backend: str, peak: bool = False) -> int:
    """Return the bytes that the training takes on the first GPU; 0 without one."""
    try:
        framework = importlib.import_module(backend)
        if backend == "tensorflow":
            if not framework.config.list_physical_devices("GPU"):
                return 0
            found = framework.config.experimental.get_memory_info("GPU:0")
            return int(found["peak" if peak else "current"])
        if backend == "jax":
            devices = [device for device in framework.devices() if device.platform != "cpu"]
            stats = devices[0].memory_stats() if devices else None
            return int((stats or {}).get("peak_bytes_in_use" if peak else "bytes_in_use", 0))
        if backend == "torch" and framework.cuda.is_available():
            ask = framework.cuda.max_memory_allocated if peak else framework.cuda.memory_allocated
            return int(ask())
    except Exception:  # noqa: BLE001 - see above
        pass
    return 0


def not_finite_layer(model: Any, samples: Samples, keras: Any) -> str:
    """Return the layer where the first number that is not finite is found after the fact; empty if it cannot be told.

    A step with such a loss usually spoils every weight; that tells nothing. Where some weights are still sound, the
    gradient was spoilt on its way back, and the layer it met last before is named: the last spoilt one. Where all are
    sound, it is the first layer whose output on the samples is not finite.
    """
    import numpy as np

    def sound(value: Any) -> bool:
        array = np.asarray(keras.ops.convert_to_numpy(value))
        return array.dtype.kind != "f" or bool(np.isfinite(array).all())

    try:
        weighted = [layer for layer in model.layers if layer.trainable_weights]
        spoilt = [layer for layer in weighted if not all(sound(weight) for weight in layer.weights)]
        if spoilt:
            return str(spoilt[-1].name) if len(spoilt) < len(weighted) else ""
        if samples.inputs is None:
            return ""
        inputs = model.inputs if len(model.inputs) > 1 else model.inputs[0]
        every = keras.Model(inputs, [layer.output for layer in model.layers])
        for layer, output in zip(model.layers, every(samples.inputs, training=False), strict=True):
            if not sound(output):
                return str(layer.name)
    except Exception:  # noqa: BLE001 - see above
        pass
    return ""

"""A training Python that only says lines: the script, and what it can be told to do."""

from __future__ import annotations

import json

from nnviz.export.protocol import PREFIX

FAKE = """#!{python}
import json, os, shutil, signal, sys, threading, time
try:
    import fcntl
    lock = open(os.devnull if {alone} else "run.lock", "ab")
    fcntl.flock(lock, fcntl.LOCK_EX)
except ImportError:
    pass
events, place, detached = open(os.devnull if {alone} else "events.jsonl", "a"), 0, False
def listen():
    global detached
    for line in iter(sys.stdin.readline, ""):
        detached = detached or line == "detach\\n"
    if not detached:
        open("left", "w").close()
        os._exit(4)
if {listens} and not {alone}:
    threading.Thread(target=listen, daemon=True).start()
for entry in json.loads({entries!r}):
    word, value = entry
    if word == "line" and value.startswith("@nnviz "):
        report = json.loads(value[7:])
        if report["event"] == "hello":
            report["pid"] = os.getpid()
        events.write(json.dumps({{**report, "time": time.time()}}) + "\\n")
        events.flush()
        print(value, flush=True)
    elif word in ("line", "print"):
        print(value, file=sys.stderr, flush=True)
    elif word == "sleep":
        time.sleep(value)
    elif word == "weights":
        shutil.copy(value, "trained.npz")
    elif word == "copy":
        os.makedirs(os.path.dirname(value[1]) or ".", exist_ok=True)
        shutil.copy(*value)
    elif word == "wait":
        while True:
            told = open("commands").read() if os.path.exists("commands") else ""
            if value + "\\n" in told[place:]:
                place += told[place:].index(value + "\\n") + len(value) + 1
                break
            time.sleep(0.01)
    elif word == "kill":
        os.kill(os.getpid(), getattr(signal, value))
    elif word == "write":
        open(value, "w").close()
    elif word == "exit":
        sys.exit(value)
"""

Entry = tuple[str, object]


def report(event: str, **values: object) -> Entry:
    """Return the entry that reports an event as the child process does."""
    return "line", PREFIX + json.dumps({"event": event, **values})


HELLO = report(
    "hello",
    python="3.13.1",
    keras="3.15.1",
    backend="tensorflow",
    backend_version="2.21.0",
    devices=[{"kind": "CPU", "name": "Some CPU"}],
    no_gpu="no_driver",
)
STARTED = report("started", parameters=25, trainable=25, epochs=2, batches=4)


def epoch(number: int, loss: float = 0.5, accuracy: float = 0.75, epochs: int = 2) -> list[Entry]:
    """Return the entries of one epoch."""
    logs = {"loss": loss, "accuracy": accuracy}
    return [
        report("batch", epoch=number, batch=2, batches=4, logs=logs),
        report("batch", epoch=number, batch=4, batches=4, logs=logs),
        report("phase", phase="validating"),
        report(
            "epoch",
            epoch=number,
            epochs=epochs,
            seconds=0.5,
            logs={**logs, "val_loss": loss + 0.1, "val_accuracy": accuracy - 0.1},
        ),
    ]


DONE = report("done", stopped=False, epochs=2, results={"loss": 0.3, "accuracy": 0.9}, weights=True)

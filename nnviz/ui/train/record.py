"""What a run has said so far, put in order: stages, bars, numbers, curves. It knows no Qt and no clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnviz.export.reports import BatchDone, Done, Download, EpochDone, Event, Hello, Logs, Phase, Started

MOST_POINTS = 1500
"""Points of a curve within epochs; from here on every second one is dropped."""

LINGER = 0.7
"""Seconds after which a stage between epochs is worth a word."""

Point = tuple[float, float]
"""(epochs that are over, value)."""


def is_share(name: str) -> bool:
    """Return whether a metric is a share of 1 that reads well in percent."""
    return "accuracy" in name


@dataclass
class Curve:
    """One quantity over the epochs."""

    running: list[Point] = field(default_factory=list)
    """Training: the mean of the epoch so far, several times in each epoch."""
    training: list[Point] = field(default_factory=list)
    """Training: the mean of each epoch."""
    validation: list[Point] = field(default_factory=list)

    def add_running(self, point: Point) -> None:
        """Add a point within an epoch."""
        self.running.append(point)
        if len(self.running) > MOST_POINTS:
            del self.running[::2]


class Record:
    """Takes the events of one run; ``now`` is the time in seconds on any clock that never goes back."""

    def __init__(self, epochs: int, now: float) -> None:
        self.epochs = epochs
        self.began = now
        self.ended: float | None = None
        self.hello: Hello | None = None
        self.download: Download | None = None
        self.started: Started | None = None
        self.done: Done | None = None
        self.batch = BatchDone(0, 0)
        self.last_epoch: EpochDone | None = None
        self.curves: dict[str, Curve] = {}
        """By Keras' name of the quantity, the loss and the metrics."""
        self._phase, self._phase_began = "importing", now
        self._first_batch: tuple[float, int] | None = None
        self._seconds_per_epoch = 0.0

    def hear(self, event: Event, now: float) -> None:
        """Take the next event."""
        if isinstance(event, Phase):
            self._phase, self._phase_began = event.name, now
        elif isinstance(event, Hello):
            self.hello = event
        elif isinstance(event, Download):
            self.download = event
        elif isinstance(event, Started):
            self.started, self.epochs = event, event.epochs or self.epochs
            self._phase = "training"
        elif isinstance(event, BatchDone):
            self._hear_batch(event, now)
        elif isinstance(event, EpochDone):
            self._hear_epoch(event)
        elif isinstance(event, Done):
            self.done = event

    def end(self, now: float) -> None:
        """The run is over."""
        self.ended = now

    def _hear_batch(self, event: BatchDone, now: float) -> None:
        self.batch, self._phase = event, "training"
        if self._first_batch is None:  # before it lies what Keras needs to compile
            self._first_batch = now, event.batch
        place = event.epoch - 1 + self.epoch_share
        for name, value in event.logs.items():
            self._curve(name).add_running((place, value))

    def _hear_epoch(self, event: EpochDone) -> None:
        self.last_epoch, self._phase = event, "training"
        # The first epoch takes longer than the others, so it counts only while there is no other.
        before = self._seconds_per_epoch if event.epoch > 2 else 0.0
        self._seconds_per_epoch = event.seconds if not before else 0.7 * before + 0.3 * event.seconds
        for name, value in event.logs.items():
            curve = self._curve(name.removeprefix("val_"))
            (curve.validation if name.startswith("val_") else curve.training).append((event.epoch, value))

    def _curve(self, name: str) -> Curve:
        return self.curves.setdefault(name, Curve())

    # -- what panels show --------------------------------------------------------------------------------------

    @property
    def metric(self) -> str:
        """Keras' name of the first metric beside the loss; empty while there is none."""
        return next((name for name in self.curves if name != "loss"), "")

    @property
    def epoch(self) -> int:
        """The epoch that is running, from 1; 0 before training."""
        return max(self.batch.epoch, self.last_epoch.epoch if self.last_epoch else 0)

    @property
    def epoch_share(self) -> float:
        """How much of the epoch is done, 0 to 1; the last epoch that is over counts until the next one begins."""
        if self.last_epoch is not None and self.last_epoch.epoch >= self.batch.epoch:
            return 1.0
        return self.batch.batch / self.batch.batches if self.batch.batches else 0.0

    @property
    def run_share(self) -> float:
        """How much of the training is done, 0 to 1."""
        if not self.epoch or not self.epochs:
            return 0.0
        return min(1.0, (self.epoch - 1 + self.epoch_share) / self.epochs)

    @property
    def downloading(self) -> bool:
        """Whether a file is being downloaded."""
        found = self.download
        return found is not None and self.started is None and (not found.total or found.done < found.total)

    @property
    def training_logs(self) -> Logs:
        """The newest numbers of training: of the epoch so far, or of the one that is over."""
        if self.last_epoch is not None and self.last_epoch.epoch >= self.batch.epoch:
            return self.last_epoch.logs
        return self.batch.logs

    def stage(self, now: float) -> str:
        """Return ``training`` or the word of the stage; a stage between epochs only when it takes its time."""
        between = self._phase == "validating" and now - self._phase_began < LINGER
        return "training" if between else self._phase

    def seconds_left(self, now: float) -> float | None:
        """Return the seconds of training that are left by the pace so far, None while there is none."""
        if self.ended is not None or not self.epoch:
            return None
        left = self.epochs - (self.epoch - 1 + self.epoch_share)
        if self._seconds_per_epoch:
            return left * self._seconds_per_epoch
        if self._first_batch is None or not self.batch.batches:
            return None
        began, first = self._first_batch
        done = self.batch.batch - first
        return left * self.batch.batches * (now - began) / done if done > 0 and now > began else None

    def seconds(self, now: float) -> float:
        """Return how long the run has taken."""
        return (now if self.ended is None else self.ended) - self.began

"""What a run has said so far, put in order: stages, bars, numbers, curves, film. It knows no Qt and no clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from nnviz.export.reports import (
    BatchDone,
    Done,
    Download,
    EpochDone,
    Event,
    Filters,
    Hello,
    Logs,
    Memory,
    Paused,
    Phase,
    Rate,
    Resumed,
    Sample,
    Started,
    Stopping,
)

MOST_POINTS = 1500
"""Points of a curve within epochs; from here on every second one is dropped."""

MOST_FILM = 400
"""Epochs of the film strip; from here on every second old one is dropped."""

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

    def rewind(self, epoch: int) -> None:
        """Forget what was told of ``epoch`` and later: a resumed training tells it again."""
        self.running = [point for point in self.running if point[0] <= epoch - 1]
        self.training = [point for point in self.training if point[0] < epoch]
        self.validation = [point for point in self.validation if point[0] < epoch]


class Record:
    """Takes the events of one run; ``now`` is when they were said, in seconds on one clock, as are all times here."""

    def __init__(self, epochs: int, now: float) -> None:
        self.epochs = epochs
        self.began = now
        self.heard = 0.0
        """When the newest event was said."""
        self.ended: float | None = None
        self.hello: Hello | None = None
        self.download: Download | None = None
        self.started: Started | None = None
        self.done: Done | None = None
        self.batch = BatchDone(0, 0)
        self.last_epoch: EpochDone | None = None
        self.curves: dict[str, Curve] = {}
        """By Keras' name of the quantity, the loss and the metrics."""
        self.rates: list[Point] = []
        """The learning rate at the end of each epoch."""
        self.samples: dict[int, Sample] = {}
        """By epoch, what the network says to the same few samples."""
        self.filters: dict[int, Filters] = {}
        """By epoch, the first layer's kernel."""
        self.memory: Memory | None = None
        self.most_memory = Memory(0)
        """The most of each since the process began."""
        self.refused_rate = False
        """Whether another learning rate was asked for that cannot be had: a schedule gives it."""
        self._asked_rate = 0.0
        self._phase, self._phase_began = "importing", now
        self._first_batch: tuple[float, int] | None = None
        self._first_download: tuple[float, int, str] | None = None
        self._seconds_per_epoch = 0.0
        self._paused_since: float | None = None
        self._paused = 0.0
        self._anew = False

    def hear(self, event: Event, now: float) -> None:
        """Take the next event."""
        self.heard = now
        if isinstance(event, Phase):
            if event.name == "importing":
                self._begin_anew(now)
            self._phase, self._phase_began = event.name, now
        elif isinstance(event, BatchDone):
            self._hear_batch(event, now)
        elif isinstance(event, EpochDone):
            self._hear_epoch(event)
        elif isinstance(event, Paused | Resumed | Stopping):
            self._hear_pause(isinstance(event, Paused), now)
        elif isinstance(event, Download):
            if self._first_download is None or self._first_download[2] != event.name:
                self._first_download = now, event.done, event.name
            self.download = event
        elif isinstance(event, Rate):
            self.refused_rate, self._asked_rate = not event.rate, event.rate
        else:
            self._keep(event)

    def _keep(self, event: Event) -> None:
        if isinstance(event, Hello):
            self.hello = event
        elif isinstance(event, Started):
            self.started, self.epochs = event, event.epochs or self.epochs
            self._phase = "training"
        elif isinstance(event, Sample):
            self.samples[event.epoch] = event
            if len(self.samples) > MOST_FILM:
                for number in sorted(self.samples)[1:-1:2]:
                    del self.samples[number]
        elif isinstance(event, Filters):
            self.filters[event.epoch] = event
        elif isinstance(event, Memory):
            most = self.most_memory
            self.memory = event
            self.most_memory = Memory(max(most.used, event.used), max(most.device, event.device))
        elif isinstance(event, Done):
            self.done = event

    def end(self, now: float) -> None:
        """The run is over."""
        self.ended = now

    def _begin_anew(self, now: float) -> None:
        """A process begins; an earlier one of this run may have told something."""
        # The first one may have begun long before a window heard of it, a later one begins its own time.
        self.began = now if self.epoch else min(self.began, now)
        self._anew = self.epoch > 0
        self.done = self.download = self.started = self._first_batch = self._first_download = None
        self.memory, self.most_memory, self.refused_rate = None, Memory(0), False
        self._paused_since, self._paused, self._asked_rate = None, 0.0, 0.0

    def _rewind(self, epoch: int) -> None:
        self._anew = False
        for curve in self.curves.values():
            curve.rewind(epoch)
        self.rates = [point for point in self.rates if point[0] < epoch]
        self.samples = {number: sample for number, sample in self.samples.items() if number < epoch}
        self.filters = {number: found for number, found in self.filters.items() if number < epoch}
        if self.last_epoch is not None and self.last_epoch.epoch >= epoch:
            self.last_epoch = None

    def _hear_pause(self, paused: bool, now: float) -> None:
        if self._paused_since is not None:
            self._paused += max(0.0, now - self._paused_since)
        self._paused_since = now if paused else None

    def _hear_batch(self, event: BatchDone, now: float) -> None:
        if self._anew:
            self._rewind(event.epoch)
        self.batch, self._phase = event, "training"
        self._asked_rate = 0.0
        if self._first_batch is None:  # before it lies what Keras needs to compile
            self._first_batch = now - self._paused, event.batch
        place = event.epoch - 1 + self.epoch_share
        for name, value in event.logs.items():
            self._curve(name).add_running((place, value))

    def _hear_epoch(self, event: EpochDone) -> None:
        if self._anew:
            self._rewind(event.epoch)
        self.last_epoch, self._phase = event, "training"
        # The first epoch takes longer than the others, so it counts only while there is no other.
        before = self._seconds_per_epoch if event.epoch > 2 else 0.0
        self._seconds_per_epoch = event.seconds if not before else 0.7 * before + 0.3 * event.seconds
        for name, value in event.logs.items():
            if name == "learning_rate":  # a callback's own note; the rate has its place
                continue
            curve = self._curve(name.removeprefix("val_"))
            (curve.validation if name.startswith("val_") else curve.training).append((event.epoch, value))
        if event.rate:
            self.rates.append((event.epoch, event.rate))

    def _curve(self, name: str) -> Curve:
        return self.curves.setdefault(name, Curve())

    # -- what panels show --------------------------------------------------------------------------------------

    @property
    def metrics(self) -> tuple[str, ...]:
        """Keras' names of the metrics beside the loss."""
        return tuple(name for name in self.curves if name != "loss")

    @property
    def epoch(self) -> int:
        """The epoch that is running, from 1; 0 before training."""
        return max(self.batch.epoch, self.last_epoch.epoch if self.last_epoch else 0)

    @property
    def span(self) -> int:
        """How many epochs a curve has room for: all, but at the start of a long run a tenth, a hundredth …"""
        span = max(1, self.epochs)
        while span > 10 * max(1, self.epoch):
            span = -(-span // 10)
        return span

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
    def rate(self) -> float:
        """The learning rate, 0 while it is not known."""
        told = self.last_epoch.rate if self.last_epoch else 0.0
        return self._asked_rate or self.batch.rate or told

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
        pace = self._pace(now)
        left = self.epochs - (self.epoch - 1 + self.epoch_share)
        return None if pace is None else max(0.0, left * pace)

    def epoch_seconds_left(self, now: float) -> float | None:
        """Return the seconds of this epoch that are left, None while there is no pace."""
        pace = self._pace(now)
        return None if pace is None else max(0.0, (1 - self.epoch_share) * pace)

    def download_seconds_left(self, now: float) -> float | None:
        """Return the seconds of the download that are left, None while there is no pace."""
        found, first = self.download, self._first_download
        if found is None or first is None or not found.total or found.done <= first[1] or now <= first[0]:
            return None
        return (found.total - found.done) * (now - first[0]) / (found.done - first[1])

    def _pace(self, now: float) -> float | None:
        """Return the seconds of an epoch."""
        if self.ended is not None or not self.epoch:
            return None
        if self._seconds_per_epoch:
            return self._seconds_per_epoch
        if self._first_batch is None or not self.batch.batches:
            return None
        began, first = self._first_batch
        done, active = self.batch.batch - first, self._active(now)
        return self.batch.batches * (active - began) / done if done > 0 and active > began else None

    def _active(self, now: float) -> float:
        """Return the time on a clock that stands still while training is paused."""
        return (now if self._paused_since is None else self._paused_since) - self._paused

    def seconds(self, now: float) -> float:
        """Return how long the run has taken, without its pauses."""
        return max(0.0, self._active(now if self.ended is None else self.ended) - self.began)

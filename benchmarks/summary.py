"""Repeated measurements of one thing, made into figures, and the ratios between them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any, NamedTuple

from benchmarks.data import Sample
from benchmarks.measure import Measurement


@dataclass(frozen=True)
class Result:
    """One contender's case: seconds of each round in the order they were taken, medians of the rest."""

    kind: str
    rows: int
    case: str
    contender: str
    seconds: list[float]
    wal_bytes: int
    buffers: int
    stages: dict[str, float]
    memory: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def microseconds_per_row(self) -> float:
        return self.median / self.rows * 1e6


def summarise(
    sample: Sample, case: str, contender: str, measurements: Sequence[Measurement]
) -> Result:
    stages = [measurement.details.stages for measurement in measurements]
    memories = [measurement.details.memory for measurement in measurements]
    names = dict.fromkeys(name for found in stages for name in found)
    return Result(
        kind=sample.kind.value,
        rows=sample.rows,
        case=case,
        contender=contender,
        seconds=[measurement.seconds for measurement in measurements],
        wal_bytes=round(median(measurement.wal_bytes for measurement in measurements)),
        buffers=round(median(measurement.buffers for measurement in measurements)),
        stages={name: median(found.get(name, 0.0) for found in stages) for name in names},
        memory={name: max(found[name] for found in memories) for name in memories[0]},
    )


def ratio(ours: Result, theirs: Result) -> float:
    """How many times as long ours took: the median of the rounds' own ratios, each round's two being neighbours."""
    return median(a / b for a, b in zip(ours.seconds, theirs.seconds, strict=True))


class Latency(NamedTuple):
    """Milliseconds of many requests."""

    requests: int
    p50: float
    p99: float
    worst: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Latency":
        cuts = quantiles(seconds, n=100, method="inclusive")
        return cls(len(seconds), cuts[49] * 1e3, cuts[98] * 1e3, max(seconds) * 1e3)

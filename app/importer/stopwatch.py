"""How long each stage of an import took."""

import time


class Stopwatch:
    """Laps by name: each ends where the next begins."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        """All the time since the lap before (or the start) was this stage's."""
        now = time.perf_counter()
        self.seconds[stage] = round(now - self._last, 4)
        self._last = now

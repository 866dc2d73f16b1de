"""Counts of what happened, and nothing about who."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from selfcontact.voice.flow import Exit
from selfcontact.voice.pacer import Pacer, Pacing
from selfcontact.voice.rtcp import Quality


@dataclass(frozen=True, kw_only=True)
class LineFigures:
    """One line since the start of the process; loss and jitter are the worst that callers' ends reported.

    Gaps are in seconds between two packets of a stream as we sent them; late is beyond 40 ms.
    """

    calls: int
    concurrent: int
    exits: Mapping[Exit, int]
    seconds: float
    worst_lost: float
    worst_jitter: float
    gap_p999: float
    late: float

    @property
    def heard(self) -> int:
        """Calls that heard the message to its end, and did not object."""
        return self.exits.get(Exit.HEARD, 0)

    @property
    def objections(self) -> int:
        """Calls that ended by an objection."""
        return self.exits.get(Exit.OBJECTED, 0)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The server at this instant. Gaps are in seconds between two packets of a stream; late is beyond 40 ms."""

    lines: Mapping[str, LineFigures]
    concurrent: int
    refused: Mapping[str, int]
    dropped: Mapping[str, int]
    gap_p999: float
    late: float
    stalls: int


class Metrics:
    """Where the server counts."""

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._exits: dict[str, Counter[Exit]] = {}
        self._seconds: Counter[str] = Counter()
        self._lost: dict[str, float] = {}
        self._jitter: dict[str, float] = {}

    def answered(self, line: str) -> None:
        """Count a call."""
        self._calls[line] += 1

    def ended(self, line: str, seconds: float, outcome: Exit, quality: Quality | None) -> None:
        """Count its end."""
        self._exits.setdefault(line, Counter())[outcome] += 1
        # Milliseconds, as a counter holds whole numbers.
        self._seconds[line] += round(seconds * 1000)
        if quality:
            self._lost[line] = max(self._lost.get(line, 0.0), quality.lost)
            self._jitter[line] = max(self._jitter.get(line, 0.0), quality.jitter)

    def snapshot(self, concurrent: Mapping[str, int], total: int, pacer: Pacer) -> Snapshot:
        """Return the counts, by value."""
        pacing, lines = pacer.pacing, {*self._calls, *concurrent}
        return Snapshot(
            lines={line: self._figures(line, concurrent, pacer.lines.get(line) or Pacing()) for line in lines},
            concurrent=total,
            refused=dict(self.refused),
            dropped=dict(self.dropped),
            gap_p999=pacing.percentile(0.999),
            late=pacing.late(),
            stalls=pacing.stalls,
        )

    def _figures(self, line: str, concurrent: Mapping[str, int], pacing: Pacing) -> LineFigures:
        return LineFigures(
            calls=self._calls[line],
            concurrent=concurrent.get(line, 0),
            exits=dict(self._exits.get(line, {})),
            seconds=self._seconds[line] / 1000,
            worst_lost=self._lost.get(line, 0.0),
            worst_jitter=self._jitter.get(line, 0.0),
            gap_p999=pacing.percentile(0.999),
            late=pacing.late(),
        )

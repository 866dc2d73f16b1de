"""How fast a load goes, and when it will be over."""

from dataclasses import dataclass

from selfcontact.uploads.models import Upload


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Percent of the file read, lines judged a second, seconds left; None as long as it is too early to say."""

    percent: int
    lines_per_second: float | None = None
    seconds_left: int | None = None


def pace(upload: Upload) -> Pace:
    """Return the pace of a load, from its start to its latest word."""
    percent = min(100, 100 * upload.done // upload.length)
    if upload.reading_since is None or upload.progressed_at is None or not upload.done:
        return Pace(percent=percent)
    seconds = (upload.progressed_at - upload.reading_since).total_seconds()
    if seconds < 1:
        return Pace(percent=percent)
    left = (upload.length - upload.done) * seconds / upload.done
    return Pace(percent=percent, lines_per_second=upload.lines / seconds, seconds_left=round(left))

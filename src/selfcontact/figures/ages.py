"""The four bands of ages, merged with their neighbours until each holds a crowd."""

from collections.abc import Callable, Sequence

Band = tuple[int, int]
BANDS: tuple[Band, ...] = ((18, 34), (35, 49), (50, 64), (65, 120))


def bands(age_from: int, age_to: int) -> list[Band]:
    """Return the bands that an audience touches, cut to its ages."""
    cut = [(max(first, age_from), min(last, age_to)) for first, last in BANDS]
    return [(first, last) for first, last in cut if first <= last]


def merged(found: Sequence[Band], persons: Callable[[Band], int], fits: Callable[[Band], bool]) -> list[Band]:
    """Return neighbouring bands put together until each fits; one that fits nowhere takes all the others with it."""
    left = list(found)
    while len(left) > 1 and (bad := next((at for at, band in enumerate(left) if not fits(band)), None)) is not None:
        neighbours = [at for at in (bad - 1, bad + 1) if 0 <= at < len(left)]
        other = min(neighbours, key=lambda at: persons(left[at]))
        first, last = sorted((bad, other))
        left[first : last + 1] = [(left[first][0], left[last][1])]
    return left

"""The rules of small cells (privacy note, 4.7): when a count may be shown, and to what it is rounded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: A label to a number from 0 to 4 that nobody foresees without the mandate's keys; the same label, the same number.
Offset = Callable[[str], int]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Thresholds in persons; printed with every release."""

    volume: int = 11
    behaviour: int = 20
    base: int = 5


RULES = Rules()


def passes(count: int, whole: int, threshold: int) -> bool:
    """Tell whether a count among `whole` persons may be shown: it and its complement reach the threshold."""
    return count >= threshold and whole - count >= threshold


def rounded(count: int, label: str, offset: Offset, base: int) -> int:
    """Return the multiple of `base` just under or just over, as `offset` decides for that label once and for all.

    It never goes down while the count goes up: who watches it learns no more than from its last value.
    """
    return (count + offset(label) % base) // base * base


def moved_enough(count: int, before: int, threshold: int) -> bool:
    """Tell whether a behaviour may be shown again: a crowd joined since.

    That nobody did is not shown either, or a day without a figure would tell that somebody did.
    """
    return count - before >= threshold


def merged(counts: Mapping[str, int], threshold: int) -> list[tuple[tuple[str, ...], int]]:
    """Return groups of names that all reach the threshold, small ones put together; empty when all of it is small."""
    large = sorted((name for name in counts if counts[name] >= threshold), key=lambda name: -counts[name])
    small = [name for name in counts if counts[name] < threshold]
    # Nobody is dropped: a group left out could be had by subtraction from the total.
    if small and sum(counts[name] for name in small) < threshold:
        if not large:
            return []
        small.append(large.pop())
    groups = [(name,) for name in large] + ([tuple(sorted(small))] if small else [])
    return [(group, sum(counts[name] for name in group)) for group in groups]

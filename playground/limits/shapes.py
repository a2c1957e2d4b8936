"""A small language to write down which JSON Slack takes; the reference tables are written in it.

A check looks at one value and yields a complaint for everything that is wrong with it. The sentences are those of
Slack's own validator (github.com/slackhq/hack-json-schema, src/Constraints). As Slack's, these shapes know no
additional properties and take null for no value at all. Length is counted in characters, whatever the script.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import TypeAlias

from playground.limits.complaint import Complaint

Check: TypeAlias = Callable[[object, str], Iterable[Complaint]]
"""A value and the place where it stands: what is wrong with it."""


def string(*, least: int = 0, most: int | None = None) -> Check:
    """Take strings of so many characters."""

    def check(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, str):
            yield Complaint(where, "must provide a string")
        elif len(value) < least:
            yield Complaint(where, f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            yield Complaint(where, f"must be less than {most + 1} characters")

    return check


def choice(*allowed: str) -> Check:
    """Take the strings named."""
    return fitting(lambda value: value in allowed, "must be a valid enum value")


def fitting(fits: Callable[[str], object], what: str) -> Check:
    """Take strings that fit, and say what of the others."""

    def check(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, str):
            yield Complaint(where, "must provide a string")
        elif not fits(value):
            yield Complaint(where, what)

    return check


def flag(value: object, where: str) -> Iterator[Complaint]:
    """Take true and false."""
    if not isinstance(value, bool):
        yield Complaint(where, "must be a boolean")


def anything(_value: object, _where: str) -> Iterable[Complaint]:
    """Take every value."""
    return ()


def some_object(value: object, where: str) -> Iterator[Complaint]:
    """Take every object."""
    if not isinstance(value, Mapping):
        yield Complaint(where, "must provide an object")


def integer(*, least: int, most: int | None = None) -> Check:
    """Take whole numbers from `least` to `most`."""

    def check(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Complaint(where, "must provide an integer")
        elif value < least:
            yield Complaint(where, f"must be greater than {least}")
        elif most is not None and value > most:
            yield Complaint(where, f"must be less than {most}")

    return check


def number(*, above: int | None = None) -> Check:
    """Take numbers, and none as small as `above`."""

    def check(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, int | float) or isinstance(value, bool) or not _written(value):
            yield Complaint(where, "must provide a number")
        elif above is not None and value <= above:
            yield Complaint(where, f"must be greater than {above}")

    return check


def _written(value: float) -> bool:
    return isinstance(value, int) or isfinite(value)


def listing(of: Check, *, least: int = 0, most: int | None = None) -> Check:
    """Take lists of so many items that all pass."""

    def check(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, Sequence) or isinstance(value, str | bytes):
            yield Complaint(where, "must provide an array")
            return
        if len(value) < least:
            yield Complaint(where, f"must provide at least {least} items")
        if most is not None and len(value) > most:
            yield Complaint(where, f"no more than {most} items allowed")
        for place, item in enumerate(value):
            yield from of(item, f"{where}/{place}")

    return check


def shape(needs: Mapping[str, Check] | None = None, /, **takes: Check) -> Check:
    """Take objects that have every field of `needs`, perhaps some of `takes`, and no others."""
    needed = needs or {}
    known = {**needed, **takes}

    def check(value: object, where: str) -> Iterator[Complaint]:
        if not isinstance(value, Mapping):
            yield Complaint(where, "must provide an object")
            return
        yield from (Complaint(where, f"missing required field: {key}") for key in needed if key not in value)
        yield from (Complaint(where, f"invalid additional property: {key}") for key in value if key not in known)
        for key in known:
            if key in value:
                yield from known[key](value[key], f"{where}/{key}")

    return check


def typed(needs: Mapping[str, Check] | None = None, /, **takes: Check) -> Check:
    """Take such objects if they say their type besides, which `union` looks at."""
    return shape({"type": anything, **(needs or {})}, **takes)


def union(kinds: Mapping[str, Check]) -> Check:
    """Take objects whose `type` is one of the kinds and that pass as that kind."""

    def check(value: object, where: str) -> Iterable[Complaint]:
        if not isinstance(value, Mapping):
            return [Complaint(where, "must provide an object")]
        if "type" not in value:
            return [Complaint(where, "missing required field: type")]
        kind = value["type"]
        if not isinstance(kind, str):
            return [Complaint(f"{where}/type", "must provide a string")]
        if kind not in kinds:
            return [Complaint(f"{where}/type", f"unsupported type: {kind}")]
        return kinds[kind](value, where)

    return check


def either(check: Check) -> Check:
    """Say first, as Slack does where it tries several schemas, that none of them fits."""

    def both(value: object, where: str) -> Iterator[Complaint]:
        if wrong := list(check(value, where)):
            yield Complaint(where, "failed to match all allowed schemas")
            yield from wrong

    return both

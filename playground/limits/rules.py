"""Rules: what holds between the fields of an object, once each of them has been found right."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, cast

from playground.limits.complaint import Complaint
from playground.limits.shapes import Check

Rule: TypeAlias = Callable[[Mapping[str, Any], str], Iterable[Complaint]]


def keeping(check: Check, *rules: Rule) -> Check:
    """Take objects that pass the check, and then keep the rules."""

    def both(value: object, where: str) -> Iterator[Complaint]:
        if wrong := list(check(value, where)):
            yield from wrong
            return
        for rule in rules:
            yield from rule(cast(Mapping[str, Any], value), where)

    return both


def at_least_one(*fields: str) -> Rule:
    """Want one of the fields, or several."""

    def rule(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
        if not any(field in value for field in fields):
            yield Complaint(where, f"must define either {_either(fields)}")

    return rule


def at_most_one(*fields: str) -> Rule:
    """Refuse the fields together."""

    def rule(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
        if sum(field in value for field in fields) > 1:
            yield Complaint(where, f"must define only one of {_either(fields)}")

    return rule


def distinct(items: str, field: str) -> Rule:
    """Want the field to differ between the items; those without it do not count."""

    def rule(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
        names = ((f"{where}/{items}/{at}/{field}", item.get(field)) for at, item in enumerate(value.get(items, ())))
        yield from repeated(field, names)

    return rule


def repeated(field: str, names: Iterable[tuple[str, str | None]]) -> Iterator[Complaint]:
    """Complain of every name that was given before, at the place where it is given again."""
    seen: set[str] = set()
    for where, name in names:
        if name in seen:
            yield Complaint(where, f'`{field}` "{name}" already exists')
        if name is not None:
            seen.add(name)


def initially_one_of_its_options(value: Mapping[str, Any], where: str) -> Iterator[Complaint]:
    """Want what is chosen at first to be there to be chosen."""
    groups = value.get("option_groups", ())
    offered = {_meant(option) for group in (value, *groups) for option in group.get("options", ())}
    for field in ("initial_option", "initial_options"):
        if field in value:
            chosen = [value[field]] if field == "initial_option" else value[field]
            if not chosen or not offered.issuperset(map(_meant, chosen)):
                yield Complaint(f"{where}/{field}", "must be one of the provided options")


def _meant(option: Mapping[str, Any]) -> tuple[str, str]:
    return option["value"], option["text"]["text"]


def _either(fields: Iterable[str]) -> str:
    return " or ".join(f"`{field}`" for field in fields)

"""The forms: how each looks, what fits what somebody types, the line it asks; to add one, a file and a line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.forms import (
    absence,
    assign,
    cover,
    hearing,
    log_contact,
    newcomer,
    person,
    pick,
    policy,
    reassign,
    snooze_until,
)
from bot.question import Form, Question


def _nothing(_question: Question) -> Mapping[str, str]:
    """Suggest nothing."""
    return {}


def _anything(_question: Question, _values: Mapping[str, str]) -> Mapping[str, str]:
    """Take whatever was filled in."""
    return {}


@dataclass(frozen=True)
class Kind:
    """A form that asks a question once it is filled in.

    `draw` is given what the button says about it, `suggest` what somebody has typed into a field so far, `line` the
    values of the fields and what the button said; suggestions are values by their labels. Fields for which something
    else is suggested are in `others`. `mistakes` says in sentences what is wrong with the values, by field.
    """

    draw: Callable[[Question], Form]
    line: Callable[[Mapping[str, str], str], str]
    suggest: Callable[[Question], Mapping[str, str]] = _nothing
    mistakes: Callable[[Question, Mapping[str, str]], Mapping[str, str]] = _anything
    others: Mapping[str, Callable[[Question], Mapping[str, str]]] = field(default_factory=dict)

    def suggested(self, question: Question, *, into: str) -> Mapping[str, str]:
        """Return what fits what somebody types into a field."""
        return self.others.get(into, self.suggest)(question)


FORMS: Mapping[str, Kind] = {
    "pick": Kind(pick.draw, pick.line, pick.suggest),
    "log_contact": Kind(log_contact.draw, log_contact.line),
    "snooze_until": Kind(snooze_until.draw, snooze_until.line, mistakes=snooze_until.mistakes),
    "absence": Kind(absence.draw, absence.line, mistakes=absence.mistakes),
    "reassign": Kind(reassign.draw, reassign.line, reassign.suggest),
    "assign": Kind(assign.draw, assign.line, assign.people, assign.mistakes, others={"customers": assign.customers}),
    "cover": Kind(cover.draw, cover.line, cover.suggest, cover.mistakes),
    "person": Kind(person.draw, person.line, person.suggest, person.mistakes),
    "newcomer": Kind(newcomer.draw, newcomer.line, newcomer.suggest),
    "hearing": Kind(hearing.draw, hearing.line, mistakes=hearing.mistakes),
    "policy": Kind(policy.draw, policy.line, mistakes=policy.mistakes),
}
"""Every form by its name."""

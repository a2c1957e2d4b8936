"""The forms: how each looks, what fits what somebody types, the line it asks; to add one, a file and a line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.forms import pick
from bot.question import Form, Question


@dataclass(frozen=True)
class Kind:
    """A form that asks a question once it is filled in.

    `draw` is given what the button says about it, `suggest` what somebody has typed into a field so far, `line` the
    values of the fields; suggestions are values by their labels.
    """

    draw: Callable[[Question], Form]
    suggest: Callable[[Question], Mapping[str, str]]
    line: Callable[[Mapping[str, str]], str]


FORMS: Mapping[str, Kind] = {"pick": Kind(pick.draw, pick.suggest, pick.line)}
"""Every form by its name."""

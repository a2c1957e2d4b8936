"""What people press: buttons, menus, boxes to tick. Each carries the line that it asks, or names a form that it opens.

Answers take the place of the message that was pressed, where nobody else sees it. A message that is `kept` stays as it
is: its answers go beside it, and what becomes of it, it shows by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import slackblocks as slack

from bot.telling.blocks import Part, plain

KEPT = "ask_kept_"
"""How the `action_id`s of a message begin that is kept; all others begin with `ask_`."""

FORM = "form_"
"""What begins so, where a line would stand, opens the form that is named behind."""

TICKED = "{ticked}"
"""Stands in a line for the values of all boxes that are ticked in the message."""

LABEL = 75
TICKS = 10
"""The most boxes in one group."""

OVERFLOW = 5
"""The most lines behind the three dots."""


@dataclass(frozen=True)
class Button:
    """A button, or the first of its row."""

    label: str
    line: str
    primary: bool = False


@dataclass(frozen=True)
class Menu:
    """A menu of lines by what they read; without a name, the three dots beside a line."""

    lines: Mapping[str, str]
    name: str = ""


def told_apart(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return lines, each once, by what they read; of those that read the same, the later ones are numbered."""
    labels: dict[str, str] = {}
    for line, label in {line: label for label, line in lines}.items():
        numbered = (label if number == 1 else f"{label} ({number})" for number in count(1))
        labels[next(one for one in numbered if one not in labels)] = line
    return labels


@dataclass(frozen=True)
class Box:
    """A box to tick, with what stands under it."""

    label: str
    value: str
    beside: str = ""


def opening(form: str, words: str) -> str:
    """Return what opens a form, telling it some words."""
    return f"{FORM}{form} {words}"


def row(*controls: Button | Menu | None, kept: bool = False, first: int = 1) -> Part | None:
    """Return controls side by side, numbered from `first`, leaving out those that are None; None if all are."""
    there = [control for control in controls if control and (isinstance(control, Button) or control.lines)]
    prefix = KEPT if kept else "ask_"
    elements = [_element(control, f"{prefix}{number}") for number, control in enumerate(there, start=first)]
    return slack.ActionsBlock(elements) if elements else None


def dotted(line: str, menu: Button | Menu, *, kept: bool = False) -> Part:
    """Return a line of mrkdwn with the three dots beside it, which take no row of their own on a phone; or a button."""
    return slack.SectionBlock(slack.Text(line, verbatim=True), accessory=_element(menu, f"{KEPT if kept else 'ask_'}0"))


def boxes(choices: Sequence[Box]) -> list[Part]:
    """Return boxes to tick, ten to a group."""
    groups = [choices[start : start + TICKS] for start in range(0, len(choices), TICKS)]
    return [
        slack.ActionsBlock([slack.CheckboxGroup(f"ticked_{number}", [_box(one) for one in group])])
        for number, group in enumerate(groups, start=1)
    ]


def _element(control: Button | Menu, action_id: str) -> slack.Element:
    """Return a control as Slack takes it."""
    if isinstance(control, Button):
        style = slack.elements.ButtonStyle.PRIMARY if control.primary else None
        return slack.Button(plain(control.label, LABEL), action_id, value=control.line, style=style)
    options = [_option(label, line) for label, line in control.lines.items()]
    if control.name:
        return slack.StaticSelectMenu(action_id, options, placeholder=plain(control.name, LABEL))
    return slack.OverflowMenu(action_id, options[:OVERFLOW])


def _option(label: str, value: str) -> slack.Option:
    """Return one thing to choose."""
    return slack.Option(_text(label), value)


def _box(box: Box) -> slack.Option:
    """Return a box as Slack takes it."""
    return slack.Option(_text(box.label), box.value, description=_text(box.beside) if box.beside else None)


def _text(text: str) -> slack.Text:
    """Return words without markup."""
    return slack.Text(plain(text, LABEL), type_=slack.TextType.PLAINTEXT)

"""What can be made to happen outside Slack: the plan's actions, each a command that is run as it is written there."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.element import Element

from playground import outside
from playground.page.language import chosen
from playground.page.parts import SUBMITTED, VALUE, part
from playground.page.redrawing import Redrawn
from playground.page.screen import Screen

NOTHING = "The plan of this workspace has no actions. They are commands, such as “a customer visits”."


def draw(screen: Screen) -> list[Redrawn]:
    """Draw a form for each action, and the app's shortcuts."""
    if not screen.slack.plan.actions:
        part("p", "hint", screen.says(NOTHING))
    for action in screen.slack.plan.actions:
        _form(action, screen)
    return []


def _form(action: Mapping[str, Any], screen: Screen) -> None:
    """Draw what an action asks for, a button, and what the command says."""
    entered: dict[str, str] = {}
    with part("form", "form action") as form:
        part("h3", "backstage-title", chosen(action["label"], screen.locale))
        for field in action.get("fields", ()):
            _field(field, entered, screen.locale)
        button = part("button", "button", screen.says("Let it happen"), type="submit")
        said = ui.label("").classes("said").props("role=status")
    form.on("submit", partial(_run, action["command"], entered, screen, button, said), js_handler=SUBMITTED)


def _field(field: Mapping[str, Any], entered: dict[str, str], locale: str) -> None:
    """Draw something to fill in."""
    name, choices = field["name"], field.get("choices") or ()
    entered[name] = str(field.get("value") or (choices[0] if choices else ""))

    def keep(event: Any) -> None:
        entered[name] = event.args

    with part("label", "label", chosen(field.get("label") or name, locale)):
        if choices:
            with part("select", "field") as given:
                for choice in choices:
                    part("option", "", str(choice), value=str(choice))
        else:
            kind = {"number": "number", "date": "date"}.get(field.get("kind", ""), "text")
            given = part("input", "field", type=kind, defaultValue=entered[name], step="any")
    given.on("input", keep, js_handler=VALUE)


async def _run(
    command: Sequence[str], entered: Mapping[str, str], screen: Screen, button: Element, said: ui.label
) -> None:
    """Run the command, and show what it said."""
    button.props["aria-busy"] = "true"
    words = await outside.happens(screen.slack, command, entered)
    if not button.is_deleted:
        said.text = words
        button.props.pop("aria-busy")

"""What can be made to happen outside Slack: the plan's actions, each a command that is run as it is written there."""

import asyncio
import os
import re
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.element import Element

from playground.page.parts import SUBMITTED, VALUE, part
from playground.page.redrawing import Redrawn
from playground.page.screen import Screen

PATIENCE_SECONDS = 120.0

FIELD = re.compile(r"\{(\w+)\}")


def draw(screen: Screen) -> list[Redrawn]:
    """Draw a form for each action, and the app's shortcuts."""
    if not screen.slack.plan.actions:
        part("p", "hint", "The plan of this workspace has no actions. They are commands, such as “a customer visits”.")
    for action in screen.slack.plan.actions:
        _form(action, screen)
    return []


def filled(command: Sequence[str], entered: Mapping[str, str]) -> list[str]:
    """Return a command with what was entered in place of `{name}`; no word is ever read by a shell."""
    return [FIELD.sub(lambda match: entered.get(match[1], match[0]), word) for word in command]


def _form(action: Mapping[str, Any], screen: Screen) -> None:
    """Draw what an action asks for, a button, and what the command says."""
    entered: dict[str, str] = {}
    with part("form", "form action") as form:
        part("h3", "backstage-title", action["label"])
        for field in action.get("fields", ()):
            _field(field, entered)
        button = part("button", "button", "Let it happen", type="submit")
        said = ui.label("").classes("said").props("role=status tag=pre")
    form.on("submit", partial(_run, action["command"], entered, screen, button, said), js_handler=SUBMITTED)


def _field(field: Mapping[str, Any], entered: dict[str, str]) -> None:
    """Draw something to fill in."""
    name, choices = field["name"], field.get("choices") or ()
    entered[name] = str(field.get("value") or (choices[0] if choices else ""))

    def keep(event: Any) -> None:
        entered[name] = event.args

    with part("label", "label", field.get("label") or name):
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
    words = await _said(filled(command, entered), {**os.environ, **screen.slack.environment})
    screen.slack.changes.happened()
    if not button.is_deleted:
        said.text = words
        button.props.pop("aria-busy")


async def _said(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return what a command says, and how it ended."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT
        )
    except OSError as failure:
        return f"{command[0]} cannot be run: {failure}"
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    except TimeoutError:
        process.kill()
        return f"It took longer than {PATIENCE_SECONDS:.0f} seconds, and was stopped."
    words = output.decode(errors="replace").strip()
    return words or ("Done." if process.returncode == 0 else f"It ended with {process.returncode}.")

"""Boxes to tick, and circles of which one is filled."""

from collections.abc import Callable
from typing import Any

from nicegui.element import Element

from playground.page import words
from playground.page.elements.confirming import confirmed
from playground.page.parts import CHECKED, part, rendered
from playground.page.stage import Json, Spot


def checkboxes(spot: Spot) -> Element:
    """Any number of boxes."""
    ticked: dict[str, Json] = {option["value"]: option for option in spot.value.get("selected_options") or ()}

    async def tick(option: Json, is_on: bool) -> None:
        ticked[option["value"]] = option
        if not is_on:
            del ticked[option["value"]]
        chosen = [each for each in spot.element["options"] if each["value"] in ticked]
        if await confirmed(spot):
            await spot.choose(selected_options=chosen)

    return _group(spot, "checkbox", set(ticked), tick)


def radio_buttons(spot: Spot) -> Element:
    """One of several."""
    selected = spot.value.get("selected_option") or {}

    async def fill(option: Json, is_on: bool) -> None:
        if is_on and await confirmed(spot):
            await spot.choose(selected_option=option)

    return _group(spot, "radio", {selected.get("value")}, fill)


def _group(spot: Spot, kind: str, on: set[Any], change: Callable[[Json, bool], Any]) -> Element:
    """Draw the options, each with its label and its description."""
    with part("fieldset", "checks") as group:
        part("legend", "unseen", spot.name)
        for option in spot.element.get("options", ()):
            with part("label", "check"):
                box = part("input", type=kind, name=group.html_id, checked=option["value"] in on)
                box.on("change", lambda event, option=option: change(option, event.args), js_handler=CHECKED)
                rendered(words.shown(option["text"], spot.stage.reader), tag="span")
                if option.get("description"):
                    rendered(words.shown(option["description"], spot.stage.reader), "hint", tag="span")
    return group

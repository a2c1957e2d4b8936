"""Fields to type into."""

from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from playground.page import words
from playground.page.parts import VALUE, part
from playground.page.stage import Spot

ENTER = "e => { if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) { e.preventDefault(); emit(e.target.value) } }"

TYPES = {"email_text_input": "email", "url_text_input": "url", "number_input": "text", "plain_text_input": "text"}


def field(spot: Spot) -> Element:
    """A line, or several where the bot wants `multiline`."""
    element = spot.element
    is_long = bool(element.get("multiline"))
    drawn = part(
        "textarea" if is_long else "input",
        "field field-long" if is_long else "field",
        type=None if is_long else TYPES[element["type"]],
        inputmode="decimal" if element["type"] == "number_input" else None,
        maxlength=element.get("max_length"),
        placeholder=words.plain(element.get("placeholder")) or None,
        **_labelled(spot),
    )
    return _heard(drawn, spot)


def rich_text_input(spot: Spot) -> Element:
    """A field for rich text; what is typed here has no formatting."""
    written = "".join(
        piece.get("text", "")
        for section in (spot.value.get("rich_text_value") or {}).get("elements", ())
        for piece in section.get("elements", ())
    )
    drawn = part("textarea", "field field-long", defaultValue=written, aria_label=spot.name)
    return drawn.on("input", lambda event: spot.enter(rich_text_value=_rich(event.args)), js_handler=VALUE)


def _labelled(spot: Spot) -> dict[str, Any]:
    """Return what the field is called and what is in it."""
    return {"aria_label": spot.name, "defaultValue": spot.value.get("value") or ""}


def _heard(drawn: Element, spot: Spot) -> Element:
    """Keep what is typed, and tell the bot as it asked for: on Enter, or at each letter."""
    told = spot.element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])

    async def typed(event: GenericEventArguments) -> None:
        spot.enter(value=event.args or None)
        if not spot.is_quiet and "on_character_entered" in told:
            await spot.choose(value=event.args)

    drawn.on("input", typed, js_handler=VALUE)
    if not spot.is_quiet and "on_enter_pressed" in told:
        drawn.on("keydown", lambda event: spot.choose(value=event.args), js_handler=ENTER)
    return drawn


def _rich(typed: str) -> dict[str, Any] | None:
    """Return typed text as rich text."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": typed}]}
    return {"type": "rich_text", "elements": [section]} if typed else None

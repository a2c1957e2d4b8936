"""Asking back before something happens: an element's `confirm`."""

import asyncio

from nicegui import ui

from playground.page import words
from playground.page.parts import in_browser, part, rendered
from playground.page.reader import Reader
from playground.page.stage import Json, Spot


async def confirmed(spot: Spot) -> bool:
    """Return whether the person means it, asking only where the bot wants that asked."""
    confirm: Json | None = spot.element.get("confirm")
    return not confirm or await meant(confirm, spot.stage.reader)


async def meant(confirm: Json, reader: Reader) -> bool:
    """Return whether the person means it, who is asked that."""
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    with ui.context.client.content, part("dialog", "modal confirm", aria_label=words.plain(confirm["title"])) as box:
        _question(confirm, reader)
    box.on("close", lambda event: answer.set_result(event.args == "yes"), js_handler="e => emit(e.target.returnValue)")
    in_browser(box, "show")
    try:
        return await answer
    finally:
        box.delete()


def _question(confirm: Json, reader: Reader) -> None:
    """Draw the dialog: its buttons close it, and say which of them was pressed."""
    style = {"primary": "button-primary", "danger": "button-danger"}[confirm.get("style", "primary")]
    part("h2", "modal-title", words.plain(confirm.get("title")))
    rendered(words.shown(confirm.get("text"), reader), "modal-body")
    with part("form", "modal-foot", method="dialog"):
        part("button", "button", words.plain(confirm.get("deny")) or reader.says("Cancel"), value="no")
        part(
            "button",
            f"button {style}",
            words.plain(confirm.get("confirm")) or reader.says("Yes"),
            value="yes",
            autofocus=True,
        )

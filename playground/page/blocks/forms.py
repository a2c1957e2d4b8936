"""Blocks to act with: actions, context actions and input."""

from nicegui.element import Element

from playground.page import elements, words
from playground.page.parts import part, rendered
from playground.page.stage import Json, Spot, Stage


def actions(block: Json, stage: Stage) -> None:
    """Elements in a row."""
    with part("div", "actions"):
        for element in block.get("elements", ()):
            elements.draw(Spot(stage, block.get("block_id", ""), element))


def input_(block: Json, stage: Stage) -> None:
    """A label, what to fill in, a hint, and what is wrong with it."""
    label, block_id = words.plain(block.get("label")), block.get("block_id", "")
    error = stage.errors.get(block_id)
    with part("div", "input input-wrong" if error else "input"):
        with part("label", "label", label) as title:
            if block.get("optional"):
                part("span", "hint", " " + stage.reader.says("(optional)"))
        is_quiet = not block.get("dispatch_action")
        drawn = elements.draw(Spot(stage, block_id, block.get("element", {}), is_quiet=is_quiet, label=label))
        title.props["for"] = drawn.html_id
        _explained(drawn, block, stage, error)


def _explained(drawn: Element, block: Json, stage: Stage, error: str | None) -> None:
    """Add the hint and the error, and let a screen reader say them with the field."""
    said = []
    if error:
        drawn.props["aria-invalid"] = "true"
        said.append(part("div", "error", stage.reader.says(error), role="alert").html_id)
    if block.get("hint"):
        said.append(rendered(words.shown(block["hint"], stage.reader), "hint").html_id)
    if said:
        drawn.props["aria-describedby"] = " ".join(said)

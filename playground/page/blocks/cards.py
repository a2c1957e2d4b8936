"""Blocks in frames: card, carousel, task card and plan."""

from playground.page import elements, words
from playground.page.blocks import rich
from playground.page.blocks.media import picture
from playground.page.parts import part, rendered
from playground.page.stage import Json, Spot, Stage

STATUS = {"pending": "○ Pending", "in_progress": "◐ In progress", "complete": "✓ Complete", "error": "✗ Error"}


def card(block: Json, stage: Stage) -> None:
    """A picture, a title, a few words and buttons."""
    with part("div", "card"):
        if block.get("hero_image"):
            picture(block["hero_image"], "card-hero")
        with part("div", "card-head"):
            if block.get("icon"):
                picture(block["icon"], "icon")
            with part("div"):
                rendered(words.shown(block.get("title"), stage.reader), "card-title")
                rendered(words.shown(block.get("subtitle"), stage.reader), "hint")
        for name, classes in (("body", "text"), ("subtext", "hint")):
            if block.get(name):
                rendered(words.shown(block[name], stage.reader), classes)
        with part("div", "actions"):
            for element in block.get("actions") or ():
                elements.draw(Spot(stage, block.get("block_id", ""), element))


def carousel(block: Json, stage: Stage) -> None:
    """Cards side by side."""
    with part("div", "carousel", tabindex=0, role="region", aria_label=stage.reader.says("Cards")):
        for each in block.get("elements", ()):
            card(each, stage)


def task_card(block: Json, stage: Stage) -> None:
    """A task, and how far it has got."""
    with part("div", "card"):
        part("span", "hint", STATUS.get(block.get("status", ""), ""))
        part("strong", "", block.get("title", ""))
        for name in ("details", "output"):
            if block.get(name):
                rendered(rich.html(block[name], stage.reader), "text")


def plan(block: Json, stage: Stage) -> None:
    """Tasks under a title."""
    part("h3", "block-header", block.get("title", ""))
    for each in block.get("tasks", ()):
        task_card(each, stage)

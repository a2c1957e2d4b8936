"""Blocks of words: section, header, context, divider, markdown and alert."""

from nicegui import ui

from playground.page import elements, words
from playground.page.blocks.media import picture
from playground.page.parts import part, rendered
from playground.page.stage import Json, Spot, Stage


def section(block: Json, stage: Stage) -> None:
    """Text, fields in two columns, and one element at the side."""
    with part("div", "section"):
        with part("div", "section-text"):
            if block.get("text"):
                rendered(words.shown(block["text"], stage.reader), "text")
            if block.get("fields"):
                with part("div", "section-fields"):
                    for each in block["fields"]:
                        rendered(words.shown(each, stage.reader), "text")
        if block.get("accessory"):
            with part("div", "section-accessory"):
                _accessory(block, stage)


def _accessory(block: Json, stage: Stage) -> None:
    """Draw the element at the side of a section: a picture, or something to press."""
    accessory = block["accessory"]
    if accessory.get("type") == "image":
        picture(accessory, "thumbnail")
    else:
        label = words.said(block.get("text"), stage.reader)[:80]
        elements.draw(Spot(stage, block.get("block_id", ""), accessory, label=label))


def header(block: Json, _stage: Stage) -> None:
    """A title."""
    part("h3", "block-header", words.plain(block.get("text")))


def context(block: Json, stage: Stage) -> None:
    """Small print, with small pictures."""
    with part("div", "context"):
        for each in block.get("elements", ()):
            if each.get("type") == "image":
                picture(each, "icon")
            else:
                rendered(words.shown(each, stage.reader), "text")


def divider(_block: Json, _stage: Stage) -> None:
    """A line across."""
    part("hr", "divider")


def markdown(block: Json, _stage: Stage) -> None:
    """Markdown as everybody else writes it."""
    ui.markdown(block.get("text", "")).classes("markdown text")


def alert(block: Json, stage: Stage) -> None:
    """Something to be noticed, by its word and its colour."""
    level = block.get("level", "default")
    with part("div", f"alert alert-{level}", role="note"):
        if level != "default":
            part("strong", "", level.capitalize())
        rendered(words.shown(block.get("text"), stage.reader), "text")

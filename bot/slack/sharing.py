"""Showing others an answer that only one person sees: the button, and what becomes of the answer when it is pressed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.locale import Language
from bot.question import Asker, Block, Reply
from bot.telling import blocks

SHARE = "share"
"""The `action_id` of the button; its value is the line that is asked again, by whoever presses it."""


def offered(reply: Reply, language: Language) -> Reply:
    """Return an answer with the button that shares it, beside the other buttons, above how far the data reaches."""
    *above, last = reply.blocks
    row = above.pop() if above[-1]["type"] == "actions" else {"type": "actions", "elements": []}
    button = {
        "type": "button",
        "action_id": SHARE,
        "value": reply.again,
        "text": _plain(language.say("Share")),
        "confirm": {
            "title": _plain(language.say("Share with this channel?")),
            "text": _plain(language.say("Everybody here will see this answer, and that you shared it.")),
            "confirm": _plain(language.say("Share")),
            "deny": _plain(language.say("Cancel")),
        },
    }
    return replace(reply, blocks=(*above, {**row, "elements": [*row["elements"], button]}, last))


def shared(reply: Reply, language: Language, *, by: Asker) -> Reply:
    """Return an answer as everybody in the channel sees it: headed by who shared it, and without buttons."""
    name = blocks.escaped(by.name) if by.name else f"<@{by.slack_id}>"
    heading = language.say("Shared by {name}:", name=name)
    shown = (block for block in reply.blocks if block["type"] != "actions")
    return replace(
        reply, text=blocks.closed(f"{heading} {reply.text}"), blocks=(blocks.rendered(blocks.remark(heading)), *shown)
    )


def done(reply: Reply, language: Language) -> Reply:
    """Return an answer as whoever shared it sees it from then on."""
    *above, last = reply.blocks
    note = blocks.rendered(blocks.remark(language.say("You shared this with the channel.")))
    return replace(reply, blocks=(*above, note, last))


def withdrawn(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message without the button, for where there is nobody else to see it."""
    if "blocks" not in message:
        return dict(message)
    rows = [_without_button(block) for block in message["blocks"]]
    return {**message, "blocks": [row for row in rows if row.get("elements") != []]}


def _without_button(block: Block) -> Block:
    """Return a block without the button."""
    if block["type"] != "actions":
        return block
    return {**block, "elements": [element for element in block["elements"] if element["action_id"] != SHARE]}


def _plain(text: str) -> dict[str, str]:
    """Return a text without markup."""
    return {"type": "plain_text", "text": text}

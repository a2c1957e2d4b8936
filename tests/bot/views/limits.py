"""What Slack accepts of a message, as far as our answers use it."""

import re
from collections.abc import Iterator
from typing import Any

from bot.question import Block, Reply

TEXT_OF_A_MESSAGE = 13_000


def breaches(reply: Reply) -> list[str]:
    """Return every limit of Slack that a reply breaks."""
    texts = [text for block in reply.blocks for text in _texts(block)]
    return [
        *_unless(0 < len(reply.text) <= 4_000, "text"),
        *_unless(len(reply.blocks) <= 50, "number of blocks"),
        *_unless(sum(map(len, texts)) <= TEXT_OF_A_MESSAGE, "text of all blocks"),
        *_unless(all(text.strip() for text in texts), "empty text"),
        *_unless(sum(block["type"] == "table" for block in reply.blocks) <= 1, "number of tables"),
        *_unless(sum(block["type"] == "data_visualization" for block in reply.blocks) <= 2, "number of charts"),
        *(f"{block['type']}: {breach}" for block in reply.blocks for breach in KINDS[block["type"]](block)),
        *(f"a ping in {text!r}" for text in [reply.text, *_mrkdwn(reply)] if re.search(r"<[!@#]", text)),
    ]


def _section(block: Block) -> list[str]:
    fields = [field["text"] for field in block.get("fields", ())]
    return [
        *_unless(len(block.get("text", {}).get("text", "")) <= 3_000, "text"),
        *_unless(len(fields) <= 10, "number of fields"),
        *_unless(all(len(field) <= 2_000 for field in fields), "field"),
    ]


def _context(block: Block) -> list[str]:
    return _unless(1 <= len(block["elements"]) <= 10, "elements")


def _actions(block: Block) -> list[str]:
    ids = [button["action_id"] for button in block["elements"]]
    return [
        *_unless(1 <= len(ids) <= 25, "elements"),
        *_unless(len(ids) == len(set(ids)) and all(each.startswith("ask") for each in ids), "action ids"),
        *_unless(all(len(button["text"]["text"]) <= 75 for button in block["elements"]), "label"),
        *_unless(all(len(button["value"]) <= 2_000 for button in block["elements"]), "value"),
    ]


def _table(block: Block) -> list[str]:
    widths = {len(row) for row in block["rows"]}
    return [
        *_unless(len(block["rows"]) <= 100, "rows"),
        *_unless(len(widths) == 1 and max(widths) <= 20, "columns"),
    ]


def _chart(block: Block) -> list[str]:
    points = [point for series in block["chart"]["series"] for point in series["data"]]
    labels = [point["label"] for point in points] + [series["name"] for series in block["chart"]["series"]]
    return [
        *_unless(len(block["title"]) <= 50, "title"),
        *_unless(1 <= len(points) <= 20, "points"),
        *_unless(all(0 < len(label) <= 20 for label in labels), "label"),
        *_unless(len({point["label"] for point in points}) == len(points), "equal labels"),
    ]


KINDS = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "table": _table,
    "data_visualization": _chart,
}


def _unless(kept: bool, breach: str) -> list[str]:
    return [] if kept else [breach]


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value] if key == "text" and isinstance(value, str) else _texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value)


def _mrkdwn(reply: Reply) -> Iterator[str]:
    for block in reply.blocks:
        if block["type"] != "table":
            yield from _texts({key: value for key, value in block.items() if block["type"] in {"section", "context"}})

"""Everything that can be read in blocks, from top to bottom."""

import html
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

UNSEEN = frozenset({"options", "option_groups", "confirm", "value", "action_id", "block_id", "accessibility_label"})
"""What is in a block but not on the screen."""

READ = ("text", "title", "label", "hint", "placeholder", "caption", "alt_text")


def words(blocks: object) -> str:
    """Return the texts in blocks, each in a line of its own; markup stays, escapes do not."""
    return "\n".join(line for line in (html.unescape(text).strip() for text in _texts(blocks)) if line)


def _texts(part: object) -> Iterator[str]:
    """Yield the texts in a part of a message or view."""
    if isinstance(part, Mapping):
        yield from _in_mapping(part)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for one in part:
            yield from _texts(one)


def _in_mapping(part: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts in a block, an element or a text object."""
    if part.get("type") in ("rich_text_section", "rich_text_preformatted", "rich_text_quote"):
        yield "".join(_run(one) for one in part.get("elements") or ())
        return
    for name, value in part.items():
        if name in UNSEEN:
            continue
        if isinstance(value, str) and name in READ:
            yield value
        else:
            yield from _texts(value)


def _run(element: Mapping[str, Any]) -> str:
    """Return a piece of rich text."""
    kinds = {"user": ("@", "user_id"), "channel": ("#", "channel_id"), "usergroup": ("@", "usergroup_id")}
    if element["type"] in kinds:
        sign, name = kinds[element["type"]]
        return f"<{sign}{element[name]}>"
    if element["type"] == "emoji":
        return f":{element['name']}:"
    if element["type"] == "broadcast":
        return f"@{element['range']}"
    return str(element.get("text") or element.get("url") or element.get("fallback") or "")

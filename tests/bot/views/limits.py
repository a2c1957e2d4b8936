"""What we promise of every answer: it fits Slack, pings nobody, and its buttons ask."""

import re
from collections.abc import Iterator
from typing import Any

from bot.question import Reply
from bot.slack import limits

WRITTEN = {"section", "context"}
"""The blocks whose text Slack reads as markup."""

PING = r"<(@|#(?![CG][A-Z0-9]+>)|!(?!date\^))"
"""What calls somebody, or is markup that nobody wrote: moments and channels by their ids call nobody."""


def breaches(reply: Reply) -> list[str]:
    """Return every promise that a reply breaks."""
    ids = [each["action_id"] for block in reply.blocks if block["type"] == "actions" for each in block["elements"]]
    written = [reply.text, *(text for block in reply.blocks if block["type"] in WRITTEN for text in _texts(block))]
    return [
        *limits.breaches({"text": reply.text, "blocks": reply.blocks}),
        *(f"the button {each}" for each in ids if not each.startswith(("ask", "share", "ticked"))),
        *(f"a ping in {text!r}" for text in written if re.search(PING, text)),
    ]


def _texts(part: Any) -> Iterator[str]:
    """Yield every text in a part of a message."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value] if key == "text" and isinstance(value, str) else _texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value)

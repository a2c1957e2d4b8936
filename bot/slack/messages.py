"""Replies as Slack takes them."""

import re
from collections.abc import Mapping
from typing import Any

from bot.question import Reply

TEXT_LIMIT = 4_000

_PING = re.compile(r"<!(?=channel|here|everyone|group|subteam)")


def escaped(text: str) -> str:
    """Return `text` so that Slack shows it as it stands: no links, mentions or pings."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def payload(reply: Reply) -> dict[str, Any]:
    """Return a reply as the body of an acknowledgement or a `response_url`: for the asker alone unless public."""
    body: dict[str, Any] = {
        "response_type": "in_channel" if reply.public else "ephemeral",
        "text": shortened(reply.text),
    }
    if reply.blocks:
        body["blocks"] = list(reply.blocks)
    quiet: dict[str, Any] = silenced(body)
    return quiet


def shortened(text: str) -> str:
    """Return `text` no longer than Slack shows."""
    return text if len(text) <= TEXT_LIMIT else f"{text[: TEXT_LIMIT - 1]}…"


def silenced(part: Any) -> Any:
    """Return a message in which nothing pings a channel, a group or everybody, whatever a view forgot to escape."""
    if isinstance(part, list | tuple):
        return [silenced(one) for one in part]
    if not isinstance(part, Mapping):
        return part
    live = part.get("type", "mrkdwn") == "mrkdwn"
    return {
        key: _PING.sub("&lt;!", value) if live and key == "text" and isinstance(value, str) else silenced(value)
        for key, value in part.items()
    }

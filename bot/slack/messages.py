"""Replies as Slack takes them."""

import logging
import re
from collections.abc import Mapping
from typing import Any

from bot.question import Reply
from bot.slack.limits import TEXT, breaches
from bot.slack.plainly import plain
from bot.telling.mrkdwn import shortened

_PING = re.compile(r"<!(?=channel|here|everyone|group|subteam)")

log = logging.getLogger(__name__)


def payload(reply: Reply) -> dict[str, Any]:
    """Return a reply as the body of an acknowledgement or a `response_url`, for the asker alone.

    What goes out as an acknowledgement cannot be sent again: a reply that Slack would refuse becomes plain text here.
    """
    body: dict[str, Any] = {"response_type": "ephemeral", "text": shortened(reply.text, TEXT)}
    if reply.blocks:
        body["blocks"] = list(reply.blocks)
    quiet: dict[str, Any] = silenced(body)
    if broken := breaches(quiet):
        log.error("A reply is larger than Slack takes, and goes out as plain text: %s", ", ".join(broken))
        return plain(quiet)
    return quiet


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

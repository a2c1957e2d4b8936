"""What the arguments of a call say that a message shall be."""

from collections.abc import Mapping
from typing import Any

from playground import limits
from playground.api.calling import Call
from playground.api.refusal import Refusal
from playground.blocks import attached, named
from playground.workspace import Channel, Message

LONGEST_TEXT = 40_000
"""Where Slack cuts a text off."""


def check(call: Call, *, updating: bool = False) -> None:
    """Go on only with content that Slack takes.

    Raises:
        Refusal: in the words of Slack's limits.
    """
    if refused := limits.message(call.arguments, updating=updating):
        raise Refusal.of(refused)
    if any(call.arguments.get(name) for name in ("username", "icon_emoji", "icon_url")):
        call.needs("chat:write.customize")


def message_of(call: Call, channel: Channel) -> Message:
    """Return the message that is to be posted."""
    return Message(
        ts=call.slack.ids.ts(),
        author=call.bot.id,
        **_content(call),
        metadata=call.value("metadata") or None,
        thread_ts=_thread(call, channel),
        subtype="thread_broadcast" if call.flag("reply_broadcast") and call.arguments.get("thread_ts") else None,
        username=call.text("username", "") or None,
    )


def change(call: Call, message: Message) -> None:
    """Give a message its new content."""
    given, new = call.arguments, _content(call)
    message.warnings = {}
    if "text" in given or "markdown_text" in given:
        message.text, message.blocks = new["text"], new["blocks"]
    if "blocks" in given:
        message.blocks = new["blocks"]
    else:
        message.edited_ts = call.slack.ids.ts()
    if "attachments" in given:
        message.attachments = new["attachments"]
    if "metadata" in given:
        message.metadata = call.value("metadata") or None
    if call.flag("reply_broadcast"):
        message.subtype = "thread_broadcast"


def _content(call: Call) -> Mapping[str, Any]:
    """Return what a message says."""
    markdown = call.text("markdown_text", "")
    blocks = [{"type": "markdown", "text": markdown}] if markdown else call.value("blocks") or []
    return {
        "text": (call.text("text", "") or markdown)[:LONGEST_TEXT],
        "blocks": named(blocks, call.slack.ids),
        "attachments": attached(call.value("attachments") or [], call.slack.ids),
    }


def _thread(call: Call, channel: Channel) -> str | None:
    """Return which message is answered: for a reply to a reply, the one that began the thread."""
    ts = call.text("thread_ts", "")
    parent = channel.message(ts) if ts else None
    return parent.thread_ts or ts if parent else ts or None

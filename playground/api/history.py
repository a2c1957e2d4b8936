"""conversations.history and conversations.replies: what has been said."""

from collections.abc import Sequence

from playground import shapes
from playground.api.calling import SCOPE_WORDS, Answer, Call, Method
from playground.api.refusal import Refusal
from playground.rates import SOMETIMES
from playground.workspace import Channel, Message


def history(call: Call) -> Answer:
    """conversations.history: the messages of a conversation without those in threads, the newest first."""
    channel = _read(call)
    spoken = [one for one in channel.messages if not shapes.is_reply(one) or one.subtype == "thread_broadcast"]
    found = [one for one in reversed(spoken) if _is_wanted(call, one)]
    return {**_messages(call, channel, found), "pin_count": 0}


def replies(call: Call) -> Answer:
    """conversations.replies: a message and the answers to it, the oldest first."""
    channel = _read(call)
    named = channel.message(call.text("ts"))
    if named is None or named.only_for:
        raise Refusal("thread_not_found")
    parent = named.thread_ts or named.ts
    thread = [one for one in channel.messages if parent in (one.ts, one.thread_ts)]
    return _messages(call, channel, [one for one in thread if one.ts == parent or _is_wanted(call, one)])


def _read(call: Call) -> Channel:
    """Return the conversation that is named, if the bot is in it and may read what is said there.

    Raises:
        Refusal: in Slack's words.
    """
    channel = call.channel()
    call.needs(f"{SCOPE_WORDS[channel.kind]}:history")
    if not call.is_in(channel):
        raise Refusal("not_in_channel")
    return channel


def _is_wanted(call: Call, message: Message) -> bool:
    """Whether a message is for everybody, and lies in the time that is asked for."""
    oldest, latest = (_bound(call, name, wrong) for name, wrong in BOUNDS)
    if call.flag("inclusive"):
        is_within = (not oldest or message.ts >= oldest) and (not latest or message.ts <= latest)
    else:
        is_within = (not oldest or message.ts > oldest) and (not latest or message.ts < latest)
    return is_within and message.only_for is None


def _bound(call: Call, name: str, wrong: str) -> str:
    """Return one end of the time that is asked for, empty if it is open; 0 is where all time began."""
    if call.text(name, "") in ("", "0", "now"):
        return ""
    whole, _, part = call.ts(name, wrong=wrong).partition(".")
    return f"{whole}.{part:0<6}"


def _messages(call: Call, channel: Channel, found: list[Message]) -> Answer:
    """Return messages, page by page; metadata only where it is asked for."""
    page = call.page(found, lambda one: one.ts, otherwise=100)
    hidden = () if call.flag("include_all_metadata") else ("metadata",)
    return {
        "messages": [_without(hidden, shapes.message(call.slack, channel, one)) for one in page.items],
        "has_more": bool(page.next_cursor),
        **(page.metadata if page.next_cursor else {}),
    }


def _without(hidden: Sequence[str], shape: shapes.Shape) -> shapes.Shape:
    """Return a message without what was not asked for."""
    return {name: value for name, value in shape.items() if name not in hidden}


BOUNDS = (("oldest", "invalid_ts_oldest"), ("latest", "invalid_ts_latest"))
HISTORY = tuple(f"{word}:history" for word in SCOPE_WORDS.values())

METHODS = {
    "conversations.history": Method(history, HISTORY, SOMETIMES),
    "conversations.replies": Method(replies, HISTORY, SOMETIMES),
}

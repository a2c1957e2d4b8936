"""What a person can do in Slack: type, click, choose, submit, close. The page and the tests act through this.

Everything runs on the event loop of the server. What the bot fails at is shown as Slack shows it: an ephemeral message
of Slackbot for a command, `View.warning` in a modal, `Message.warnings` and `View.warnings` beside an element, and
`Trouble` where Slack has nothing on screen to write it on. What is not there any more raises `Gone`.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from playground import happenings, limits, places, posting
from playground.blocks import Element
from playground.manifest import path_of
from playground.outward import commands, events, interactions, modals, own_commands, replies
from playground.outward.interactions import Payload
from playground.outward.outgoing import Outgoing, Unacknowledged
from playground.outward.sending import send
from playground.outward.validation import complaints
from playground.outward.words import written
from playground.places import Gone, InMessage, InView, Place
from playground.slack import Slack
from playground.workspace import Channel, Message, View

__all__ = [
    "Gone",
    "InMessage",
    "InView",
    "Place",
    "Trouble",
    "acts",
    "closes",
    "enters",
    "opens_direct",
    "opens_home",
    "options",
    "reads",
    "submits",
    "types",
    "unread",
    "uses",
    "values",
]

NOT_CONNECTED = "We had some trouble connecting. Try again?"
UNKNOWN_COMMAND = """{name} is not a valid command. In Slack, all messages that start with the "/" character are \
interpreted as commands. If you are trying to send a message and not run a command, try preceding the "/" with an \
empty space."""
NOT_IN_THREADS = "{name} is not supported in threads. Sorry!"

SHOWN = ("text", "value", "style", "placeholder")
"""What of an element is sent along when it is used."""


class Trouble(Exception):
    """The bot did not answer as it should; the message is what Slack tells the person."""


async def types(slack: Slack, person: str, channel: str, text: str, *, thread_ts: str | None = None) -> None:
    """Send a message, or run a slash command; returns when the bot has acknowledged a command, or has not in time."""
    place = slack.workspace.channels[channel]
    if place.is_archived:
        raise Gone(f"#{place.name} is archived")
    if text.startswith("/") and len(text) > 1:
        await _runs(slack, person, place, text, in_thread=thread_ts is not None)
    else:
        message = Message(slack.ids.ts(), author=person, text=written(slack, text), thread_ts=thread_ts)
        posting.post(slack, place, message)


async def acts(
    slack: Slack, person: str, place: Place, block_id: str, action_id: str, chosen: Mapping[str, Any] | None = None
) -> None:
    """Press a button, or choose in a menu: keep the choice, and send it as `block_actions`.

    Args:
        chosen: the element's part of Slack's action (`selected_option`, `selected_date`, `value`, …); a button's own
            `value` and `text` are added. Elements of input blocks are sent only where `dispatch_action` is set.
    """
    block, element = places.element_at(slack, place, block_id, action_id)
    enters(slack, person, place, block_id, action_id, chosen or {})
    if block["type"] == "input" and not block.get("dispatch_action"):
        return
    who = slack.workspace.people[person]
    action = _action(block_id, element, chosen or {})
    payload = interactions.block_actions(slack, who, places.described(slack, who, place), action)
    warnings = places.holder(slack, place).warnings
    warnings.pop(action_id, None)
    try:
        await send(slack, _interaction(slack, payload))
    except Unacknowledged as failure:
        warnings[action_id] = f"This app did not respond ({failure.error})."
        slack.changes.happened()


def enters(
    slack: Slack,
    person: str,  # noqa: ARG001 - as with everything here, who does it comes first
    place: Place,
    block_id: str,
    action_id: str,
    chosen: Mapping[str, Any],
) -> None:
    """Keep what was typed or chosen in an input, and tell nobody."""
    places.keep(slack, place, block_id, action_id, dict(chosen))


def values(slack: Slack, place: Place) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what every input holds now, initial values included: block id, action id, value as Slack sends it."""
    return places.held_at(slack, place)


async def options(
    slack: Slack, person: str, place: Place, block_id: str, action_id: str, typed: str
) -> list[dict[str, Any]]:
    """Return the options, or the groups of options (`label`, `options`), that the bot offers for what was typed.

    Raises:
        Trouble: the bot did not answer in time, or not with options.
    """
    who = slack.workspace.people[person]
    asked = {"block_id": block_id, "action_id": action_id, "value": typed}
    payload = interactions.block_suggestion(slack, who, places.described(slack, who, place), asked)
    path = path_of(slack.manifest.options_url) or path_of(slack.manifest.interactivity_url)
    wanted = Outgoing("block_suggestion", "interactive", payload, path=path, takes_answer=True, wrong=_wrong_options)
    try:
        answer = await send(slack, wanted)
    except Unacknowledged as failure:
        raise Trouble(f"No options could be loaded ({failure.error}).") from failure
    offered: list[dict[str, Any]] = answer.get("options") or answer.get("option_groups") or []
    return offered


async def submits(slack: Slack, person: str, view_id: str) -> None:
    """Submit a modal; what Slack or the bot finds wrong is in `View.errors` afterwards, by block id."""
    view = places.view_at(slack, view_id)
    view.warning, view.errors = "", complaints(view.content["blocks"], values(slack, InView(view_id)))
    slack.changes.happened()
    if view.errors:
        return
    payload = interactions.view_submission(slack, slack.workspace.people[person], view)
    try:
        answer = await send(slack, _interaction(slack, payload, submitted=view))
        modals.answered(slack, view, answer)
    except (Unacknowledged, modals.Full):
        view.warning = NOT_CONNECTED
    slack.changes.happened()


async def closes(slack: Slack, person: str, view_id: str, *, everything: bool = False) -> None:
    """Close a modal, back to the one below it, or with `everything` all of them."""
    view = places.view_at(slack, view_id)
    is_cleared = everything or bool(view.content.get("clear_on_close"))
    who = slack.workspace.people[person]
    for gone in modals.close(slack, view, everything=is_cleared):
        if gone.content.get("notify_on_close"):
            payload = interactions.view_closed(slack, who, gone, is_cleared=is_cleared)
            slack.soon(_tried(slack, _interaction(slack, payload)))


async def opens_home(slack: Slack, person: str) -> None:
    """Look at the bot's Home."""
    if slack.manifest.home:
        _tell_opened(slack, person, happenings.direct(slack, slack.workspace.bot.id, person), "home")


async def opens_direct(slack: Slack, person: str, *others: str) -> Channel:
    """Open the direct message with others, who may be the bot."""
    channel = happenings.direct(slack, person, *others)
    if slack.workspace.bot.id in others and channel.kind == "im":
        _tell_opened(slack, person, channel, "messages")
    return channel


async def uses(slack: Slack, person: str, callback_id: str, place: InMessage | None = None) -> None:
    """Use a global shortcut, or one of a message's.

    Raises:
        Trouble: the bot did not acknowledge in time.
    """
    who = slack.workspace.people[person]
    if place is None:
        payload = interactions.shortcut(slack, who, callback_id)
    else:
        payload = interactions.message_action(slack, who, *places.message_at(slack, place), callback_id)
    try:
        await send(slack, _interaction(slack, payload))
    except Unacknowledged as failure:
        raise Trouble(f"This app did not respond ({failure.error}).") from failure


def reads(slack: Slack, person: str, channel: str) -> None:
    """Read a channel to its end."""
    there = slack.workspace.channels[channel]
    last = max((message.ts for message in there.seen_by(person)), default="")
    if there.read.get(person, "") != last:
        there.read[person] = last
        slack.changes.happened()


def unread(slack: Slack, person: str, channel: str) -> int:
    """Return how many messages of others a person has not read in a channel."""
    there = slack.workspace.channels[channel]
    read = there.read.get(person, "")
    return sum(1 for message in there.seen_by(person) if message.ts > read and message.author != person)


async def _runs(slack: Slack, person: str, channel: Channel, line: str, *, in_thread: bool) -> None:
    """Run a slash command: one of Slack's own, or one of the bot's."""
    name, typed = (*line.split(maxsplit=1), "")[:2]
    command = commands.offered(slack, name)
    if in_thread:
        replies.slackbot(slack, channel, person, NOT_IN_THREADS.format(name=name))
    elif own := own_commands.COMMANDS.get(name):
        own(slack, person, channel, typed.strip())
    elif command is None:
        replies.slackbot(slack, channel, person, UNKNOWN_COMMAND.format(name=name))
    else:
        await commands.run(slack, slack.workspace.people[person], channel, command, typed.strip())


def _action(block_id: str, element: Element, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is sent of an element that was used."""
    shown = {name: element[name] for name in SHOWN if name in element}
    return {"type": element["type"], "block_id": block_id, "action_id": element["action_id"], **shown, **chosen}


def _interaction(slack: Slack, payload: Payload, *, submitted: View | None = None) -> Outgoing:
    """Return an interaction to be sent; the acknowledgement of a `submitted` view may carry something."""
    kind, path = payload["type"], path_of(slack.manifest.interactivity_url)
    if submitted is None:
        return Outgoing(kind, "interactive", payload, path=path)
    content = submitted.content

    def wrong(answer: Any) -> str:
        return "; ".join(map(str, limits.response_action(answer, content)))

    return Outgoing(kind, "interactive", payload, path=path, takes_answer=True, wrong=wrong)


async def _tried(slack: Slack, outgoing: Outgoing) -> None:
    """Send something whose failure nobody sees."""
    with suppress(Unacknowledged):
        await send(slack, outgoing)


def _wrong_options(answer: Any) -> str:
    """Say what is wrong with an acknowledgement that should carry options."""
    return "; ".join(map(str, limits.options(answer)))


def _tell_opened(slack: Slack, person: str, channel: Channel, tab: str) -> None:
    """Tell the bot who looks at it."""
    home = slack.workspace.homes.get(person)
    seen = {"view": interactions.view_shape(slack, home)} if home and tab == "home" else {}
    opened = {"type": "app_home_opened", "user": person, "channel": channel.id, "tab": tab}
    events.happened(slack, {**opened, **seen})
    slack.changes.happened()

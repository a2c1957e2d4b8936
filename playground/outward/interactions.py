"""Interactions as Slack documents them: actions, suggestions, submissions, closings and shortcuts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground import shapes
from playground.blocks import values
from playground.outward import responses, triggers
from playground.outward.outgoing import TOKEN
from playground.workspace import Channel, Message, Person, View

if TYPE_CHECKING:
    from playground.slack import Slack

Payload = dict[str, Any]

NAMES = {"im": "directmessage", "private": "privategroup"}
"""What the kinds of channels without a name of their own are called."""


def block_actions(slack: "Slack", person: Person, where: Payload, action: Mapping[str, Any]) -> Payload:
    """Return what is sent when something was pressed or chosen."""
    return {
        **common(slack, person, "block_actions"),
        "trigger_id": triggers.new(slack, person.id),
        **where,
        "actions": [{**action, "action_ts": slack.ids.ts()}],
    }


def block_suggestion(slack: "Slack", person: Person, where: Payload, asked: Mapping[str, Any]) -> Payload:
    """Return what is sent when somebody types into an external menu."""
    wanted = {name: value for name, value in where.items() if name not in ("response_url", "state")}
    return {**common(slack, person, "block_suggestion"), **wanted, **asked}


def view_submission(slack: "Slack", person: Person, view: View) -> Payload:
    """Return what is sent when somebody submits a modal."""
    return {
        **common(slack, person, "view_submission"),
        "trigger_id": triggers.new(slack, person.id),
        "view": view_shape(slack, view),
        "response_urls": _response_urls(slack, view),
    }


def view_closed(slack: "Slack", person: Person, view: View, *, is_cleared: bool) -> Payload:
    """Return what is sent when somebody closes a modal."""
    return {**common(slack, person, "view_closed"), "view": view_shape(slack, view), "is_cleared": is_cleared}


def shortcut(slack: "Slack", person: Person, callback_id: str) -> Payload:
    """Return what is sent when somebody uses a shortcut that belongs to nothing."""
    used = {"action_ts": slack.ids.ts(), "callback_id": callback_id, "trigger_id": triggers.new(slack, person.id)}
    return {**common(slack, person, "shortcut"), **used}


def message_action(slack: "Slack", person: Person, channel: Channel, message: Message, callback_id: str) -> Payload:
    """Return what is sent when somebody uses a shortcut of a message, which is not the bot's to replace."""
    return {
        **shortcut(slack, person, callback_id),
        "type": "message_action",
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": message.ts,
        "message": shapes.message(slack, channel, message),
        "response_url": responses.new(slack, channel.id, person.id),
    }


def common(slack: "Slack", person: Person, kind: str) -> Payload:
    """Return what every interaction carries."""
    team, home = slack.workspace.team, slack.workspace.home_of(person)
    return {
        "type": kind,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": home},
        "api_app_id": slack.workspace.app_id,
        "token": TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_message(slack: "Slack", person: Person, channel: Channel, message: Message) -> Payload:
    """Return where something happened: in a message, which is left out if only this person sees it."""
    is_ephemeral = message.only_for is not None
    container = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": is_ephemeral}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    where = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": values(message.blocks, message.state)},
        "response_url": responses.new(slack, channel.id, person.id, message.ts),
    }
    return where if is_ephemeral else {**where, "message": shapes.message(slack, channel, message)}


def in_view(slack: "Slack", view: View) -> Payload:
    """Return where something happened: in a modal, or on somebody's Home."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view_shape(slack, view)}


def view_shape(slack: "Slack", view: View) -> Payload:
    """Return a view with what its inputs hold."""
    return {**shapes.view(slack, view), "state": {"values": values(view.content["blocks"], view.state)}}


def channel_name(channel: Channel) -> str:
    """Return what interactions call a channel."""
    return NAMES.get(channel.kind, channel.name)


def _response_urls(slack: "Slack", view: View) -> list[Payload]:
    """Return a way to answer into each channel that was chosen for that."""
    held = values(view.content["blocks"], view.state)
    urls = []
    for block in view.content["blocks"]:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        value = held[block["block_id"]][element["action_id"]]
        if channel_id := value.get("selected_conversation") or value.get("selected_channel"):
            url = responses.new(slack, channel_id, view.person)
            place = {"block_id": block["block_id"], "action_id": element["action_id"]}
            urls.append({**place, "channel_id": channel_id, "response_url": url})
    return urls

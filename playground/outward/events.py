"""Events: told to the bot if it subscribed to them, and told again while it does not acknowledge."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground.manifest import path_of
from playground.outward.outgoing import TOKEN, Outgoing, Retry, Unacknowledged
from playground.outward.sending import due, send

if TYPE_CHECKING:
    from playground.slack import Slack

PAUSES = (0, 60, 300)
"""Seconds until Slack tells an event for the second, third and fourth time."""

MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


def happened(slack: "Slack", event: Mapping[str, Any]) -> None:
    """Tell the bot that something has happened, if its manifest subscribes to it.

    `event` is the inner event as Slack documents it (`type`, `channel`, `user`, …); `event_ts` is added where it is
    missing. Messages need `channel_type`. Returns at once; the delivery is under way.
    """
    if not _is_subscribed(slack, event):
        return
    body = callback(slack, event)
    if fault := due(slack, _name(event), "late"):
        slack.at(slack.clock.timestamp() + fault.seconds, lambda: _tell(slack, body))
    else:
        slack.soon(_tell(slack, body))


def callback(slack: "Slack", event: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event with everything that Slack wraps around it."""
    team, bot = slack.workspace.team.id, slack.workspace.bot.id
    install = {"enterprise_id": None, "team_id": team, "user_id": bot, "is_bot": True, "is_enterprise_install": False}
    return {
        "token": TOKEN,
        "team_id": team,
        "api_app_id": slack.workspace.app_id,
        "event": {"event_ts": event.get("ts") or slack.ids.ts(), **event},
        "type": "event_callback",
        "event_id": slack.ids.new("Ev"),
        "event_time": int(slack.clock.timestamp()),
        "authorizations": [install],
        "is_ext_shared_channel": False,
        "event_context": f"4-{slack.ids.secret(40)}",
    }


async def _tell(slack: "Slack", body: dict[str, Any], attempt: int = 0, reason: str = "") -> None:
    """Deliver an event; if the bot does not take it, do so again later, three times at most."""
    retry = Retry(attempt, reason) if attempt else None
    path = path_of(slack.manifest.request_url)
    try:
        await send(slack, Outgoing(_name(body["event"]), "events_api", body, path=path, retry=retry))
    except Unacknowledged as failure:
        if attempt < len(PAUSES) and not failure.is_final and not _is_unknown(slack, failure):
            moment = slack.clock.timestamp() + PAUSES[attempt]
            reason = failure.reason
            slack.at(moment, lambda: _tell(slack, body, attempt + 1, reason))


def _name(event: Mapping[str, Any]) -> str:
    """Return what an event is called in the traffic."""
    return f"event {event['type']}"


def _is_subscribed(slack: "Slack", event: Mapping[str, Any]) -> bool:
    """Whether the manifest asks for an event; one that says nothing of events is told everything."""
    if slack.manifest.events is None:
        return True
    kind = event["type"]
    return (MESSAGES[event["channel_type"]] if kind == "message" else kind) in slack.manifest.events


def _is_unknown(slack: "Slack", failure: Unacknowledged) -> bool:
    """Whether the bot does not know an event it may never have subscribed to: it says so by 404."""
    return slack.manifest.events is None and failure.status == 404

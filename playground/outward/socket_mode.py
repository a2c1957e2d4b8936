"""Socket Mode: the bot connects, is greeted, and takes envelopes in turn with its other connections."""

import asyncio
from typing import TYPE_CHECKING, Any, Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.limits.encoding import loaded
from playground.outward.connections import MOST
from playground.outward.outgoing import Outgoing, Retry, Unacknowledged

if TYPE_CHECKING:
    from playground.slack import Slack

Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]

LASTS = 18_060
"""Seconds after which Slack says that it renews a connection; here it does so when it is asked to (`disconnect`)."""

DEBUG = {"host": "playground", "build_number": 1}
GOING_AWAY, POLICY = 1001, 1008


async def listen(slack: "Slack", websocket: WebSocket) -> None:
    """Greet a new connection and take its acknowledgements until it ends; a ticket (`?ticket=`) lets in once."""
    connections = slack.connections
    ticket = websocket.query_params.get("ticket", "")
    if ticket not in connections.tickets:
        await websocket.close(POLICY)
        return
    connections.tickets.discard(ticket)
    await websocket.accept()
    if len(connections.open) >= MOST:
        await _part(websocket, "too_many_websockets")
        return
    connections.open.append(websocket)
    slack.changes.happened()
    try:
        await websocket.send_json(_hello(slack))
        while True:
            _acknowledged(slack, await websocket.receive_text())
    except (WebSocketDisconnect, RuntimeError, KeyError):
        pass
    finally:
        _forget(slack, websocket)


async def deliver(slack: "Slack", outgoing: Outgoing) -> Any:
    """Send an envelope over the connection whose turn it is, and return what its acknowledgement carries.

    Raises:
        Unacknowledged: there is no connection, or it broke.
    """
    connections = slack.connections
    connection = connections.next()
    if connection is None:
        raise Unacknowledged("dispatch_failed", "connection_failed")
    envelope_id = slack.ids.uuid()
    answer = connections.unanswered[envelope_id] = asyncio.get_running_loop().create_future()
    try:
        await connection.send_json(_envelope(envelope_id, outgoing))
        return await answer
    except (WebSocketDisconnect, RuntimeError) as failure:
        raise Unacknowledged("dispatch_failed", "connection_failed") from failure
    finally:
        del connections.unanswered[envelope_id]


def _envelope(envelope_id: str, outgoing: Outgoing) -> dict[str, Any]:
    """Return what goes over the socket."""
    envelope = {
        "envelope_id": envelope_id,
        "type": outgoing.kind,
        "payload": outgoing.payload,
        "accepts_response_payload": outgoing.takes_answer,
    }
    if outgoing.kind == "events_api":
        retry = outgoing.retry or Retry(0, "")
        envelope |= {"retry_attempt": retry.number, "retry_reason": retry.reason}
    return envelope


async def disconnect(slack: "Slack", reason: Reason) -> None:
    """Ask the bot to connect anew (`warning`), or make it: send `disconnect` on every connection, and close it."""
    for websocket in tuple(slack.connections.open):
        if reason == "warning":
            await websocket.send_json(_parting(reason))
        else:
            _forget(slack, websocket)
            await _part(websocket, reason)


async def drop(slack: "Slack", *connections: WebSocket) -> None:
    """Break connections off without a word: these, or all."""
    for websocket in connections or tuple(slack.connections.open):
        _forget(slack, websocket)
        await websocket.close(GOING_AWAY)


async def _part(websocket: WebSocket, reason: Reason) -> None:
    """Say why, and close."""
    await websocket.send_json(_parting(reason))
    await websocket.close(GOING_AWAY)


def _hello(slack: "Slack") -> dict[str, Any]:
    """Return the greeting."""
    started = f"{slack.clock.now():%Y-%m-%d %H:%M:%S.%f}"[:-3]
    return {
        "type": "hello",
        "num_connections": len(slack.connections.open),
        "debug_info": {**DEBUG, "started": started, "approximate_connection_time": LASTS},
        "connection_info": {"app_id": slack.workspace.app_id},
    }


def _parting(reason: Reason) -> dict[str, Any]:
    """Return what is said before a connection is closed."""
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": DEBUG["host"]}}


def _acknowledged(slack: "Slack", text: str) -> None:
    """Take the acknowledgement of an envelope; one that nobody waits for any more is too late, and nonsense is none."""
    try:
        message = loaded(text)
    except ValueError:
        return
    if isinstance(message, dict):
        waiting = slack.connections.unanswered.get(str(message.get("envelope_id")))
        if waiting and not waiting.done():
            waiting.set_result(message.get("payload"))


def _forget(slack: "Slack", websocket: WebSocket) -> None:
    """Send nothing more over a connection."""
    if websocket in slack.connections.open:
        slack.connections.open.remove(websocket)
        slack.changes.happened()

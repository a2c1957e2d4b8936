"""Sending something to the bot, over Socket Mode or signed HTTP, and waiting for its acknowledgement."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from playground.faults import Fault, Kind
from playground.outward import signed_http, socket_mode
from playground.outward.outgoing import Outgoing, Unacknowledged

if TYPE_CHECKING:
    from playground.slack import Slack

Way = Callable[["Slack", Outgoing], Coroutine[Any, Any, Any]]


async def send(slack: "Slack", outgoing: Outgoing) -> Any:
    """Send something to the bot, and return what its acknowledgement carries: a text, parsed JSON or None.

    Raises:
        Unacknowledged: it was not, within `ack_seconds`, or not as Slack expects.
    """
    if due(slack, outgoing.name, "duplicate"):
        slack.soon(_sent_and_forgotten(slack, outgoing))
    return await _sent(slack, outgoing)


async def _sent_and_forgotten(slack: "Slack", outgoing: Outgoing) -> None:
    """Send something whose acknowledgement is of no interest."""
    with suppress(Unacknowledged):
        await _sent(slack, outgoing)


async def _sent(slack: "Slack", outgoing: Outgoing) -> Any:
    """Send something once, and note it in the traffic."""
    if due(slack, outgoing.name, "dropped_socket") and (connection := slack.connections.next()):
        await socket_mode.drop(slack, connection)
    over, way = ("socket", socket_mode.deliver) if slack.connections.open else ("http", signed_http.deliver)
    traffic = slack.traffic
    exchange = traffic.begin("to bot", outgoing.name, over=over, request=outgoing.payload, at=slack.clock.now())
    try:
        answer = await _in_time(slack, outgoing, way)
    except Unacknowledged as failure:
        traffic.end(exchange, failure.answer, status=failure.status, refused=str(failure))
        raise
    except BaseException:
        traffic.end(exchange, refused="given up")
        raise
    traffic.end(exchange, answer, status=200 if over == "http" else None)
    return answer


async def _in_time(slack: "Slack", outgoing: Outgoing, way: Way) -> Any:
    """Send something, and see that the acknowledgement is there in time and right."""
    late = Unacknowledged("operation_timeout", "timeout" if way is socket_mode.deliver else "http_timeout")
    if due(slack, outgoing.name, "timeout_before"):
        raise late
    try:
        async with asyncio.timeout(slack.ack_seconds):
            answer = await way(slack, outgoing)
    except TimeoutError:
        raise late from None
    if due(slack, outgoing.name, "timeout_after", "lost_answer"):
        raise late
    if outgoing.takes_answer and (wrong := outgoing.wrong(answer)):
        raise Unacknowledged(f"invalid_response: {wrong}", "http_error", answer=answer)
    return answer


def due(slack: "Slack", name: str, *kinds: Kind) -> Fault | None:
    """Return what goes wrong on purpose with what has this name; `event` stands for all events."""
    return slack.faults.due(name, *kinds) or slack.faults.due(name.partition(" ")[0], *kinds)

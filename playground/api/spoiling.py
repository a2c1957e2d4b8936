"""What the bot asks for, carried out: unless something is to go wrong on purpose, before it or with its answer."""

import asyncio
import math
from collections.abc import Callable

from starlette.requests import Request

from playground.api.refusal import RateLimited
from playground.api.replying import BROKEN, UNANSWERED, Reply, refused
from playground.faults import Fault
from playground.slack import Slack


async def spoiled(slack: Slack, name: str, request: Request, work: Callable[[], Reply]) -> Reply:
    """Do the work that a request asks for, and return its reply, or what a fault of that name makes of it."""
    if fault := slack.faults.due(name, "ratelimited", "server_error", "timeout_before"):
        return await _gone_wrong(fault, request)
    reply = work()
    if fault := slack.faults.due(name, "timeout_after", "lost_answer"):
        return await _gone_wrong(fault, request)
    return reply


async def _gone_wrong(fault: Fault, request: Request) -> Reply:
    """Return what a fault makes of a request."""
    match fault.kind:
        case "ratelimited":
            return refused(RateLimited(math.ceil(fault.seconds)))
        case "server_error":
            return BROKEN
        case "timeout_before" | "timeout_after":
            await _held(request, fault.seconds)
    return UNANSWERED


async def _held(request: Request, seconds: float) -> None:
    """Let the bot wait, until it gives up or time is up."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        pass

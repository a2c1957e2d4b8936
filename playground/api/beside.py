"""What the bot sends beside the Web API: answers to response URLs, and the content of files."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from playground.api import transfers
from playground.api.refusal import Refusal
from playground.api.replying import BROKEN, Reply, refused, response
from playground.api.spoiling import spoiled
from playground.limits.encoding import loaded
from playground.outward import responses
from playground.slack import Slack


async def respond(slack: Slack, request: Request) -> Response | None:
    """Take an answer to a response URL; None if the connection is to be closed without an answer."""
    token, body = request.path_params["token"], await _json(request)

    def work() -> Reply:
        error = responses.respond(slack, token, body)
        return refused(Refusal(error), responses.status(error)) if error else Reply("ok")

    return await _answered(slack, "response_url", request, work, over="response_url", note=body)


async def upload(slack: Slack, request: Request) -> Response | None:
    """Take the content of a file; None if the connection is to be closed without an answer."""
    file, content = slack.workspace.files.get(request.path_params["file"]), await transfers.content(request)

    def work() -> Reply:
        status, text = transfers.taken(file, content)
        return Reply(text, status)

    return await _answered(slack, "upload", request, work, over="api", note=f"{len(content)} bytes")


async def _answered(
    slack: Slack, name: str, request: Request, work: Callable[[], Reply], *, over: str, note: Any
) -> Response | None:
    """Do the work that a request asks for, and note it in the traffic."""
    exchange = slack.traffic.begin("from bot", name, over=over, request=note, at=slack.clock.now())
    reply = BROKEN
    try:
        reply = await spoiled(slack, name, request, work)
    finally:
        slack.traffic.end(exchange, reply.body, status=reply.status, refused=reply.refused)
    return response(reply, {}, [])


async def _json(request: Request) -> Any:
    """Return the JSON in a body; None where there is none."""
    try:
        return loaded(await request.body())
    except ValueError:
        return None

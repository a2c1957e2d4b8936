"""A call of the Web API from request to response: read, checked against token, scope, rate and fault, carried out."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from playground.api import reading
from playground.api.calling import Call, Method
from playground.api.methods import METHODS
from playground.api.refusal import Refusal
from playground.api.replying import BROKEN, UNANSWERED, Reply, refused, response
from playground.api.spoiling import spoiled
from playground.rates import Pace
from playground.slack import Slack


async def answer(slack: Slack, name: str, request: Request) -> Response | None:
    """Answer a call; None if the connection is to be closed without an answer."""
    method = METHODS.get(name)
    exchange = slack.traffic.begin("from bot", name, over="api", request={}, at=slack.clock.now())
    reply = BROKEN
    try:
        given = await reading.arguments(request, takes_json=method is None or method.takes_json)
        exchange.request = {key: _readable(value) for key, value in given.items() if key != "token"}
        call, token = Call(slack, name, given), reading.token(request, given)
        reply = await spoiled(slack, name, request, lambda: _carried_out(call, method, token))
    except Refusal as refusal:
        reply = refused(refusal)
    except ClientDisconnect:
        reply = UNANSWERED
    finally:
        slack.traffic.end(exchange, reply.body, status=reply.status, refused=reply.refused)
    headers = {"x-slack-req-id": f"{exchange.number:032x}", **_scopes(slack, method)}
    return response(reply, headers, reading.warnings(request))


def _carried_out(call: Call, method: Method | None, token: str) -> Reply:
    """Do what a method does, if the call may."""
    try:
        if method is None:
            raise Refusal("unknown_method", req_method=call.method)
        _admit(call, method, token)
        return Reply({"ok": True, **method.answer(call)})
    except Refusal as refusal:
        return refused(refusal)


def _admit(call: Call, method: Method, token: str) -> None:
    """Go on only with the right token, scope and pace.

    Raises:
        Refusal: in Slack's words.
    """
    credentials = call.slack.credentials
    if method.needs_token:
        _authenticate(call, token)
        takes_it = method.takes_app_token if token == credentials.app_token else method.takes_bot_token
        if not takes_it:
            raise Refusal("not_allowed_token_type")
    call.needs(*method.scopes)
    if method.per_minute:
        call.keeps_pace(call.method, Pace(method.per_minute, 60))


def _authenticate(call: Call, token: str) -> None:
    """Go on only with a token that is good.

    Raises:
        Refusal: in Slack's words.
    """
    slack = call.slack
    if not token:
        raise Refusal("not_authed")
    if token in slack.revoked:
        raise Refusal("token_revoked")
    if token not in (slack.credentials.bot_token, slack.credentials.app_token):
        raise Refusal("invalid_auth")
    if call.bot.is_deactivated:
        raise Refusal("account_inactive")


def _scopes(slack: Slack, method: Method | None) -> Mapping[str, str]:
    """Return the headers that say which scopes there are, and which are asked for."""
    granted = slack.manifest.scopes
    if granted is None:
        granted = frozenset(scope for one in METHODS.values() for scope in one.scopes)
    accepted = method.scopes if method else ()
    return {"x-oauth-scopes": ",".join(sorted(granted)), "x-accepted-oauth-scopes": ",".join(accepted)}


def _readable(value: Any) -> Any:
    """Return an argument as an onlooker wants to see it."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else value

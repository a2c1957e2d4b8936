"""The arguments of a request to the Web API: in the query, in a form, in parts, or as JSON."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from playground.api.refusal import Refusal
from playground.limits.encoding import loaded

Arguments = dict[str, Any]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
CHARSETS = ("", "utf-8", "utf8", "iso-8859-1")

_NAME = re.compile(r"\w{1,80}", re.ASCII)


async def arguments(request: Request, *, takes_json: bool) -> Arguments:
    """Return all arguments, those of the body before those of the query.

    Raises:
        Refusal: in Slack's words, where the body cannot be understood.
    """
    found = dict(request.query_params) | await _body(request, takes_json=takes_json)
    for name in found:
        if not _NAME.fullmatch(name):
            raise Refusal("invalid_array_arg" if "[" in name else "invalid_arg_name")
    return {name: value for name, value in found.items() if value is not None}


def warnings(request: Request) -> list[str]:
    """Return what Slack remarks about the way a request was written."""
    kind, charset = _content_type(request)
    if kind == JSON and not charset:
        return ["missing_charset"]
    return ["superfluous_charset"] if kind in (FORM, PARTS) and charset else []


def token(request: Request, given: Mapping[str, Any]) -> str:
    """Return the token, from the header or else from the arguments; empty where there is none."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.casefold() == "bearer" else str(given.get("token", ""))


async def _body(request: Request, *, takes_json: bool) -> Arguments:
    """Return the arguments in the body."""
    kind, charset = _content_type(request)
    if charset not in CHARSETS:
        raise Refusal("invalid_charset")
    if kind == PARTS:
        return await _parts(request)
    body = await request.body()
    if not body or kind == "text/plain":
        return {}
    if kind == JSON:
        return _json(body) if takes_json else {}
    if kind == FORM:
        return dict(parse_qsl(body.decode(charset or "utf-8", "replace"), keep_blank_values=True))
    raise Refusal("invalid_post_type" if kind else "missing_post_type")


def _content_type(request: Request) -> tuple[str, str]:
    """Return the type and the charset that a request declares."""
    kind, *parameters = request.headers.get("content-type", "").casefold().split(";")
    named = dict(one.strip().partition("=")[::2] for one in parameters)
    return kind.strip(), named.get("charset", "").strip('"')


def _json(body: bytes) -> Arguments:
    """Return the arguments in a JSON body."""
    try:
        value = loaded(body)
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(value, dict):
        raise Refusal("json_not_object")
    return value


async def _parts(request: Request) -> Arguments:
    """Return the arguments in a body of parts; files among them become their content."""
    try:
        async with request.form() as form:
            return {name: one if isinstance(one, str) else await one.read() for name, one in form.items()}
    except HTTPException:
        raise Refusal("invalid_form_data") from None

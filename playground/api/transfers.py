"""The content of files: sent to an upload URL, and fetched with the bot's token."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from playground.api import reading
from playground.slack import Slack
from playground.workspace import File

LONGEST = 1_000_000_000
"""Bytes in a file: Slack's limit."""


def taken(file: File | None, content: bytes) -> tuple[int, str]:
    """Keep the content, and return status and text of the answer."""
    if file is None:
        return 404, "there is no such upload"
    if not content or len(content) > LONGEST:
        return 400, "a file has between 1 byte and 1 GB"
    file.content = content
    return 200, f"OK - {len(content)}"


async def content(request: Request) -> bytes:
    """Return what was sent, as it is or as a part of a form."""
    if not request.headers.get("content-type", "").startswith(reading.PARTS):
        return await request.body()
    async with request.form() as form:
        parts = [await one.read() for one in form.values() if isinstance(one, UploadFile)]
    return parts[0] if parts else b""


def download(slack: Slack, request: Request) -> Response:
    """Return the content of a file; without the token Slack shows the way in, in HTML, and with no error status."""
    if reading.token(request, {}) != slack.credentials.bot_token:
        return RedirectResponse(f"/?redir={request.url.path}", 302)
    file = slack.workspace.files.get(request.path_params["file"].partition("-")[2])
    if file is None or file.content is None:
        return PlainTextResponse("Not found", 404)
    return Response(file.content, media_type="application/octet-stream")

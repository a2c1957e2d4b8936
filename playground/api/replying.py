"""What goes back to whoever called: Slack's JSON, a text where something broke, or nothing at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import JSONResponse, PlainTextResponse, Response

from playground.api.calling import Answer
from playground.api.refusal import RateLimited, Refusal


@dataclass(frozen=True)
class Reply:
    """What goes back: Slack's JSON or a text; without a status, nothing at all."""

    body: Answer | str
    status: int | None = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def refused(self) -> str:
        """Why nothing came of it, for whoever looks on; empty if it went well."""
        if isinstance(self.body, str):
            return "" if self.status == 200 else self.body
        if self.body["ok"]:
            return ""
        return "; ".join([self.body["error"], *self.body.get("response_metadata", {}).get("messages", ())])


BROKEN = Reply("Internal Server Error", 500)
UNANSWERED = Reply("the connection was closed without an answer", None)


def refused(refusal: Refusal, status: int = 200) -> Reply:
    """Return what goes back where Slack refuses: with status 200, where it is the Web API that does."""
    body = {"ok": False, "error": refusal.error, **refusal.more}
    if isinstance(refusal, RateLimited):
        return Reply(body, 429, {"Retry-After": str(refusal.seconds)})
    return Reply(body, status)


def response(reply: Reply, headers: Mapping[str, str], warnings: list[str]) -> Response | None:
    """Return the response; None for none."""
    if reply.status is None:
        return None
    headers = {**headers, **reply.headers}
    if isinstance(reply.body, str):
        return PlainTextResponse(reply.body, reply.status, headers)
    return JSONResponse(_warned(reply.body, warnings), reply.status, headers)


def _warned(body: Answer, warnings: list[str]) -> Answer:
    """Return an answer with Slack's remarks, those of the method first."""
    every = [*filter(None, [body.get("warning")]), *warnings]
    if not every:
        return body
    metadata = {**body.get("response_metadata", {}), "warnings": every}
    return {**body, "warning": ",".join(every), "response_metadata": metadata}

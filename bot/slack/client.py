"""Slack's Web API as this bot calls it, and who the bot is there."""

import logging
import time
from concurrent.futures import Executor
from http import HTTPStatus
from http.client import HTTPException
from threading import Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

TIMEOUT_SECONDS = 10
IMPATIENT_SECONDS = 2
RETRY_SECONDS = 60
LONGEST_REST_SECONDS = 60
"""For longer nobody waits for an answer, and no thread for Slack."""

UNREACHABLE = (SlackClientError, HTTPException, OSError, ValueError)
"""What a call raises when Slack refuses, cannot be reached, or answers what is not JSON."""

PASSING = frozenset(
    {
        *("fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"),
        *("org_login_required", "team_added_to_org"),
    }
)
"""What Slack answers when the fault is its own, or the workspace is just moving, and soon mended."""

log = logging.getLogger(__name__)


def web_client(token: str | None, *, api_url: str) -> WebClient:
    """Return a client that waits when Slack says so, and never repeats a call whose outcome is unknown."""
    return WebClient(token=token, base_url=f"{api_url}/", timeout=TIMEOUT_SECONDS, retry_handlers=retries())


def impatient_client(token: str | None, *, api_url: str) -> WebClient:
    """Return a client for what somebody waits for: it gives up soon, and never tries again."""
    return WebClient(token=token, base_url=f"{api_url}/", timeout=IMPATIENT_SECONDS, retry_handlers=[])


def retries() -> list[RetryHandler]:
    """Return the only safe retry: Slack's default one for lost connections can post twice."""
    return [_Patience(max_retry_count=1)]


class _Patience(RateLimitErrorRetryHandler):
    """Waits for as long as Slack asks for, where that is not too long."""

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Say whether a call is made again."""
        if not super()._can_retry(state=state, request=request, response=response, error=error) or response is None:
            return False
        asked = next((told for name, told in response.headers.items() if name.lower() == "retry-after"), ["1"])
        return asked[0].isdecimal() and int(asked[0][:9]) <= LONGEST_REST_SECONDS


def is_refusal(failure: Exception) -> bool:
    """Say whether Slack has refused a call for good: not where it could not be reached, or failed itself."""
    if not isinstance(failure, SlackApiError):
        return False
    answer = failure.response.data
    error = answer.get("error") if isinstance(answer, dict) else None
    return failure.response.status_code == HTTPStatus.OK and isinstance(error, str) and error not in PASSING


class Identity:
    """The bot's own ids: asked of Slack in the background until it answers, then never again."""

    def __init__(self, client: WebClient, threads: Executor) -> None:
        self._client = client
        self._threads = threads
        self._lock = Lock()
        self._known: dict[str, str] = {}
        self._next_try = 0.0

    def known(self) -> dict[str, str]:
        """Return what `auth.test` said, or nothing as long as Slack has not answered; never waits."""
        with self._lock:
            now = time.monotonic()
            if not self._known and self._client.token and now >= self._next_try:
                self._next_try = now + RETRY_SECONDS
                self._threads.submit(self._ask)
            return self._known

    def _ask(self) -> None:
        """Ask Slack who we are."""
        try:
            answer = self._client.auth_test()
        except UNREACHABLE as failure:
            log.warning("Slack did not say who we are: %s", failure)
        else:
            self._known = {key: value for key in ("bot_id", "user_id", "team_id") if (value := answer.get(key))}

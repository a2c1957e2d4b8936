"""What Slack says: whose tokens these are, what they may do, and what time it is."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from slack_sdk.errors import SlackApiError

from bot import clock
from bot.doctor.finding import Finding, Level
from bot.settings import Settings
from bot.slack.client import UNREACHABLE, is_refusal, web_client
from bot.slack.manifest import NEEDED_SCOPES, OPTIONAL_SCOPES
from bot.slack.sending import reason

SKEW_WARNED = timedelta(seconds=30)
SKEW_REFUSED = timedelta(minutes=4)
"""Requests whose time stamp is five minutes off are refused."""

_REMEDIES = {
    "invalid_auth": "Copy the token again from the app's settings.",
    "not_authed": "Copy the token again from the app's settings.",
    "account_inactive": "The app was removed from the workspace: install it again.",
    "token_revoked": "Install the app again and copy its new token.",
    "token_expired": "Turn token rotation off, install the app again and copy its new token.",
    "not_allowed_token_type": "The two tokens may have been swapped: xoxb- is the bot's, xapp- the app's.",
    "missing_scope": "Give the app-level token the scope connections:write.",
}


def connected(settings: Settings) -> Iterator[Finding]:
    """Look at how Slack and the bot reach each other."""
    if not settings.slack_bot_token:
        remedy = (
            "Create the app from `regulars manifest`, install it, and set its tokens. `regulars ask` works without."
        )
        yield Finding(Level.WARN, "Slack", "is not connected: SLACK_BOT_TOKEN is not set", remedy)
        return
    yield _way_in(settings)
    yield from _bot_token(settings)
    if settings.slack_app_token:
        yield _app_token(settings)


def _way_in(settings: Settings) -> Finding:
    """Look at how Slack's requests come in."""
    if settings.slack_app_token:
        return Finding(Level.OK, "way in", "Socket Mode (`regulars run`)")
    if settings.slack_signing_secret and settings.public_url:
        return Finding(Level.OK, "way in", f"HTTP at {settings.public_url}/slack/events")
    if settings.slack_signing_secret:
        return Finding(Level.WARN, "way in", "HTTP", "Set PUBLIC_URL, so that `regulars manifest` can tell Slack.")
    remedy = "Set SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and PUBLIC_URL (HTTP)."
    return Finding(Level.FAIL, "way in", "Slack has none", remedy)


def _bot_token(settings: Settings) -> Iterator[Finding]:
    """Ask Slack whose token this is, what it may do, and what time it is."""
    try:
        answer = web_client(settings.slack_bot_token, api_url=settings.slack_api_url).auth_test()
    except UNREACHABLE as failure:
        yield _refused("SLACK_BOT_TOKEN", failure)
        return
    yield Finding(Level.OK, "SLACK_BOT_TOKEN", f"{answer.get('user')} in {answer.get('team')}")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    yield from _scopes({scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")})
    if "date" in headers:
        yield _skew(clock.by_machine() - parsedate_to_datetime(headers["date"]).astimezone(UTC))


def _app_token(settings: Settings) -> Finding:
    """Ask Slack for a Socket Mode address."""
    client = web_client(None, api_url=settings.slack_api_url)
    try:
        client.apps_connections_open(app_token=settings.slack_app_token or "")
    except UNREACHABLE as failure:
        return _refused("SLACK_APP_TOKEN", failure)
    return Finding(Level.OK, "SLACK_APP_TOKEN", "Socket Mode is open")


def _scopes(granted: set[str]) -> Iterator[Finding]:
    """Compare the scopes granted with those needed and wished for."""
    remedy = "Take over `regulars manifest` in the app's settings, and install the app again."
    if lacking := [scope for scope in NEEDED_SCOPES if scope not in granted]:
        yield Finding(Level.FAIL, "scopes", f"{', '.join(lacking)} missing", remedy)
    elif lacking := [scope for scope in OPTIONAL_SCOPES if scope not in granted]:
        yield Finding(Level.WARN, "scopes", f"without the optional {', '.join(lacking)}", f"If wanted: {remedy}")
    else:
        yield Finding(Level.OK, "scopes", "all granted")
    if "im:history" not in granted:
        found = "im:history is missing: whether a message has arrived whose answer was lost cannot be seen"
        yield Finding(Level.WARN, "lost answers", found, f"Such alerts may come twice. To prevent that: {remedy}")


def _skew(skew: timedelta) -> Finding:
    """Compare this computer's clock with Slack's."""
    off = f"{abs(skew.total_seconds()):.0f} s {'ahead of' if skew > timedelta() else 'behind'} Slack's"
    if abs(skew) < SKEW_WARNED:
        return Finding(Level.OK, "clock", "agrees with Slack's")
    level = Level.FAIL if abs(skew) > SKEW_REFUSED else Level.WARN
    return Finding(level, "clock", off, "Let the computer keep its time by NTP: requests five minutes off are refused.")


def _refused(subject: str, failure: Exception) -> Finding:
    """Return what a failed call of Slack's means."""
    if not isinstance(failure, SlackApiError):
        return Finding(Level.FAIL, subject, "Slack cannot be reached", "Check the network, a proxy, and SLACK_API_URL.")
    error = reason(failure)
    otherwise = "Look the word up at docs.slack.dev." if is_refusal(failure) else "Slack has trouble: try again soon."
    return Finding(Level.FAIL, subject, f"Slack says {error}", _REMEDIES.get(error, otherwise))

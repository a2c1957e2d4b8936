"""Slack over Socket Mode: the bot calls Slack, so that a small team needs no public address."""

import logging
from itertools import chain, repeat
from threading import Event

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot import clock
from bot.slack.client import UNREACHABLE, is_refusal
from bot.slack.sending import reason

CONCURRENCY = 64
LOOK_SECONDS = 5
FIRST_PAUSES = (0.2, 0.5, 2)
"""Seconds until the first attempts to connect once more: a network that is just coming up is there soon."""

SILENT_SECONDS = 60
LOST_SECONDS = 120

log = logging.getLogger(__name__)


def listen(app: App, *, app_token: str, stop: Event) -> None:
    """Answer over Socket Mode until `stop` is set; a lost connection is made anew for as long as it takes.

    Raises:
        SlackApiError: Slack refuses the app-level token.
    """
    handler = SocketModeHandler(app, app_token, concurrency=CONCURRENCY)
    try:
        if _connect(handler.client, stop):
            log.info("Connected to Slack over Socket Mode")
            _watch(handler.client, stop)
    finally:
        _close(handler.client)


def is_alive(client: SocketModeClient, *, now: float) -> bool:
    """Say whether the connection stands and Slack has lately answered a ping."""
    session = client.current_session
    if session is None or not client.is_connected():
        return False
    return session.last_ping_pong_time is None or now - session.last_ping_pong_time < SILENT_SECONDS


def _connect(client: SocketModeClient, stop: Event) -> bool:
    """Connect for the first time, however long Slack cannot be reached; say whether it came to that before `stop`."""
    pauses = chain(FIRST_PAUSES, repeat(LOOK_SECONDS))
    while not stop.is_set():
        try:
            client.connect()
        except UNREACHABLE as failure:
            if is_refusal(failure):
                raise
            log.warning("Slack cannot be reached (%s); trying again", reason(failure))
            stop.wait(next(pauses))
        else:
            return True
    return False


def _watch(client: SocketModeClient, stop: Event) -> None:
    """Look after the connection until `stop`: the client renews it by itself; where it does not, make it do so."""
    alive_at = clock.by_machine().timestamp()
    while not stop.wait(LOOK_SECONDS):
        now = clock.by_machine().timestamp()
        if is_alive(client, now=now):
            alive_at = now
        elif now - alive_at > LOST_SECONDS:
            log.error("No connection to Slack for %d seconds; connecting anew", LOST_SECONDS)
            _reconnect(client)
            alive_at = now


def _reconnect(client: SocketModeClient) -> None:
    """Replace the connection."""
    try:
        client.connect_to_new_endpoint(force=True)
    except UNREACHABLE as failure:
        log.warning("Slack cannot be reached (%s)", reason(failure))


def _close(client: SocketModeClient) -> None:
    """Close the connection; where Slack does so at the same moment the client stumbles, and is told once more."""
    try:
        client.close()
    except AttributeError:
        client.close()

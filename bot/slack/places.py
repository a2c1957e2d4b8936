"""What kind of place somebody asks in, who else is there, and whether they are of our own workspace.

Slack says part of it with every question. What it does not say, whether a channel is shared with another company and
who its members are, is asked of it in the threads that answer, never before an acknowledgement.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from slack_sdk import WebClient

from bot.question import Place
from bot.slack import sending
from bot.slack.audience import audience
from bot.slack.client import UNREACHABLE, Identity
from bot.slack.inquiry import Inquiry

KNOWN_SECONDS = 600
"""How long it is believed what kind of channel one is."""

UNKNOWN_SECONDS = 30
"""How long Slack is not asked again about a channel of which it did not tell."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """What Slack has told of a channel, None if it did not; believed until then."""

    place: Place | None
    until: float


class Places:
    """Where questions are asked; what `client` is asked is not worth waiting for long."""

    def __init__(self, client: WebClient, identity: Identity, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._identity = identity
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, Known] = {}

    def is_ours(self, inquiry: Inquiry) -> bool:
        """Say whether somebody's account is of our workspace, as far as both are known."""
        ours = self._identity.known().get("team_id")
        return not (ours and inquiry.workspace) or inquiry.workspace == ours

    def of(self, inquiry: Inquiry) -> Place:
        """Return where something is asked; what Slack does not tell of is taken for public, or for shared by Share."""
        if inquiry.channel_id is None or inquiry.is_direct:
            return Place.DIRECT
        told = self._told(inquiry.channel_id)
        return told or (Place.SHARED if inquiry.public else inquiry.place or Place.PUBLIC)

    def audience(self, channel_id: str) -> frozenset[str] | None:
        """Return the Slack ids of who is in a channel but for the bot, asked now; None where Slack does not tell."""
        try:
            found = audience(self._client, channel_id)
        except UNREACHABLE as failure:
            log.warning("Slack did not say who is in a channel: %s", sending.reason(failure))
            return None
        return found and found - {self._identity.known().get("user_id", "")}

    def _told(self, channel_id: str) -> Place | None:
        """Return what kind of channel Slack says it is, remembered for a while."""
        now = self._clock()
        with self._lock:
            known = self._known.get(channel_id)
        if known is None or known.until <= now:
            place = self._asked(channel_id)
            known = Known(place, now + (KNOWN_SECONDS if place else UNKNOWN_SECONDS))
            with self._lock:
                self._known[channel_id] = known
        return known.place

    def _asked(self, channel_id: str) -> Place | None:
        """Ask Slack what kind of channel it is."""
        try:
            channel = self._client.conversations_info(channel=channel_id).get("channel") or {}
        except UNREACHABLE as failure:
            log.warning("Slack did not say what kind of channel it is: %s", sending.reason(failure))
            return None
        return _kind(channel)


def _kind(channel: Mapping[str, Any]) -> Place:
    """Return the kind of a channel as Slack describes it."""
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return Place.SHARED
    if channel.get("is_im"):
        return Place.DIRECT
    return Place.PRIVATE if channel.get("is_private") or channel.get("is_mpim") else Place.PUBLIC

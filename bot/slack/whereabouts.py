"""Where in Slack a message goes: to a channel, or to somebody whose account is still open."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.slack.posting import TOO_MANY, Failure, Posting, PutOff, Refused, Unknown

KNOWN_FOR = timedelta(minutes=10)
"""How long it is believed that an account is open."""

READERS_KNOWN_FOR = timedelta(minutes=1)
"""How long it is believed that only those read a channel who may."""

CHANNELS = ("C", "G")
"""How the ids of channels begin; others are of people and of direct messages."""

GONE = Refused("account_closed")
NOT_IN_SLACK = Refused("not_in_slack")
SHARED = Refused("shared_channel")
STRANGERS = Refused("strangers_in_channel")
UNSEEN = Refused("readers_unknown")
MISSING = Refused("missing_scope")


@dataclass
class Whereabouts:
    """What was found out about people, and is believed for a while.

    `may_read` says whether all of some people, by their Slack ids, may see what is told in a channel.
    """

    posting: Posting
    may_read: Callable[[frozenset[str]], bool]
    _open_until: dict[str, datetime] = field(default_factory=dict)
    _ours_until: dict[str, datetime] = field(default_factory=dict)
    _direct: dict[str, str] = field(default_factory=dict)
    _me: str = ""

    def of(self, slack_id: str | None, *, direct: str | None, machine: datetime) -> str | Failure:
        """Return the channel by which somebody is reached, and asked for their messages if the scopes allow.

        Args:
            direct: the channel of their direct messages, where it is known.
        """
        if not slack_id:
            return NOT_IN_SLACK
        if self._open_until.get(slack_id, machine) <= machine:
            gone = self.posting.is_gone(slack_id)
            if gone is True:
                return GONE
            if isinstance(gone, PutOff | Unknown):
                return _not_yet(gone)
            self._open_until[slack_id] = machine + KNOWN_FOR
        return direct or self.direct(slack_id)

    def channel(self, channel_id: str, *, machine: datetime) -> str | Failure:
        """Return a channel, unless somebody reads it who may not, or Slack does not tell who does."""
        if channel_id.startswith(CHANNELS) and self._ours_until.get(channel_id, machine) <= machine:
            if closed := self._closed(channel_id):
                return _not_yet(closed) if isinstance(closed, PutOff | Unknown) else closed
            self._ours_until[channel_id] = machine + READERS_KNOWN_FOR
        return channel_id

    def _closed(self, channel_id: str) -> Failure | None:
        """Return why nothing may be told in a channel, if so."""
        shared = self.posting.is_shared(channel_id)
        if shared is True:
            return SHARED
        readers = self._readers(channel_id) if shared is False else shared
        if isinstance(readers, frozenset):
            return None if self.may_read(readers) else STRANGERS
        return UNSEEN if readers in (MISSING, TOO_MANY) else readers

    def _readers(self, channel_id: str) -> frozenset[str] | Failure:
        """Return the Slack ids of who is in a channel but for the bot, whose own is asked for once."""
        if not self._me:
            me = self.posting.me()
            if not isinstance(me, str):
                return me
            self._me = me
        readers = self.posting.readers(channel_id)
        return readers - {self._me} if isinstance(readers, frozenset) else readers

    def direct(self, slack_id: str) -> str | Failure:
        """Return the channel of somebody's direct messages; without the scope to open it, the person's id will do."""
        if slack_id not in self._direct:
            opened = self.posting.direct(slack_id)
            if isinstance(opened, Refused):
                return slack_id
            if not isinstance(opened, str):
                return _not_yet(opened)
            self._direct[slack_id] = opened
        return self._direct[slack_id]


def _not_yet(failure: PutOff | Unknown) -> PutOff:
    """Return a failure to find somebody: whatever came of it, nothing was posted."""
    return failure if isinstance(failure, PutOff) else PutOff("", failure.reason)

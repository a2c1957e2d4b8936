"""How fast messages may go out: what Slack asks for, and what is polite."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.slack.posting import ABOUT, CHANGE, KIND, OPEN, POST, READERS, SELF, PutOff, Unknown

POSTING = (POST, ABOUT, OPEN, KIND, READERS, SELF)
"""The methods that posting a message takes."""


@dataclass(frozen=True)
class Patience:
    """How long to wait for what, in seconds.

    Attributes:
        call: for Slack's answer.
        claim: until a message in the hands of a sender that says nothing is taken for abandoned.
        settle: after an answer was lost, until Slack will show whether the message is there.
        channel: between two messages in a channel.
        workspace: between any two messages.
        longest: at most, where something fails again and again.
    """

    call: float = 10
    claim: float = 90
    settle: float = 10
    channel: float = 1
    workspace: float = 0.2
    longest: float = 600

    def after(self, failures: int) -> timedelta:
        """Return how long to wait after so many failures in a row: twice as long each time."""
        return timedelta(seconds=min(2.0 ** min(failures, 20), self.longest))


@dataclass
class Pace:
    """What one sender knows of it, on the machine's clock."""

    patience: Patience
    _blocked: dict[str, datetime] = field(default_factory=dict)
    _rests_until: datetime | None = None
    _failures: int = 0

    def is_resting(self, machine: datetime) -> bool:
        """Say whether nothing may go out now."""
        return self._rests_until is not None and machine < self._rests_until

    def may_post(self, machine: datetime) -> bool:
        """Say whether new messages may go out, as far as Slack has said."""
        return not any(self.held_up(method, machine) for method in POSTING)

    def may_change(self, machine: datetime) -> bool:
        """Say whether messages may be changed, as far as Slack has said."""
        return not self.held_up(CHANGE, machine)

    def held_up(self, method: str, machine: datetime) -> datetime | None:
        """Return until when Slack wants a method left alone, if it does."""
        until = self._blocked.get(method, machine)
        return until if until > machine else None

    def went_well(self, machine: datetime) -> None:
        """Go on after a moment."""
        self._failures = 0
        self._rests_until = machine + timedelta(seconds=self.patience.workspace)

    def failed(self, machine: datetime) -> None:
        """Rest, the longer the more often."""
        self._rests_until = machine + min(self.patience.after(self._failures), timedelta(minutes=1))
        self._failures += 1

    def put_off(self, answer: PutOff | Unknown, machine: datetime) -> None:
        """Leave a method alone for as long as Slack says, or rest where Slack has said nothing."""
        if isinstance(answer, PutOff) and answer.seconds is not None:
            self._blocked[answer.method] = machine + timedelta(seconds=answer.seconds)
        else:
            self.failed(machine)

"""Deliver what is due in the outbox to Slack: each message once, whatever happens on the way.

A message is taken into one's hands, in a transaction; it is sent; where it landed is noted, in another. Whoever finds
one that was taken and never noted, or whose answer was lost, looks for its mark in Slack before sending it again
(docs/decisions/looked-for-before-sent-again.md).
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import count

from bot import clock
from bot.asking import seeing
from bot.delivering.attention import ALERT, AT_WORK
from bot.delivering.noting import STOOD_IN_FOR, pass_on
from bot.delivering.parcel import Parcel
from bot.delivering.refusals import BLIND, MISCONFIGURED, NOWHERE, OUT_OF_REACH, UNCHANGEABLE
from bot.delivering.taking import Changing, Looking, Sending, Taken, Taking, take
from bot.question import Reply
from bot.settings import Settings
from bot.slack.pace import Pace, Patience
from bot.slack.posting import LOOK, Done, Failure, Outcome, Posting, PutOff, Refused, Unknown
from bot.slack.whereabouts import Whereabouts
from bot.telling.messages import Occasion, told
from segmentation.rule import Severity
from segmentation.rules import RULES
from storage import dispatch
from storage.database import Sessions

CLOCKS_APART = timedelta(hours=1)
"""How far Slack's clock and ours may be apart when a message is looked for."""

AGAIN = frozenset({"alert", "escalation", "notice", "catch_up", *AT_WORK})
"""What is sent again where nobody can see whether it arrived; other kinds are not: the next one says it too."""

MOST_ATTEMPTS = 20
"""How often a message is tried that Slack refuses for any other reason, before it goes to somebody else, if it can."""

WEIGHTS = {rule.name: rule.severity.value for rule in RULES.values() if rule.severity > Severity.NOTICE}
"""How much the alerts of each rule matter that does not only say something good to know."""

TURNS = 4
"""One turn of so many belongs to whatever has been due longest: nothing waits for ever behind what matters more."""

log = logging.getLogger(__name__)


class Delivery:
    """One sender; there may be several, in one process or in many."""

    def __init__(self, sessions: Sessions, settings: Settings, posting: Posting, patience: Patience) -> None:
        self._sessions = sessions
        self._settings = settings
        self._posting = posting
        self._patience = patience
        self._pace = Pace(patience)
        self._whereabouts = Whereabouts(posting, self._may_read)
        self._turns = count(1)
        self._landed: dict[int, tuple[Done, datetime]] = {}

    def once(self) -> bool:
        """Do the next thing that is due; say whether there was anything."""
        self._note_landed()
        now, machine = clock.now(), clock.by_machine()
        if self._pace.is_resting(machine):
            return False
        with self._sessions() as session:
            if not dispatch.is_anything_due(session, now=now, machine=machine):
                return False
        until = machine + timedelta(seconds=self._patience.claim)
        match taken := self._take(Taking(now, machine, until, self._settings.time_zone)):
            case Sending():
                self._send(taken.parcel, until)
            case Changing():
                self._change(taken.parcel)
            case Looking() if later := self._pace.held_up(LOOK, machine):
                self._look_later(taken.parcels, later)
            case Looking():
                self._look(taken.parcels)
        return taken is not None

    def _take(self, taking: Taking) -> Taken | None:
        """Take what matters most, or has been due longest; None if nothing can be sent now."""
        with self._sessions() as session, session.begin():
            dispatch.wait_for_turn(session)
            message = dispatch.first(
                session,
                now=taking.now,
                machine=taking.machine,
                rest=timedelta(seconds=self._patience.channel),
                weights=WEIGHTS if next(self._turns) % TURNS else {},
                post=self._pace.may_post(taking.machine),
                change=self._pace.may_change(taking.machine),
            )
            return take(session, message, taking) if message else None

    def _send(self, sent: Parcel, until: datetime) -> None:
        """Post a message where it belongs, and note what came of it."""
        where = self._where(sent)
        if not isinstance(where, str):
            self._note(sent, where)
        elif reply := self._told(sent):
            if clock.by_machine() + 2 * timedelta(seconds=self._patience.call) > until:
                self._note(sent, PutOff("", "it took too long to find out where it goes"))
            else:
                self._note(sent, self._posting.post(where, reply, sent.mark))

    def _change(self, sent: Parcel) -> None:
        """Change a message into what holds now; doing that twice does no harm."""
        where = self._where(sent) if sent.to_channel else ""
        if not isinstance(where, str):
            outcome: Outcome = where
        elif reply := self._told(sent):
            outcome = self._posting.change(*sent.target, reply) if sent.target else Refused(NOWHERE)
        else:
            return
        if isinstance(outcome, Refused) and outcome.reason in UNCHANGEABLE:
            self._drop(sent, because=outcome.reason)
        else:
            self._note(sent, PutOff("", outcome.reason) if isinstance(outcome, Unknown) else outcome)

    def _look(self, parcels: Collection[Parcel]) -> None:
        """See which messages have arrived, and leave the others to be sent."""
        first = next(iter(parcels))
        where = self._where(first) if first.to_channel is None else first.to_channel
        since = min(one.tried_at for one in parcels if one.tried_at) - CLOCKS_APART
        marks = [one.mark for one in parcels]
        found = self._posting.find(where, marks, since=since.timestamp()) if isinstance(where, str) else where
        if isinstance(found, PutOff | Unknown):
            self._pace.put_off(found, clock.by_machine())
        for one in parcels:
            if isinstance(found, PutOff | Unknown):
                self._let_go(one, arrived_not=False, until=self._later(one), error=found.reason)
            elif isinstance(found, Refused):
                self._cannot_see(one, found)
            elif outcome := found.get(one.mark):
                self._note(one, outcome)
            else:
                self._let_go(one, arrived_not=True, until=None, error="it had not arrived")

    def _look_later(self, parcels: Collection[Parcel], until: datetime) -> None:
        """Leave messages alone until Slack may be asked for them; others may go out meanwhile."""
        for one in parcels:
            self._let_go(one, arrived_not=False, until=until, error="Slack wants to be asked later")

    def _cannot_see(self, one: Parcel, why: Refused) -> None:
        """Decide by its kind what becomes of a message that may have arrived, where nobody can see whether it has."""
        is_hopeless = why.reason in BLIND or (one.attempts >= MOST_ATTEMPTS and why.reason not in MISCONFIGURED)
        if not is_hopeless:
            self._pace.failed(clock.by_machine())
            self._let_go(one, arrived_not=False, until=self._later(one), error=why.reason)
        elif one.kind in AGAIN:
            log.warning("%s may come twice: its arrival cannot be seen (%s)", one.mark, why.reason)
            self._let_go(one, arrived_not=True, until=None, error=f"sent again unseen: {why.reason}")
        else:
            self._drop(one, because=f"may have arrived, cannot be seen: {why.reason}")

    def _where(self, sent: Parcel) -> str | Failure:
        """Return the channel that a message goes to."""
        if sent.to_channel is not None:
            return self._whereabouts.channel(sent.to_channel, machine=clock.by_machine())
        slack_id = sent.hearer.slack_id if sent.hearer else None
        return self._whereabouts.of(slack_id, direct=sent.direct, machine=clock.by_machine())

    def _may_read(self, people: frozenset[str]) -> bool:
        """Say whether all of some people, by their Slack ids, may see alerts."""
        with self._sessions() as session:
            return seeing.are_of_the_team(session, people)

    def _told(self, sent: Parcel) -> Reply | None:
        """Return what a message says; None if that fails, or nothing is left to say, which is noted."""
        occasion = Occasion(
            kind=sent.kind,
            alert_id=sent.alert_id,
            content=sent.content,
            hearer=sent.hearer,
            language=self._settings.spoken(sent.language),
            policy=self._settings.policy,
            today=clock.today(self._settings.time_zone),
            now=clock.now(),
            channel=sent.to_channel,
        )
        try:
            with self._sessions() as session:
                reply = told(session, occasion)
        except Exception:
            log.exception("%s cannot be told", sent.mark)
            self._let_go(sent, arrived_not=True, until=self._later(sent), error="it cannot be told: see the log")
            return None
        if reply is None:
            self._drop(sent, because="there is nothing to say")
            self._announce_again(sent)
        return reply

    def _announce_again(self, sent: Parcel) -> None:
        """Have it decided anew who hears of an alert that was not for whoever was to hear it."""
        if sent.kind == ALERT and sent.alert_id is not None:
            with self._sessions() as session, session.begin():
                dispatch.announce_again(session, sent.alert_id)

    def _note(self, sent: Parcel, outcome: Outcome) -> None:
        """Note what came of a message."""
        machine = clock.by_machine()
        match outcome:
            case Done():
                self._pace.went_well(machine)
                self._landed[sent.id] = outcome, clock.now()
                self._note_landed()
            case PutOff():
                self._pace.put_off(outcome, machine)
                until = None if outcome.method else self._later(sent)
                self._let_go(sent, arrived_not=True, until=until, error=outcome.reason)
            case Unknown():
                self._pace.failed(machine)
                settle = timedelta(seconds=self._patience.settle)
                self._let_go(sent, arrived_not=False, until=self._later(sent) + settle, error=outcome.reason)
            case Refused():
                self._refused(sent, outcome.reason, machine)

    def _note_landed(self) -> None:
        """Note where messages are; it is kept in mind until the database takes it."""
        for message_id, (where, moment) in tuple(self._landed.items()):
            with self._sessions() as session, session.begin():
                dispatch.landed(session, message_id, channel=where.channel, ts=where.ts, now=moment)
            del self._landed[message_id]

    def _refused(self, sent: Parcel, reason: str, machine: datetime) -> None:
        """Do what can be done about a message that Slack does not take."""
        is_in_vain = sent.attempts >= MOST_ATTEMPTS and reason not in MISCONFIGURED
        if reason in OUT_OF_REACH or (is_in_vain and sent.kind in STOOD_IN_FOR):
            with self._sessions() as session, session.begin():
                pass_on(session, sent, reason=reason, now=clock.now(), zone=self._settings.time_zone)
        elif reason in MISCONFIGURED:
            log.error("Slack refuses all messages (%s): see `regulars doctor`", reason)
            self._pace.failed(machine)
            self._let_go(sent, arrived_not=True, until=None, error=reason)
        elif is_in_vain:
            self._drop(sent, because=reason)
        else:
            self._let_go(sent, arrived_not=True, until=self._later(sent), error=reason)

    def _later(self, sent: Parcel) -> datetime:
        """Return when a message is tried again that has failed so often."""
        return clock.by_machine() + self._patience.after(sent.attempts)

    def _let_go(self, sent: Parcel, *, arrived_not: bool, until: datetime | None, error: str) -> None:
        """Put a message back."""
        log.info("%s waits: %s", sent.mark, error)
        with self._sessions() as session, session.begin():
            dispatch.let_go(session, [sent.id], arrived_not=arrived_not, until=until, error=error)

    def _drop(self, sent: Parcel, *, because: str) -> None:
        """Send a message no more, and say so."""
        log.warning("%s is not sent: %s", sent.mark, because)
        with self._sessions() as session, session.begin():
            dispatch.drop(session, [sent.id], because=because)

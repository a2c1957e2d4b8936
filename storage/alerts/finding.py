"""Finding alerts: the rules look at customers as they were and as they are, in the transaction that changes them.

A search begins with what is `known`, looks at scenes without touching the database, and writes all it has found at
once: alerts, episodes, and what became of the alerts that were live. The caller holds the writers' lock, so that
nobody else gives alerts their numbers.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, count
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from segmentation.episodes import Customers, Decision, decide, hushed
from segmentation.guard import Drop, Late
from segmentation.profile import Cutpoints, Policy
from segmentation.rhythm import floats
from segmentation.rule import Rule, Scene, Verdict
from segmentation.rules import RULES
from segmentation.segment import Mask
from storage import outbox
from storage.alerts import absences, words
from storage.alerts import known as knowing
from storage.alerts.known import EPISODE, NO_EPISODES, Known
from storage.alerts.revising import CLOSED, NO_CUSTOMERS, Spoken, revised
from storage.alerts.store import Columns, InSession, Store, pieces
from storage.columns import day_number
from storage.tables import Alert, AlertEvent, Episode, KnownRule, Message

QUIET_DAYS = 28
"""Days in which a drop of the whole base is one incident."""


@dataclass
class Search:
    """Rules at work as of a day; `whole` if they see everybody, as a rule must once before it speaks."""

    known: Known
    as_of: date
    whole: bool
    spoken: list[Spoken] = field(default_factory=list)
    ends: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def look(self, scene: Scene, *, quiet: bool = False) -> None:
        """Look at some customers; `quiet` leaves the rules out and the episodes as they are."""
        spoken: dict[str, Spoken] = {}
        for name, rule in () if quiet else RULES.items():
            if self.whole or name in self.known.rules:
                spoken[name] = self._judged(rule, scene, spoken)
        self.spoken.extend(spoken.values())
        for end_of, alerts in revised(self.known.live, scene, spoken).items():
            self.ends.setdefault(end_of, []).extend(alerts)

    def write(self, store: Store, *, now: datetime) -> list[int]:
        """Write what was found, and return the ids of the new alerts."""
        highest = store.rows(select(func.coalesce(func.max(Alert.id), 0).label("id")))["id"]
        numbers = count(int(highest[0]) + 1)
        written = list(chain.from_iterable(self._write(store, one, numbers, now) for one in self.spoken))
        new = [name for name in RULES if name not in self.known.rules] if self.whole and self.spoken else []
        store.append(KnownRule, {"rule": new, "since": [day_number(self.as_of)] * len(new)})
        for (kind, reason), alerts in self.ends.items():
            end(store, alerts, kind, reason=reason, now=now)
        for some in pieces(self.ends.get((words.EXPIRED, CLOSED), ())):
            store.execute(delete(Episode).where(Episode.alert_id.in_(some)))
        return written

    def _judged(self, rule: Rule, scene: Scene, spoken: Mapping[str, Spoken]) -> Spoken:
        """Let a rule judge a scene, and decide what that changes; `spoken` is what the rules before it have said."""
        verdict, customers = rule(scene), scene.after.index
        quiet = hushed(rule, scene) | (rule.absence & customers.isin(self.known.came_since.index))
        ongoing = self.known.episodes.get(rule.name, NO_EPISODES)
        explained = _explained(rule, scene, ongoing, quiet)
        decision = decide(
            verdict,
            ongoing.drop(explained),
            quiet,
            as_of=self.as_of,
            baseline=rule.name not in self.known.rules,
            told=self._told(rule.told_by, customers, spoken),
            waits=self.known.asked(rule.waits_for, customers) | _found(rule.waits_for, customers, spoken),
        )
        place = customers.get_indexer(pd.Index(decision.speaks))
        return Spoken(
            rule,
            decision,
            np.concatenate((decision.ended, explained)),
            verdict.told(decision.speaks),
            _scores(verdict, place),
            scene.after["value_at_risk"].to_numpy()[place].tolist(),
        )

    def _told(self, rules: tuple[str, ...], customers: pd.Index, spoken: Mapping[str, Spoken]) -> Mask:
        """Say of which customers one of these rules has told, or tells right now, or was to tell no more."""
        told = self.known.told(rules, customers) | self.known.replied(rules, customers)
        return told | _found(rules, customers, spoken)

    def _write(self, store: Store, spoken: Spoken, numbers: Iterable[int], now: datetime) -> list[int]:
        """Write the alerts and episodes of one rule, and return the ids of the alerts."""
        name, day, decision = spoken.rule.name, day_number(self.as_of), spoken.decision
        for some in pieces(spoken.ended):
            store.execute(delete(Episode).where(Episode.rule == name, Episode.customer_id.in_(some)))
        alerts = dict(zip(decision.speaks.tolist(), numbers, strict=False))
        total = len(alerts)
        found: Columns = {"rule": [name] * total, "as_of": [day] * total, "found_at": [now] * total}
        facts: Columns = {"score": spoken.score, "value_at_risk": spoken.value, "evidence": spoken.evidence}
        store.append(Alert, {"id": [*alerts.values()], "customer_id": [*alerts], **found, **facts})
        _tell(store, alerts.values(), words.FOUND, now=now)
        began = decision.began.tolist()
        kept: Columns = {"since": [day] * len(began), "level": decision.level.reindex(began).tolist()}
        numbered: Columns = {"customer_id": began, "alert_id": [alerts.get(customer) for customer in began]}
        episodes = {"rule": [name] * len(began), **numbered, **{column: kept[column] for column in EPISODE}}
        store.append(Episode, episodes)
        self._worsen(store, name, decision)
        return [*alerts.values()]

    def _worsen(self, store: Store, name: str, decision: Decision) -> None:
        """Keep the levels of the episodes that got worse, with the last alert about each."""
        if not len(decision.worsened):
            return
        alert = select(func.max(Alert.id)).where(Alert.rule == name, Alert.customer_id == Episode.customer_id)
        worse = decision.level.reindex(decision.worsened)
        for level, of_level in worse.groupby(worse):
            for some in pieces(of_level.index):
                which = update(Episode).where(Episode.rule == name, Episode.customer_id.in_(some))
                store.execute(which.values(level=int(str(level)), alert_id=alert.scalar_subquery()))


def begin(store: Store, *, as_of: date, customer_ids: Collection[int] | None = None) -> Search:
    """Begin a search as of a day, among all customers or some; absences that a visit has ended are over."""
    absences.end(store, as_of=as_of, customer_ids=customer_ids)
    return Search(knowing.of(store, as_of=as_of, customer_ids=customer_ids), as_of, whole=customer_ids is None)


def find(
    session: Session,
    *,
    before: pd.DataFrame,
    after: pd.DataFrame,
    cutpoints: Cutpoints,
    policy: Policy,
    as_of: date,
    now: datetime,
) -> list[int]:
    """Find what there is to say about customers who have just come, and return the ids of the alerts.

    Args:
        before, after: see `Scene`; in `before` no row for those who are new.
    """
    store = InSession(session)
    session.flush()
    search = begin(store, as_of=as_of, customer_ids=after.index.to_list())
    search.look(Scene(before, after, search.known.facts, cutpoints, policy, as_of))
    return search.write(store, now=now)


def expire(store: Store, *, now: datetime) -> None:
    """Close the live alerts that nobody has done anything about for as long as their rules allow.

    Those of rules that are no more have the longest time.
    """
    allowed = {rule.expires_days for rule in RULES.values()}
    lately = or_(*((AlertEvent.at > now - timedelta(days)) & Alert.rule.not_in(_hastier(days)) for days in allowed))
    done = select(AlertEvent.id).where(AlertEvent.alert_id == Alert.id, lately)
    awake = Alert.snoozed_until.is_(None) & Alert.snoozed_to_visit_after.is_(None)
    stale = select(Alert.id).where(Alert.state.in_(words.LIVE), awake, ~done.exists())
    end(store, store.rows(stale)["id"].tolist(), words.EXPIRED, reason="time", now=now)


def _hastier(days: int) -> list[str]:
    """Return the rules whose alerts expire before so many days are over."""
    return [name for name, rule in RULES.items() if rule.expires_days < days]


def end(store: Store, alerts: Iterable[int], kind: str, *, reason: str, now: datetime) -> None:
    """Note that alerts have recovered or expired, or that their snooze is over, and have their messages made anew."""
    over = {"state": kind, "closed_at": now} if kind != words.WOKEN else {}
    for some in pieces(alerts):
        which = Alert.id.in_(some)
        were = store.rows(select(Alert.id, Alert.state, Alert.version).where(which).order_by(Alert.id))
        before: list[Any] = were[["state", "version"] if over else ["version"]].to_dict("records")
        values = {**over, "snoozed_until": None, "snoozed_to_visit_after": None, "version": Alert.version + 1}
        store.execute(update(Alert).where(which).values(values))
        _tell(store, were["id"].tolist(), kind, now=now, detail={"reason": reason} if reason else {}, before=before)
        store.execute(outbox.updates(which, now=now))
        store.execute(outbox.overtake(which))


def notice(store: Store, reason: Late | Drop, *, as_of: date, now: datetime) -> None:
    """Tell whoever looks after the bot, once per incident, why no rule speaks."""
    kind = type(reason).__name__.lower()
    marks = store.rows(select(Message.mark).where(Message.mark.startswith(f"notice:{kind}:")))["mark"]
    days = [date.fromisoformat(str(mark).rpartition(":")[2]) for mark in marks]
    day = reason.since if isinstance(reason, Late) else as_of
    if day in days or (isinstance(reason, Drop) and any(abs((day - one).days) < QUIET_DAYS for one in days)):
        return
    facts = {"share": reason.share, "days": reason.days} if isinstance(reason, Drop) else {"since": str(reason.since)}
    content = {"reason": kind, "as_of": str(as_of), **facts}
    row = {"mark": f"notice:{kind}:{day}", "kind": "notice", "content": content, "created_at": now, "due_at": now}
    store.append(Message, {name: [value] for name, value in row.items()})


def _found(rules: tuple[str, ...], customers: pd.Index, spoken: Mapping[str, Spoken]) -> Mask:
    """Say of which customers one of these rules tells right now."""
    speaks = [spoken[name].decision.speaks for name in rules if name in spoken]
    return customers.isin(np.concatenate([NO_CUSTOMERS, *speaks]))


def _explained(rule: Rule, scene: Scene, ongoing: pd.DataFrame, quiet: Mask) -> Customers:
    """Return whose episode began before the end of a known absence that is over: it explains the episode no longer."""
    if not rule.absence or ongoing.empty:
        return NO_CUSTOMERS
    until = floats(scene.facts["absent_until"])
    since = floats(ongoing["since"].reindex(scene.after.index))
    over = (since <= until) & (until < day_number(scene.as_of)) & ~quiet
    return scene.after.index[over].to_numpy(dtype=np.int64)


def _scores(verdict: Verdict, place: Any) -> list[float | None]:
    """Return the scores at some rows, None where there is none."""
    if verdict.score is None:
        return [None] * len(place)
    return [None if np.isnan(score) else float(score) for score in verdict.score[place]]


def _tell(
    store: Store,
    alerts: Iterable[int],
    kind: str,
    *,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
    before: list[dict[str, Any]] | None = None,
) -> None:
    """Add an event to each of some alerts."""
    ids = list(alerts)
    same = {"at": now, "kind": kind, "detail": dict(detail or {})}
    columns = {name: [value] * len(ids) for name, value in same.items()}
    store.append(AlertEvent, {"alert_id": ids, **columns, "before": before or [{} for _ in ids]})

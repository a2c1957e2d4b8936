"""What becomes of a handover: done once or not at all, approved by somebody else, undone for a day."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import audit
from storage.handovers import life, words
from storage.handovers.life import Approval
from storage.handovers.proposal import propose
from storage.handovers.refusals import (
    Changed,
    Conflict,
    Gone,
    NothingToMove,
    Overtaken,
    OwnApproval,
    Refused,
    TooLate,
)
from storage.tables import Alert, AuditEntry, Customer, Handover, Message, Person, Profile
from tests.business import customer, person, profile, remember
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import NOW, alert, found, message, working

PETRA, JOE, MARIA, LINDA = 1, 2, 3, 4
ACME, BETA, COSY, DODO = 1, 2, 3, 4
LATER = NOW + timedelta(days=3)


@pytest.fixture
def business(engine: Engine) -> Iterator[Engine]:
    """Petra leads Joe, who has three accounts and an alert about one, and Maria and Linda, who have none.

    Whatever a test does to them, afterwards the record is whole and replays to the owners there are.
    """
    yield stored(engine)
    owners(engine)


@pytest.fixture
def small(sqlite_engine: Engine) -> Engine:
    """The same business in a file."""
    return stored(sqlite_engine)


def stored(engine: Engine) -> Engine:
    """Store the business."""
    team = [person(PETRA, "Petra Boss", role="manager", slack_id="U1")]
    team += [
        person(number, name, manager_id=PETRA, slack_id=f"U{number}")
        for number, name in ((JOE, "Joe Marsh"), (MARIA, "Maria Rossi"), (LINDA, "Linda Mitchell"))
    ]
    names = {ACME: "Acme", BETA: "Beta", COSY: "Cosy"}
    owned = [customer(number, name, owner_id=JOE) for number, name in names.items()]
    profiles = [profile(ACME, tier="MVC", value_365d=Decimal(90_000)), profile(BETA), profile(COSY)]
    theirs = message(person_id=JOE)
    remember(engine, *team, *owned, customer(DODO, "Dodo"), *profiles, alert(taken_by=JOE, state="acknowledged"))
    remember(engine, found(), theirs)
    return engine


def act(by: int = PETRA, **more: Any) -> Any:
    """Return who acts, and when."""
    return {"by": by, "now": NOW, **more}


def proposed(engine: Engine, moves: Mapping[int, int], by: int = PETRA, **more: Any) -> int:
    """Return the number of a new proposal."""
    with working(engine) as session:
        return propose(session, moves, by=by, now=NOW, **more).id


def moved(engine: Engine, moves: Mapping[int, int], **more: Any) -> int:
    """Return the number of a handover that was proposed and done."""
    number = proposed(engine, moves)
    with working(engine) as session:
        assert life.confirm(session, number, **act(**more)).state == words.DONE
    return number


def owners(engine: Engine) -> dict[int, int | None]:
    """Return whose each account is; what the record tells of them must be the same."""
    with Session(engine) as session:
        held = {row[0]: row[1] for row in session.execute(select(Customer.id, Customer.owner_id))}
        told = audit.owners(session)
        assert told == {one: held[one] for one in told}
        assert audit.verify(session).broken is None
    return held


def messages(engine: Engine, kind: str) -> list[tuple[int | None, str, str | None]]:
    """Return for whom there are messages of a kind, in which state, about what event."""
    with Session(engine) as session:
        rows = session.scalars(select(Message).where(Message.kind == kind).order_by(Message.person_id, Message.id))
        return [(row.person_id, row.state, row.content.get("event")) for row in rows]


def test_accounts_move_together_with_their_alerts_and_both_are_told_once(business: Engine) -> None:
    number = moved(business, {ACME: MARIA, BETA: MARIA, COSY: LINDA}, place="C1", request="click")

    assert owners(business) == {ACME: MARIA, BETA: MARIA, COSY: LINDA, DODO: None}
    assert messages(business, words.NOTE) == [(who, "waiting", "done") for who in (JOE, MARIA, LINDA)]
    with Session(business) as session:
        held = session.get_one(Alert, 1)
        assert (held.state, held.taken_by, held.version) == ("open", None, 1)
        assert held.announced_at is not None
        assert session.scalars(select(Message.kind).where(Message.alert_id == 1, Message.kind != "alert")).all() == [
            "update"
        ]
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.person_id, entry.place, entry.request) == ("accounts.moved", PETRA, "C1", "click")
        assert (entry.subject, entry.before["1"], entry.after["1"]) == (f"handover:{number}", JOE, MARIA)


def test_one_click_is_one_act_however_often_it_comes(business: Engine) -> None:
    first = proposed(business, {ACME: MARIA}, request="click")
    assert proposed(business, {ACME: MARIA}, request="click") == first
    with working(business) as session:
        assert life.confirm(session, first, **act()).changed
        assert not life.confirm(session, first, **act()).changed
        assert life.undo(session, first, **act()).outcome.changed
        again = life.undo(session, first, **act())
    assert (again.outcome.changed, again.returned) == (False, (ACME,))
    assert len(messages(business, words.NOTE)) == 2


def test_what_moves_already_or_goes_to_nobody_is_not_proposed(small: Engine) -> None:
    with working(small) as session:
        with pytest.raises(NothingToMove):
            propose(session, {ACME: JOE, 404: MARIA}, by=PETRA, now=NOW)
        session.get_one(Person, LINDA).active = False
        with pytest.raises(Gone, match="Linda Mitchell"):
            propose(session, {ACME: LINDA}, by=PETRA, now=NOW)
        handover = propose(session, {ACME: JOE, BETA: MARIA}, by=PETRA, now=NOW)
        assert handover.preview["shown"]["accounts"] == 1
        assert session.scalars(select(Handover)).all() == [handover]


def test_of_two_leads_one_is_told_who_has_the_account_since_when(business: Engine) -> None:
    first, second = proposed(business, {ACME: MARIA}), proposed(business, {ACME: LINDA, BETA: LINDA})
    with working(business) as session:
        life.confirm(session, first, **act())
    with pytest.raises(Conflict) as refused, working(business) as session:
        life.confirm(session, second, by=PETRA, now=NOW + timedelta(minutes=5))

    (late,) = refused.value.moved_on
    assert (late.customer, late.holder and late.holder.name, late.since) == ("Acme", "Maria Rossi", NOW)
    assert owners(business)[BETA] == JOE
    with working(business) as session:
        renewed = life.renew(session, second, **act())
        assert life.confirm(session, second, **act(version=renewed.version)).state == words.DONE
    assert owners(business)[ACME] == LINDA


def test_of_many_who_confirm_at_once_one_moves_the_account(business: Engine) -> None:
    numbers = [proposed(business, {ACME: to, BETA: to}) for to in (MARIA, LINDA) * 4]

    def confirmed(number: int) -> bool:
        try:
            with working(business) as session:
                return life.confirm(session, number, **act()).changed
        except Conflict:
            return False

    with ThreadPoolExecutor() as pool:
        assert sum(pool.map(confirmed, numbers)) == 1
    held = owners(business)
    assert held[ACME] == held[BETA] in {MARIA, LINDA}


def test_undo_restores_accounts_and_alerts_as_they_were(business: Engine) -> None:
    number = moved(business, {ACME: MARIA, DODO: LINDA})
    with working(business) as session:
        undone = life.undo(session, number, **act())
    assert (undone.returned, undone.moved_on) == ((ACME, DODO), ())
    assert owners(business) == {ACME: JOE, BETA: JOE, COSY: JOE, DODO: None}
    with Session(business) as session:
        held = session.get_one(Alert, 1)
        assert (held.state, held.taken_by, held.version) == ("acknowledged", JOE, 2)
    assert messages(business, words.NOTE) == [(who, "dropped", "done") for who in (JOE, MARIA, LINDA)]


def test_undo_says_what_has_moved_on_and_gives_back_the_rest(business: Engine) -> None:
    number = moved(business, {ACME: MARIA, BETA: MARIA})
    onward = moved(business, {ACME: LINDA})
    with working(business) as session:
        undone = life.undo(session, number, **act())
    assert undone.returned == (BETA,)
    assert [(one.customer, one.holder and one.holder.name) for one in undone.moved_on] == [("Acme", "Linda Mitchell")]
    assert owners(business)[ACME] == LINDA

    with working(business) as session:
        assert life.undo(session, onward, **act()).returned == (ACME,)
    assert owners(business)[ACME] == MARIA


def test_whoever_asked_is_told_that_somebody_else_took_it_back(small: Engine) -> None:
    number = moved(small, {ACME: MARIA})
    with working(small) as session:
        life.undo(session, number, **act(by=LINDA))
    assert messages(small, words.NEWS) == [(PETRA, "waiting", "undone")]


@on_sqlite
def test_an_account_that_went_on_and_came_back_has_moved_on(business: Engine) -> None:
    number = moved(business, {ACME: MARIA})
    for to in (LINDA, MARIA):
        moved(business, {ACME: to})
    with working(business) as session, pytest.raises(Conflict):
        life.undo(session, number, **act())
    assert owners(business)[ACME] == MARIA


def test_undo_is_possible_for_a_day(small: Engine) -> None:
    number = moved(small, {ACME: MARIA})
    with working(small) as session, pytest.raises(TooLate):
        life.undo(session, number, by=PETRA, now=NOW + timedelta(hours=24, seconds=1))
    with working(small) as session:
        assert life.undo(session, number, by=PETRA, now=NOW + timedelta(hours=24)).returned == (ACME,)


@pytest.fixture
def waiting(business: Engine) -> tuple[Engine, int]:
    """A handover that Joe wants and Petra may approve within two days."""
    number = proposed(business, {ACME: MARIA}, by=JOE)
    with working(business) as session:
        asked = Approval((PETRA,), NOW + timedelta(hours=48))
        assert life.confirm(session, number, approval=asked, **act(JOE)).state == words.WAITING
    return business, number


def test_what_needs_approval_waits_for_somebody_else(waiting: tuple[Engine, int]) -> None:
    engine, number = waiting
    assert messages(engine, words.APPROVAL) == [(PETRA, "waiting", None)]
    assert owners(engine)[ACME] == JOE
    with working(engine) as session:
        with pytest.raises(OwnApproval):
            life.approve(session, number, **act(JOE))
        assert life.approve(session, number, **act()).state == words.DONE
        assert not life.approve(session, number, **act()).changed
    assert owners(engine)[ACME] == MARIA
    assert messages(engine, words.NEWS) == [(JOE, "waiting", "approved")]
    with Session(engine) as session:
        told = session.execute(select(AuditEntry.action, AuditEntry.person_id, AuditEntry.on_behalf_of)).all()
    assert told == [
        ("handover.proposed", JOE, None),
        ("handover.approved", PETRA, JOE),
        ("accounts.moved", PETRA, JOE),
    ]


@pytest.mark.parametrize(("step", "event"), [(life.refuse, "refused"), (life.cancel, "cancelled")])
def test_what_is_refused_or_cancelled_is_over_and_the_asker_is_told(
    waiting: tuple[Engine, int], step: Any, event: str
) -> None:
    engine, number = waiting
    with working(engine) as session:
        assert step(session, number, **act()).state == event
        assert not step(session, number, **act()).changed
        with pytest.raises(Overtaken) as refused:
            life.approve(session, number, **act())
    assert refused.value.holder is not None
    assert (refused.value.holder.name, refused.value.since) == ("Petra Boss", NOW)
    assert messages(engine, words.NEWS) == [(JOE, "waiting", event)]
    assert messages(engine, words.APPROVAL) == [(PETRA, "dropped", None)]
    assert owners(engine)[ACME] == JOE


@on_sqlite
def test_approval_expires_and_can_be_asked_for_again(waiting: tuple[Engine, int]) -> None:
    engine, number = waiting
    with working(engine) as session:
        assert life.expire(session, now=NOW + timedelta(hours=47)) == 0
        assert life.expire(session, now=NOW + timedelta(hours=48)) == 1
        with pytest.raises(Overtaken) as late:
            life.approve(session, number, **act())
        assert (late.value.holder, late.value.since) == (None, NOW + timedelta(hours=48))
        assert life.renew(session, number, **act(JOE)).state == words.PROPOSED
        assert life.confirm(session, number, **act()).state == words.DONE
    assert messages(engine, words.NEWS) == [(JOE, "waiting", "expired")]


def test_what_has_waited_for_too_long_is_approved_no_more_though_nobody_has_noted_it(
    waiting: tuple[Engine, int],
) -> None:
    engine, number = waiting
    with working(engine) as session:
        late = life.approve(session, number, by=PETRA, now=NOW + timedelta(hours=48))
        assert (late.state, late.changed) == (words.EXPIRED, True)
        assert life.expire(session, now=NOW + timedelta(hours=49)) == 0
    assert owners(engine)[ACME] == JOE
    assert messages(engine, words.NEWS) == [(JOE, "waiting", "expired")]
    with Session(engine) as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (last.action, last.person_id, last.on_behalf_of) == ("handover.expired", None, JOE)


def test_who_leaves_while_a_handover_waits_for_its_turn_gets_nothing(business: Engine) -> None:
    number = proposed(business, {ACME: MARIA})
    with working(business) as session:
        maria = session.get_one(Person, MARIA)
        with working(business) as meanwhile:
            meanwhile.get_one(Person, MARIA).active = False
        assert maria.active
        with pytest.raises(Gone):
            life.confirm(session, number, **act())


@on_sqlite
def test_what_has_changed_since_it_was_shown_is_confirmed_again(waiting: tuple[Engine, int]) -> None:
    engine, number = waiting
    with working(engine) as session:
        session.get_one(Profile, ACME).tier = "standard"
    with working(engine) as session, pytest.raises(Changed) as refused:
        life.approve(session, number, **act(version=1))
    assert (refused.value.before.vips, refused.value.after.vips) == ((ACME,), ())
    with working(engine) as session:
        renewed = life.renew(session, number, **act(version=1))
        assert (renewed.state, renewed.version) == (words.WAITING, 2)
    with working(engine) as session, pytest.raises(Overtaken):
        life.approve(session, number, **act(version=1))
    with working(engine) as session:
        assert life.approve(session, number, **act(version=2)).state == words.DONE


@on_sqlite
def test_a_little_more_value_is_no_change(waiting: tuple[Engine, int]) -> None:
    engine, number = waiting
    with working(engine) as session:
        session.get_one(Profile, ACME).value_365d = Decimal(94_000)
        session.flush()
        assert life.approve(session, number, **act()).state == words.DONE


@pytest.fixture
def scheduled(business: Engine) -> tuple[Engine, int]:
    """A handover that is to be done in three days."""
    number = proposed(business, {ACME: MARIA, BETA: MARIA}, due_at=LATER)
    with working(business) as session:
        assert life.confirm(session, number, **act()).state == words.SCHEDULED
    return business, number


def test_what_is_scheduled_moves_when_it_is_due(scheduled: tuple[Engine, int]) -> None:
    engine, number = scheduled
    assert owners(engine)[ACME] == JOE
    with working(engine) as session:
        early = LATER - timedelta(seconds=1)
        assert life.due(session, now=early) == []
        with pytest.raises(Overtaken):
            life.perform(session, number, now=early)
        assert life.due(session, now=LATER) == [number]
        assert life.perform(session, number, now=LATER).state == words.DONE
        with pytest.raises(Overtaken):
            life.perform(session, number, now=LATER)
        moved = session.scalars(select(AuditEntry).where(AuditEntry.action == "accounts.moved")).one()
        assert (moved.person_id, moved.on_behalf_of) == (None, PETRA)
    assert owners(engine)[ACME] == MARIA


def _moves_on(session: Session) -> None:
    session.add(handover := propose(session, {ACME: LINDA}, by=PETRA, now=NOW))
    life.confirm(session, handover.id, **act())


def _leaves(session: Session) -> None:
    session.get_one(Person, MARIA).active = False


def _becomes_vip(session: Session) -> None:
    session.get_one(Profile, BETA).tier = "MVC"


@on_sqlite
def test_an_approval_is_not_for_what_is_confirmed_anew(business: Engine) -> None:
    number = proposed(business, {ACME: MARIA}, by=JOE, due_at=LATER)
    with working(business) as session:
        life.confirm(session, number, approval=Approval((PETRA,), LATER), **act(JOE))
        assert life.approve(session, number, **act()).state == words.SCHEDULED
        life.fail(session, number, because="moved_on", now=LATER)
        renewed = life.renew(session, number, **act(JOE))
        assert (renewed.decided_by, renewed.decided_at) == (None, None)


@on_sqlite
@pytest.mark.parametrize("meanwhile", [_moves_on, _leaves, _becomes_vip])
def test_what_cannot_be_done_on_its_day_is_left_alone_and_whoever_asked_can_confirm_anew(
    scheduled: tuple[Engine, int], meanwhile: Any
) -> None:
    engine, number = scheduled
    with working(engine) as session:
        meanwhile(session)
    before = owners(engine)
    with working(engine) as session, pytest.raises(Refused):
        life.perform(session, number, now=LATER)
    with working(engine) as session:
        assert life.fail(session, number, because="moved_on", now=LATER).state == words.FAILED
        assert not life.fail(session, number, because="moved_on", now=LATER).changed
    assert owners(engine) == before
    assert messages(engine, words.NEWS) == [(PETRA, "waiting", "failed")]
    with working(engine) as session:
        session.get_one(Person, MARIA).active = True
        renewed = life.renew(session, number, by=PETRA, now=LATER)
        assert life.confirm(session, number, by=PETRA, now=LATER, version=renewed.version).state == words.DONE
    assert owners(engine)[ACME] == MARIA

"""What the rules find is written once, with the change that shows it, in a run over everybody as with a live visit."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from segmentation.guard import Drop
from segmentation.profile import Policy
from segmentation.rules import RULES
from storage import profiles, runs
from storage.alerts import digests, finding, life, lists, words
from storage.alerts.store import InSession
from storage.tables import (
    Absence,
    Alert,
    AlertEvent,
    Customer,
    Episode,
    KnownRule,
    Message,
    Person,
    Profile,
    ProfileChange,
    Table,
)
from tests.business import customer, person, remember, visit
from tests.databases import on_sqlite
from tests.storage.alerts.alerts import LINDA, NOW, team, working
from tests.storage.alerts.alerts import alert as an_alert

TODAY = date(2025, 11, 30)
DAY = timedelta(days=1)
CALM = (1, 2, 3)
"""Customers who come every day, and move the lines of nobody; too few for anything to be learnt of the past."""

GROWING = 100


def moment(day: date, hour: int = 23) -> datetime:
    """Return an hour of a day."""
    return datetime.combine(day, time(hour), UTC)


def days_from(day: date, later: range) -> list[date]:
    """Return the days that are so many days later than a day."""
    return [day + days * DAY for days in later]


def classify(engine: Engine, day: date) -> None:
    """Classify everybody as of the end of a day, at that time."""
    profiles.classify(engine, as_of=day, policy=Policy(), now=lambda: moment(day))


def comes(engine: Engine, customer_id: int, day: date, amount: int = 100, receipt: str = "live") -> None:
    """Let a customer come in on a day, and be labelled at once."""
    with working(engine) as session:
        session.add(visit(customer_id, day, amount, receipt=receipt))
        session.flush()
        profiles.reclassify(session, [customer_id], as_of=day, policy=Policy(), now=moment(day, 12))


def alerts(engine: Engine, rule: str = "growth_crossing") -> list[Alert]:
    """Return the alerts of a rule, in order."""
    with Session(engine) as session:
        return list(session.scalars(select(Alert).where(Alert.rule == rule).order_by(Alert.id)))


@pytest.fixture
def business(engine: Engine) -> Engine:
    """A few customers with an owner, and one who has begun to grow: an MGC who lacks little to be MVC."""
    _open(engine)
    return engine


@on_sqlite
def test_the_first_run_is_silent_and_knows_the_rules_then(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with Session(business) as session:
        assert session.scalar(select(func.count()).select_from(Alert)) == 0
        assert {row.rule: row.since for row in session.scalars(select(KnownRule))} == dict.fromkeys(RULES, TODAY - DAY)
        assert session.get_one(Profile, GROWING).tier == "MGC"


@on_sqlite
def test_who_crosses_the_line_is_found_with_the_visit_that_did_it(business: Engine) -> None:
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 20_000)
    (alert,) = alerts(business)
    assert (alert.customer_id, alert.as_of, alert.found_at, alert.state, alert.version) == (
        *(GROWING, TODAY, moment(TODAY, 12)),
        *("open", 0),
    )
    assert alert.evidence["value_365d"] > alert.evidence["value_before"]
    with Session(business) as session:
        assert [event.kind for event in lists.history(session, alert.id)] == ["found"]
        assert session.get_one(Episode, ("growth_crossing", GROWING)).alert_id == alert.id


@on_sqlite
def test_a_crossing_seen_after_midnight_is_told_once_whatever_runs_look_at_yesterday(business: Engine) -> None:
    classify(business, TODAY - 2 * DAY)
    comes(business, GROWING, TODAY, 20_000)
    for day in (TODAY - DAY, TODAY, TODAY, TODAY - DAY, TODAY, TODAY + DAY):
        classify(business, day)
    comes(business, GROWING, TODAY + 2 * DAY)
    assert len(alerts(business)) == 1
    with Session(business) as session:
        assert session.get_one(Episode, ("growth_crossing", GROWING)).since == TODAY


def test_who_has_come_after_midnight_stays_labelled_as_of_then_whatever_runs_look_at_yesterday(
    business: Engine,
) -> None:
    classify(business, TODAY - 2 * DAY)
    comes(business, GROWING, TODAY, 20_000)
    for day in (TODAY - DAY, TODAY - DAY, TODAY):
        classify(business, day)
        with Session(business) as session:
            known = session.get_one(Profile, GROWING)
            assert (known.as_of, known.last_visit, known.tier) == (TODAY, TODAY, "MVC")
            tiers = select(ProfileChange.after).where(
                ProfileChange.customer_id == GROWING, ProfileChange.label == "tier"
            )
            assert session.scalars(tiers).all() == ["MVC"]


@on_sqlite
def test_who_has_come_after_midnight_is_not_told_of_as_away_by_the_night_that_looks_at_yesterday(
    business: Engine,
) -> None:
    vip = _vip_stays_away(business)
    comes(business, GROWING, vip + 2 * DAY, 2_000)
    told = len(alerts(business, "vip_slipping") + alerts(business, "vip_stage_worse"))
    _calm_ones_come(business, vip + DAY)
    for day in (vip + DAY, vip + 2 * DAY):
        classify(business, day)
        assert len(alerts(business, "vip_slipping") + alerts(business, "vip_stage_worse")) == told


def test_the_nightly_run_finds_what_came_in_files(business: Engine) -> None:
    classify(business, TODAY - DAY)
    remember(business, visit(GROWING, TODAY, 20_000, receipt="file"))
    classify(business, TODAY)
    (alert,) = alerts(business)
    assert (alert.as_of, alert.found_at, alert.announced_at) == (TODAY, moment(TODAY), None)
    assert isinstance(alert.value_at_risk, Decimal)
    comes(business, GROWING, TODAY + DAY)
    assert len(alerts(business)) == 1


@on_sqlite
def test_going_back_in_time_finds_nothing_and_ends_no_episode(business: Engine) -> None:
    classify(business, TODAY - DAY)
    remember(business, visit(GROWING, TODAY, 20_000, receipt="file"))
    classify(business, TODAY)
    before = _everything(business)
    for day in (TODAY - 10 * DAY, TODAY - 5 * DAY, TODAY):
        classify(business, day)
        assert _everything(business) == before


@on_sqlite
def test_a_day_that_is_still_to_come_silences_nothing_after_it_is_taken_back(business: Engine) -> None:
    profiles.classify(business, as_of=date(2030, 1, 1), policy=Policy(), now=lambda: moment(TODAY - DAY))
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 20_000)
    assert len(alerts(business)) == 1


@on_sqlite
def test_nobody_comes_and_the_admin_hears_once_while_the_rules_keep_quiet(business: Engine) -> None:
    classify(business, TODAY)
    before = _everything(business)
    for days in range(20, 60, 10):
        classify(business, TODAY + days * DAY)
    assert _everything(business) == before
    with Session(business) as session:
        (notice,) = session.scalars(select(Message))
    assert (notice.kind, notice.mark, notice.person_id) == ("notice", f"notice:late:{TODAY - DAY}", None)
    assert notice.content["reason"] == "late"


def test_while_everybody_stays_away_at_once_digests_know_how_far(business: Engine) -> None:
    remember(business, *(visit(CALM[0], day) for day in days_from(TODAY, range(28))))
    for last, quiet in ((TODAY - DAY, None), (TODAY + 27 * DAY, Drop(28 / 88, 28))):
        classify(business, last)
        with Session(business) as session:
            assert digests.quiet_because(session) == quiet
    _calm_ones_come(business, *days_from(TODAY, range(28, 56)))
    classify(business, TODAY + 55 * DAY)
    with Session(business) as session:
        assert digests.quiet_because(session) is None


@on_sqlite
def test_a_silence_of_the_past_is_no_news_to_the_admin(business: Engine) -> None:
    classify(business, TODAY)
    _calm_ones_come(business, *days_from(TODAY, range(30, 90)))
    classify(business, TODAY + 89 * DAY)
    classify(business, TODAY + 25 * DAY)
    with Session(business) as session:
        assert session.scalars(select(Message)).all() == []


@on_sqlite
def test_an_alert_that_ends_leaves_one_update_for_its_message(engine: Engine) -> None:
    team(engine)
    with working(engine) as session:
        life.take(session, 1, by=LINDA, now=NOW)
        finding.end(InSession(session), [1], words.EXPIRED, reason="time", now=NOW)
        waiting = session.scalars(select(Message.mark).where(Message.kind == "update", Message.state == "waiting"))
        assert len(waiting.all()) == 1


def test_a_vip_who_stays_away_is_found_and_recovers_when_they_come_as_usual(business: Engine) -> None:
    vip = _vip_stays_away(business)
    stayed_away = alerts(business, "vip_slipping") + alerts(business, "vip_stage_worse")
    assert [alert.customer_id for alert in stayed_away] == [GROWING]
    with working(business) as session:
        life.snooze(session, stayed_away[0].id, to_visit_after=vip, by=1, now=moment(vip))
    comes(business, GROWING, vip + DAY, 2_000)
    with Session(business) as session:
        stored = session.get_one(Alert, stayed_away[0].id)
        assert (stored.state, stored.snoozed_to_visit_after) == ("open", None)
        assert [event.kind for event in lists.history(session, stored.id)] == ["found", "snoozed", "woken"]
    for days in (5, 9, 13):
        comes(business, GROWING, vip + days * DAY, 2_000, receipt=str(days))
    with Session(business) as session:
        stored = session.get_one(Alert, stayed_away[0].id)
        assert (stored.state, stored.closed_at is not None) == ("recovered", True)


def test_a_vip_of_whose_visits_the_data_told_late_has_recovered(business: Engine) -> None:
    vip = _vip_stays_away(business)
    remember(business, *(visit(GROWING, vip - days * DAY, 2_000, receipt="late") for days in (1, 5, 9, 13)))
    classify(business, vip)
    assert {alert.state for alert in alerts(business, "vip_slipping") + alerts(business, "vip_stage_worse")} == {
        "recovered"
    }


@on_sqlite
def test_a_known_absence_silences_and_is_no_explanation_for_ever(business: Engine) -> None:
    remember(business, Absence(**_absence(first_day=TODAY, last_day=TODAY + 60 * DAY)))
    vip = _vip_stays_away(business)
    assert alerts(business, "vip_stage_worse") == []
    for days in (range(1, 8), range(8, 30)):
        _calm_ones_come(business, *(came := days_from(vip, days)))
        classify(business, came[-1])
    told = alerts(business, "vip_slipping") + alerts(business, "vip_stage_worse")
    assert [alert.customer_id for alert in told] == [GROWING]
    assert told[0].as_of > TODAY + 60 * DAY


def test_an_absence_without_an_end_is_over_when_the_customer_comes_again(business: Engine) -> None:
    told = {"first_day": TODAY, "at": moment(TODAY + 3 * DAY, 2), "told_on": TODAY + 2 * DAY}
    remember(business, Absence(**_absence(**told)), visit(GROWING, TODAY + 2 * DAY))
    classify(business, TODAY + 2 * DAY)
    last_day = select(Absence.last_day)
    with Session(business) as session:
        assert session.scalar(last_day) is None
    comes(business, GROWING, TODAY + 3 * DAY)
    remember(business, Absence(**_absence(**told, customer_id=CALM[0])))
    remember(business, visit(CALM[0], TODAY + 5 * DAY), visit(CALM[0], TODAY + 6 * DAY))
    classify(business, TODAY + 6 * DAY)
    with Session(business) as session:
        assert session.scalars(last_day.order_by(Absence.id)).all() == [TODAY + 3 * DAY, TODAY + 5 * DAY]


def test_alerts_nobody_does_anything_about_expire_and_those_of_closed_customers_too(business: Engine) -> None:
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 50_000)
    _calm_ones_come(business, *days_from(TODAY, range(1, 40)))
    remember(business, visit(GROWING, TODAY + 20 * DAY), visit(GROWING, TODAY + 35 * DAY))
    classify(business, TODAY + 29 * DAY)
    assert [alert.state for alert in alerts(business)] == ["open"]
    classify(business, TODAY + 31 * DAY)
    assert [alert.state for alert in alerts(business)] == ["expired"]
    with working(business) as session:
        stored = session.scalars(select(Alert).where(Alert.rule == "growth_crossing")).one()
        stored.state, stored.closed_at = "open", None
        session.get_one(Customer, GROWING).status = "closed"
    classify(business, TODAY + 32 * DAY)
    assert [alert.state for alert in alerts(business)] == ["expired"]


@on_sqlite
def test_of_a_vip_who_was_closed_and_is_open_again_it_is_told_anew(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with working(business) as session:
        session.get_one(Customer, CALM[0]).owner_id = None
    for number, status in enumerate(("open", "closed", "closed", "open")):
        with working(business) as session:
            session.get_one(Customer, CALM[0]).status = status
        _calm_ones_come(business, TODAY + number * DAY)
        classify(business, TODAY + number * DAY)
    assert [alert.state for alert in alerts(business, "vip_unowned")] == ["expired", "open"]


def test_an_alert_that_gets_worse_is_told_anew_and_only_the_last_one_stays_open(business: Engine) -> None:
    _make_vip(business)
    with working(business) as session:
        session.add(an_alert(1, rule="vip_stage_worse", customer_id=GROWING))
        session.flush()
        session.add(Episode(rule="vip_stage_worse", customer_id=GROWING, since=TODAY, level=1, alert_id=1))
        life.take(session, 1, by=1, now=moment(TODAY))
    _calm_ones_come(business, *days_from(TODAY, range(1, 43)))
    classify(business, TODAY + 42 * DAY)
    dormant, shock = alerts(business, "vip_stage_worse")
    assert (dormant.state, shock.state, shock.evidence["activity"]) == ("expired", "open", "dead")
    with Session(business) as session:
        episode = session.get_one(Episode, ("vip_stage_worse", GROWING))
        assert (episode.since, episode.level, episode.alert_id) == (TODAY, 2, shock.id)
        closed = lists.history(session, dormant.id)[-1]
        assert (closed.kind, closed.detail) == ("expired", {"reason": "followed"})


def test_where_another_rule_says_as_much_only_its_alert_stays_open_and_what_somebody_has_in_hand(
    business: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RULES, "vip_stage_worse", replace(RULES["vip_stage_worse"], told_by=("vip_unowned",)))
    _make_vip(business)
    with working(business) as session:
        session.get_one(Customer, GROWING).owner_id = None
        session.add_all(an_alert(number, rule="vip_stage_worse", customer_id=GROWING) for number in (1, 2))
        session.flush()
        life.take(session, 2, by=1, now=moment(TODAY))
    classify(business, TODAY + DAY)
    assert [alert.state for alert in alerts(business, "vip_unowned")] == ["open"]
    assert [alert.state for alert in alerts(business, "vip_stage_worse")] == ["expired", "acknowledged"]
    with Session(business) as session:
        assert lists.history(session, 1)[-1].detail == {"reason": "followed"}


@pytest.mark.parametrize("state", [words.DISMISSED, words.LOST])
def test_who_wants_to_hear_no_more_of_an_absence_hears_no_more_of_it_by_another_name(
    business: Engine, state: str
) -> None:
    _make_vip(business)
    remember(business, an_alert(1, customer_id=GROWING, state=state, closed_at=NOW))
    remember(business, Episode(rule="vip_slipping", customer_id=GROWING, since=TODAY, level=1, alert_id=1))
    _calm_ones_come(business, *days_from(TODAY, range(1, 43)))
    classify(business, TODAY + 42 * DAY)
    assert alerts(business, "vip_stage_worse") == []
    with Session(business) as session:
        assert session.get_one(Episode, ("vip_stage_worse", GROWING)).alert_id is None


@on_sqlite
def test_a_rule_that_is_added_is_silent_at_first_while_the_others_speak(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with working(business) as session:
        session.execute(delete(KnownRule).where(KnownRule.rule == "growth_crossing"))
        session.get_one(Customer, GROWING).owner_id = None
    comes(business, GROWING, TODAY, 20_000)
    assert alerts(business) == []
    with working(business) as session:
        session.get_one(Profile, GROWING).tier = "MGC"
    classify(business, TODAY)
    classify(business, TODAY + DAY)
    assert alerts(business) == []
    assert [alert.customer_id for alert in alerts(business, "vip_unowned")] == [GROWING]
    with Session(business) as session:
        assert session.get_one(Episode, ("growth_crossing", GROWING)).alert_id is None


@on_sqlite
def test_nobody_is_asked_twice_who_should_look_after_a_vip(business: Engine) -> None:
    with working(business) as session:
        session.get_one(Customer, GROWING).owner_id = None
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 20_000)
    classify(business, TODAY)
    (asked,) = alerts(business)
    assert alerts(business, "vip_unowned") == []
    with working(business) as session:
        life.dismiss(session, asked.id, outcome=words.FALSE_ALARM, day=TODAY, by=1, now=moment(TODAY))
    classify(business, TODAY + DAY)
    assert [alert.customer_id for alert in alerts(business, "vip_unowned")] == [GROWING]


@on_sqlite
def test_what_the_owner_of_a_new_vip_was_told_asks_nobody_once_they_have_left(business: Engine) -> None:
    classify(business, TODAY - DAY)
    comes(business, GROWING, TODAY, 20_000)
    classify(business, TODAY)
    assert [alert.state for alert in alerts(business, "growth_crossing")] == ["open"]
    with working(business) as session:
        session.get_one(Customer, GROWING).owner_id = None
    classify(business, TODAY + DAY)
    assert [alert.customer_id for alert in alerts(business, "vip_unowned")] == [GROWING]


def test_vips_whose_owner_has_left_are_spoken_of_once_there_was_time_to_hand_them_over(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with working(business) as session:
        linda = session.get_one(Person, 1)
        linda.active, linda.left_at = False, moment(TODAY, 12)
    told = []
    for day in days_from(TODAY, range(5)):
        _calm_ones_come(business, day)
        classify(business, day)
        told.append(len(alerts(business, "vip_unowned")))
    assert told == [0, 0, 0, len(CALM), len(CALM)]


@on_sqlite
def test_a_known_absence_explains_every_alert_about_not_coming_that_nobody_has_in_hand(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with working(business) as session:
        session.add(Absence(**_absence(first_day=TODAY - DAY, last_day=TODAY + DAY)))
        rules = enumerate(("vip_stage_worse", "vip_slipping"), 1)
        session.add_all(an_alert(number, rule=rule, customer_id=GROWING) for number, rule in rules)
        session.flush()
        life.take(session, 2, by=1, now=moment(TODAY))
    classify(business, TODAY)
    with Session(business) as session:
        states = {one.rule: one.state for one in session.scalars(select(Alert))}
        assert states == {"vip_stage_worse": "expired", "vip_slipping": "acknowledged"}
        assert lists.history(session, 1)[-1].detail == {"reason": "away"}


@on_sqlite
def test_a_date_that_is_over_is_told_of_no_more_unless_somebody_has_it_in_hand(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with working(business) as session:
        dates = (
            an_alert(number, rule="important_date", customer_id=customer_id)
            for number, customer_id in ((1, CALM[0]), (2, CALM[1]))
        )
        session.add_all(dates)
        session.add_all(Episode(rule="important_date", customer_id=one, since=TODAY - DAY, level=1) for one in CALM[:2])
        session.flush()
        life.log_contact(session, 2, kind="call", day=TODAY, by=1, now=moment(TODAY))
    classify(business, TODAY)
    assert [alert.state for alert in alerts(business, "important_date")] == ["expired", "contacted"]


def test_alerts_of_rules_and_customers_that_are_no_more_stand_in_nobodys_way(business: Engine) -> None:
    classify(business, TODAY - DAY)
    with working(business) as session:
        session.add_all([an_alert(1, customer_id=77), an_alert(2, rule="gone", customer_id=GROWING)])
        session.flush()
        session.add_all(Episode(rule="gone", customer_id=one, since=TODAY - DAY, level=1) for one in (77, GROWING))
        session.add(AlertEvent(alert_id=1, at=moment(TODAY), kind="found"))
    comes(business, GROWING, TODAY, 20_000)
    classify(business, TODAY)
    with Session(business) as session:
        states = {one.id: one.state for one in session.scalars(select(Alert).where(Alert.id < 3))}
    assert states == {1: "open", 2: "expired"}
    assert len(alerts(business)) == 1


@on_sqlite
def test_who_has_no_profile_yet_is_found_with_the_first_visit(business: Engine) -> None:
    classify(business, TODAY - DAY)
    remember(business, customer(7, "New", owner_id=1))
    comes(business, 7, TODAY, 150_000)
    assert [alert.customer_id for alert in alerts(business, "new_high_value")] == [7]


Step = tuple[str, int, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["run", "visit", "refund"]), st.integers(-3, 3), st.sampled_from([1, 20, 150])),
    min_size=4,
    max_size=8,
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_in_whatever_order_what_is_found_is_what_a_plain_record_tells(
    sqlite_engine: Engine, steps: list[Step]
) -> None:
    _forget(sqlite_engine)
    _open(sqlite_engine, owner_id=None)
    remember(sqlite_engine, *(visit(number, TODAY + days * DAY) for number in CALM for days in range(30)))
    record = Record(sqlite_engine)
    record.run(TODAY - DAY)
    today = TODAY
    for number, (step, days, thousands) in enumerate(steps):
        today += max(0, days) * DAY
        if step == "run":
            record.run(today + min(0, days) * DAY)
        else:
            who = CALM[0] if days < 0 else GROWING
            record.visit(who, today, thousands * 1000 * (1 if step == "visit" else -1), f"step {number}")
        record.check()


class Record:
    """Tells of three rules again, customer by customer, from nothing but the tiers that are stored."""

    RULES = ("growth_crossing", "vip_unowned", "bz_entered")

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.looked_until = date.min
        self.since: dict[tuple[str, int], date] = {}
        self.spoken: list[tuple[str, int, date]] = []

    def run(self, day: date) -> None:
        """Classify everybody, and tell what it should find."""
        before = self._profiles()
        classify(self.engine, day)
        if day >= self.looked_until:
            self._tell(before, [*CALM, GROWING], day, silent=self.looked_until == date.min)
        self.looked_until = max(day, self.looked_until)

    def visit(self, customer_id: int, day: date, amount: int, receipt: str) -> None:
        """Let a customer come, and tell what it should find."""
        before = self._profiles()
        comes(self.engine, customer_id, day, amount, receipt)
        self._tell(before, [customer_id], day, silent=False)

    def check(self) -> None:
        """Compare what was found with what should have been."""
        found = select(Alert).where(Alert.rule.in_(self.RULES)).order_by(Alert.id)
        episodes = select(Episode).where(Episode.rule.in_(self.RULES))
        with Session(self.engine) as session:
            told = [(one.rule, one.customer_id, one.as_of) for one in session.scalars(found)]
            since = {(one.rule, one.customer_id): one.since for one in session.scalars(episodes)}
            live = select(Alert.rule, Alert.customer_id).where(Alert.state.in_(words.LIVE))
            open_ = list(session.execute(live))
            events = session.scalars(select(AlertEvent.alert_id).where(AlertEvent.kind == "found")).all()
            assert sorted(events) == sorted(session.scalars(select(Alert.id)))
        assert sorted(told) == sorted(self.spoken)
        assert since == self.since
        assert len(open_) == len(set(open_))

    def _is_asked(self, customer_id: int) -> bool:
        """Say whether it has been asked who should take over a customer, who has grown and is a VIP still."""
        crossed = self.since.get(("growth_crossing", customer_id))
        return ("growth_crossing", customer_id, crossed) in self.spoken

    def _profiles(self) -> dict[int, Profile]:
        """Return the profiles by customer."""
        with Session(self.engine) as session:
            return {one.customer_id: one for one in session.scalars(select(Profile))}

    def _line(self) -> float:
        """Return the line in force between VIPs and others."""
        with Session(self.engine) as session:
            run = runs.latest_classification(session)
        assert run is not None
        assert run.cutpoints is not None
        return float(run.cutpoints["value_group"]["mvc_line"]) / 10_000

    def _tell(self, before: dict[int, Profile], customers: list[int], day: date, *, silent: bool) -> None:
        """Tell of each rule and customer: an episode begins, goes on or ends."""
        after, line = self._profiles(), self._line()
        for rule in self.RULES:
            for one in customers:
                enters, leaves = _plainly(rule, before[one].tier if one in before else None, after[one], line)
                since = self.since.get((rule, one))
                if since is None and enters and not (rule == "vip_unowned" and self._is_asked(one)):
                    self.since[rule, one] = day
                    self.spoken += [] if silent else [(rule, one, day)]
                elif since is not None and leaves and since <= day:
                    del self.since[rule, one]


def _plainly(rule: str, tier: str | None, now: Profile, line: float) -> tuple[bool, bool]:
    """Say of one customer, whose tier was another, whether a rule holds, and whether it certainly does not."""
    vip = now.tier == "MVC"
    match rule:
        case "growth_crossing":
            return vip and tier == "MGC", not vip
        case "vip_unowned":
            return vip and tier in {"MVC", None}, not vip
        case _:
            costly = now.tier == "BZ"
            return costly and now.visits_90d > 0, not costly and float(now.value_365d) >= line / 100


def _forget(engine: Engine) -> None:
    """Remove everything."""
    with Session(engine) as session, session.begin():
        for table in reversed(Table.metadata.sorted_tables):
            session.execute(delete(table))


def _open(engine: Engine, owner_id: int | None = 1) -> None:
    """Store the business."""
    remember(
        engine,
        person(1, "Linda Mitchell"),
        *(customer(number, f"Calm {number}", owner_id=owner_id) for number in CALM),
        customer(GROWING, "Growing", owner_id=owner_id),
        *(visit(number, TODAY - days * DAY) for number in CALM for days in range(1, 101)),
        *(visit(GROWING, TODAY - days * DAY, 4_500) for days in range(5, 150, 7)),
    )


def _everything(engine: Engine) -> list[Any]:
    """Return all alerts, events and episodes."""
    with Session(engine) as session:
        return [
            sorted(map(tuple, session.execute(select(table.__table__)).all()), key=repr)
            for table in (Alert, AlertEvent, Episode, KnownRule)
        ]


def _make_vip(engine: Engine) -> None:
    """Make the customer who grows a VIP, and classify everybody."""
    remember(engine, visit(GROWING, TODAY, 100_000, receipt="big"))
    classify(engine, TODAY)


def _vip_stays_away(engine: Engine) -> date:
    """Make the customer who grows a VIP, then let everybody else go on coming for some weeks; return the last day."""
    _make_vip(engine)
    for days in (range(1, 15), range(15, 29), range(29, 43)):
        _calm_ones_come(engine, *(came := days_from(TODAY, days)))
        classify(engine, came[-1])
    return TODAY + 42 * DAY


def _calm_ones_come(engine: Engine, *days: date) -> None:
    """Let those who come every day come on some days."""
    remember(engine, *(visit(number, day) for day in days for number in CALM))


def _absence(**values: Any) -> dict[str, Any]:
    """Return an absence of the customer who grows."""
    return {"customer_id": GROWING, "kind": "holiday", "at": moment(TODAY), "told_on": TODAY} | values

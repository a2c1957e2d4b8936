"""Promises of every view, whatever customers are called and whatever they spend."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lines.options import Options
from bot.lines.orders import Listing
from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Asker, Reply
from bot.slack import sharing
from bot.slack.plainly import plain
from bot.telling import happenings, recorded
from bot.telling.distance import down, up
from bot.telling.wording import MAIN_LABELS
from bot.views.alert import WHYS, alert
from bot.views.alert_history import alert_history
from bot.views.alert_rules import alert_rules
from bot.views.alert_stats import alert_stats
from bot.views.alerts import alerts
from bot.views.attendance import attendance
from bot.views.audit import ROWS, audit
from bot.views.backtest import backtest
from bot.views.candidates import candidates, found_list
from bot.views.customer_card import customer_card
from bot.views.dormant import dormant
from bot.views.history import history
from bot.views.refusal import refusal
from bot.views.tier import tier
from bot.views.usage import overview, usage
from bot.views.visits import visits
from bot.views.why import why
from segmentation.profile import Policy
from storage.alerts import words
from storage.alerts.lists import Outreach, Page
from storage.alerts.statistics import Counts, Statistics
from storage.alerts.who import Who
from storage.cards import Card, Change, Day, Month
from storage.customers import Found
from storage.dormant import Attendance, Regular
from storage.entries import Account, Entry
from storage.tables import Customer, Profile
from tests.bot.views.alerts import AT, EVIDENCE, happened, view
from tests.bot.views.limits import breaches
from tests.business import LINES, TODAY, customer, person, profile

POLICY = Policy()
SAMPLES = ["<!channel>", "<@U123>", "x" * 500, "龍" * 300, "a\u202eb\x00\n*_`~", "=cmd()", " ", "&amp;" * 100]

names = st.sampled_from(SAMPLES) | st.text(min_size=1, max_size=200)
amounts = st.integers(-(10**15), 10**15).map(lambda units: Decimal(units) / 10_000)
languages = st.sampled_from([ENGLISH, CHINESE, Language("zh", "zh_Hans_CN", "CNY"), Language("en", "en", "KWD")])
lengths = st.integers(0, 10_000)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """A profile with any figures and any labels."""
    values: dict[str, Any] = {
        label: draw(st.sampled_from([segment.key for segment in segments] + ["retired segment"]))
        for model in POLICY.models
        for label, segments in model.segments.items()
    }
    values |= {
        name: draw(amounts) for name in ("value_365d", "value_180d", "value_prior_180d", "spend_365d", "spend_total")
    }
    visited = draw(st.booleans())
    return profile(
        **values,
        days_since_last_visit=draw(lengths) if visited else None,
        last_visit=TODAY if visited else None,
        cadence_days=draw(st.none() | st.floats(0.5, 5000)),
        average_spend=draw(st.none() | amounts),
        margin_365d=draw(st.none() | amounts),
        visits_365d=draw(st.integers(0, 365)),
    )


@st.composite
def a_customer(draw: st.DrawFn) -> Customer:
    """A customer called anything."""
    words = {name: draw(st.none() | names) for name in ("region", "city", "industry")}
    return customer(draw(st.integers(1, 10**15)), draw(names), owner=person(name=draw(names)), **words)


@st.composite
def regulars(draw: st.DrawFn, count: int) -> list[Regular]:
    """So many of the best customers, all alike but for their numbers."""
    one = Regular(
        1,
        draw(names),
        draw(st.none() | names),
        draw(st.none() | names),
        "MVC",
        draw(st.sampled_from(["resting", "buried"])),
        TODAY,
        draw(st.none() | lengths),
        draw(st.none() | st.floats(0.5, 5000)),
        draw(amounts),
        draw(amounts),
    )
    return [one] * count


def card_view(draw: st.DrawFn, language: Language) -> Reply:
    """The card."""
    card = Card(draw(a_customer()), draw(st.none() | profiles()), draw(st.lists(names, max_size=6)))
    return customer_card(language, POLICY, card, as_of=TODAY, today=TODAY)


def tier_view(draw: st.DrawFn, language: Language) -> Reply:
    """The tier."""
    who, stands = draw(a_customer()), draw(profiles())
    lines = LINES["value_group"]
    away = {"up": up(stands, lines), "down": down(stands, lines, stay=0.9)}
    return tier(language, POLICY, who, stands, since=draw(st.dates()), today=TODAY, **away)  # type: ignore[arg-type]


def why_view(draw: st.DrawFn, language: Language) -> Reply:
    """The reasons."""
    since = dict.fromkeys(MAIN_LABELS, TODAY)
    return why(language, POLICY, draw(a_customer()), draw(profiles()), lines=LINES, since=since, today=TODAY)


def visits_view(draw: st.DrawFn, language: Language) -> Reply:
    """The chart and the last visits."""
    months = [Month(date(2025, month, 1), draw(st.integers(0, 31)), draw(amounts)) for month in range(1, 13)]
    last = [
        Day(TODAY - timedelta(days=n), draw(amounts), draw(st.integers(1, 999)))
        for n in range(draw(st.integers(0, 10)))
    ]
    return visits(language, draw(a_customer()), months=months, last=last, as_of=TODAY, today=TODAY)


def history_view(draw: st.DrawFn, language: Language) -> Reply:
    """Twenty changes on one day, with all the evidence there is, and what was done."""
    evidence = {figure for model in POLICY.models for figures in model.evidence.values() for figure in figures}
    reason = {figure: [draw(st.none() | st.integers(0, 10**15)), 1] for figure in sorted(evidence)[:6]}
    label = draw(st.sampled_from(MAIN_LABELS))
    days = st.integers(0, 3).map(lambda days: TODAY - timedelta(days=days))
    changes = [
        Change(day, label, "one", "other", reason) for day in sorted(draw(st.lists(days, max_size=20)), reverse=True)
    ]
    done = draw(
        st.lists(st.builds(entry, names, st.sampled_from([*recorded.SENTENCES, "alert.contacted"])), max_size=5)
    )
    return history(language, POLICY, draw(a_customer()), draw(profiles()), changes, done=done, more=True, today=TODAY)


def entry(name: str, action: str) -> Entry:
    """Return a row of the record in which everything is called alike."""
    values = {name: name, "to": name, "note": name, "kind": "call", "person_id": name, "stand_in_id": name}
    moved = (Account(name, name, name),) * 3
    about, before, reason = name or None, {name: "before"}, name * 3
    place = "C01234567"
    return Entry(1, AT, name, name, action, "person:1", about, before, values, place, None, moved, 9, reason)


def candidates_view(draw: st.DrawFn, language: Language) -> Reply:
    """Names to pick from."""
    found = [Found(n, draw(names), draw(names), draw(names), None, draw(names)) for n in range(draw(st.integers(0, 5)))]
    questions = {f"{each.id}. {each.name}": f"/customer card id:{each.id}" for each in found}
    return candidates(language, draw(names), found, questions, as_of=TODAY, today=TODAY)


def found_view(draw: st.DrawFn, language: Language) -> Reply:
    """What a search found."""
    found = [Found(n, draw(names), draw(names), draw(names), None, draw(names)) for n in range(20)]
    return found_list(language, draw(names), found, total=draw(st.integers(20, 10**6)), as_of=TODAY, today=TODAY)


def dormant_view(draw: st.DrawFn, language: Language) -> Reply:
    """A long list of sleepers."""
    found = draw(regulars(draw(st.sampled_from([0, 1, 21, 150]))))
    options = Options(page=draw(st.integers(1, 9)), region=draw(st.none() | names), csv=draw(st.booleans()))
    return dormant(
        language, POLICY, options, found, looked_at=len(found), owner=draw(st.none() | names), as_of=TODAY, today=TODAY
    )


def attendance_view(draw: st.DrawFn, language: Language) -> Reply:
    """A long attendance sheet."""
    row = Attendance(draw(regulars(1))[0], {TODAY: draw(amounts), date(2025, 11, 2): draw(amounts)})
    sheet = [row] * draw(st.sampled_from([0, 1, 50, 150]))
    whose, month = draw(st.none() | names), date(2025, 11, 1)
    return attendance(language, sheet, month=month, top=50, owner=whose, as_of=TODAY, today=TODAY)


def usage_view(_draw: st.DrawFn, language: Language) -> Reply:
    """What can be asked."""
    return usage(language, "title", {"/customer NAME": "answer"}, as_of=TODAY, today=TODAY)


def overview_view(_draw: st.DrawFn, language: Language) -> Reply:
    """Which commands there are."""
    return overview(language, ["/customer"], meant="/customer", as_of=TODAY, today=TODAY)


def refusal_view(draw: st.DrawFn, language: Language) -> Reply:
    """Why there is no answer."""
    return refusal(language, f"No “{draw(names)}”.\nUsage: …", as_of=TODAY, today=TODAY)


def alert_view(draw: st.DrawFn, language: Language) -> Reply:
    """An alert in any state, with a contact and a note."""
    who = Who(3, draw(names), "U0JOE")
    events = [happened(kind, by=draw(st.sampled_from([None, who]))) for kind in draw(st.lists(kinds, max_size=4))]
    found = view(
        rule=draw(st.sampled_from([*EVIDENCE, "retired_rule"])),
        customer=draw(names),
        owner=draw(st.none() | st.just(who)),
        state=draw(st.sampled_from(words.STATES)),
        taken_by=draw(st.none() | st.just(who)),
        taken_at=AT,
        snoozed_until=draw(st.none() | st.just(AT)),
        outreach=Outreach(TODAY, draw(names), who, draw(st.none() | names), draw(st.none() | names)),
        events=tuple(events),
    )
    why = draw(st.sampled_from([*WHYS, "", "unheard of"]))
    return alert(language, POLICY, found, hearer=draw(st.none() | st.just(who)), why=why, instead_of=draw(names))


def alerts_view(draw: st.DrawFn, language: Language) -> Reply:
    """A page of alerts."""
    found = [view(id=number, customer=draw(names), value_at_risk=draw(amounts)) for number in range(10)]
    page = Page(found[: draw(st.sampled_from([0, 1, 10]))], draw(st.integers(10, 10**6)))
    asked = Listing(draw(st.sampled_from([None, "mine", "all"])), page=draw(st.integers(1, 9)))
    return alerts(language, asked, page, as_of=TODAY, today=TODAY)


def alert_history_view(draw: st.DrawFn, language: Language) -> Reply:
    """A long history."""
    who = Who(3, draw(names), "U0JOE")
    events = [happened(kind, by=draw(st.sampled_from([None, who]))) for kind in draw(st.lists(kinds, max_size=40))]
    return alert_history(language, POLICY, view(customer=draw(names), events=tuple(events)))


def alert_stats_view(draw: st.DrawFn, language: Language) -> Reply:
    """Statistics of many rules and people."""
    counts = Counts(fired=draw(lengths), useful=1, acted_on=2, closed=draw(lengths), value_recovered=draw(amounts))
    people: dict[Who | None, Counts] = {
        Who(number, draw(names), None): counts for number in range(draw(st.sampled_from([0, 3, 60])))
    }
    found = Statistics(counts, dict.fromkeys([*EVIDENCE, "retired_rule"], counts), {None: counts, **people})
    return alert_stats(language, found, days=draw(st.integers(1, 999)), scope="all", as_of=TODAY, today=TODAY)


def alert_rules_view(_draw: st.DrawFn, language: Language) -> Reply:
    """The rules."""
    return alert_rules(language, POLICY, dict.fromkeys(EVIDENCE, "now"), as_of=TODAY, today=TODAY)


def backtest_view(draw: st.DrawFn, language: Language) -> Reply:
    """A backtest beside its peers."""
    share = draw(st.none() | st.floats(0, 1))
    shares = {"share_dropped": share, "share_came_back": share, "median_lead_days": 12.0, "auc": share}
    record = {"alerts": draw(lengths), "alerts_a_month": 1.5, "judged": draw(lengths), **shares}
    peers = dict.fromkeys(draw(st.sampled_from([(), ("forty_days", "twice_gap")])), record)
    span = {"first": "2024-12-01", "last": "2025-11-30"}
    found = {**record, **span, "rule": draw(st.sampled_from([*EVIDENCE])), "peers": peers}
    return backtest(language, POLICY, found, today=TODAY)


kinds = st.sampled_from([*happenings.SENTENCES, "unheard of"])

VIEWS: list[Callable[..., Reply]] = [
    alert_view,
    alerts_view,
    alert_history_view,
    alert_stats_view,
    alert_rules_view,
    backtest_view,
    card_view,
    tier_view,
    why_view,
    visits_view,
    history_view,
    candidates_view,
    found_view,
    dormant_view,
    attendance_view,
    usage_view,
    overview_view,
    refusal_view,
]


@pytest.mark.parametrize("view", VIEWS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_an_answer_fits_slack_and_pings_nobody(view: Callable[..., Reply], data: st.DataObject) -> None:
    assert breaches(view(data.draw, data.draw(languages))) == []


@pytest.mark.parametrize("view", VIEWS)
@settings(max_examples=5, deadline=None)
@given(data=st.data())
def test_an_answer_ends_with_the_day_of_its_data(view: Callable[..., Reply], data: st.DataObject) -> None:
    reply = view(data.draw, ENGLISH)
    assert reply.blocks[-1]["elements"][-1]["text"] == "Data as of Nov 30, 2025."
    assert reply.text.endswith("Data as of Nov 30, 2025.")


@pytest.mark.parametrize(
    "view", [card_view, tier_view, why_view, visits_view, history_view, dormant_view, attendance_view]
)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_an_answer_can_be_shared_and_put_in_plain_text(view: Callable[..., Reply], data: st.DataObject) -> None:
    language = data.draw(languages)
    reply = replace(view(data.draw, language), again="/customer card id:1")
    mine = sharing.offered(reply, language)
    everybodys = sharing.shared(reply, language, by=Asker(name=data.draw(names)))
    told = plain({"text": mine.text, "blocks": mine.blocks})
    in_plain = replace(mine, blocks=tuple(told["blocks"]))
    versions = [mine, everybodys, sharing.done(reply, language), in_plain]
    assert [breaches(version) for version in versions] == [[]] * 4
    assert told["blocks"][-1]["text"]["text"].endswith(reply.blocks[-1]["elements"][-1]["text"])


@settings(max_examples=30, deadline=None)
@given(found=regulars(21))
def test_the_file_holds_everybody_and_no_formula(found: list[Regular]) -> None:
    reply = dormant(ENGLISH, POLICY, Options(), found, looked_at=21, owner=None, as_of=TODAY, today=TODAY)
    assert reply.file is not None
    assert reply.file.content.startswith(b"\xef\xbb\xbf")
    rows: list[list[Any]] = list(csv.reader(io.StringIO(reply.file.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 22
    assert not any(cell.lstrip().startswith(("=", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("name", ["&" * 200, "W" * 200, "<!channel>" * 20])
def test_as_many_customers_as_are_listed_fit_whatever_they_are_called(name: str) -> None:
    found = [Found(n, name, name, name, None, name, closed=True) for n in range(20)]
    assert breaches(found_list(ENGLISH, name, found, total=30, as_of=TODAY, today=TODAY)) == []
    offers = {f"{each.id}. {each.name}": f"/customer card id:{each.id}" for each in found[:5]}
    assert breaches(candidates(ENGLISH, name, found[:5], offers, as_of=TODAY, today=TODAY)) == []


def test_as_many_changes_as_are_told_fit_on_one_day() -> None:
    reason = {figure: [9 * 10**15, -(9 * 10**15)] for figure in POLICY.rfm.evidence["rfm_segment"]}
    changes = [Change(TODAY, "rfm_segment", "champions", "hibernating", reason)] * 20
    for action in ("accounts.moved", "alert.contacted", "alert.dismissed"):
        done = [replace(entry("&" * 200, action), accounts=(Account("&" * 200, "&" * 200, "&" * 200),))] * 5
        told = history(ENGLISH, POLICY, customer(), profile(), changes, done=done, more=True, today=TODAY)
        assert breaches(told) == []


DEEDS = (*recorded.SENTENCES, "alert.contacted", "alert.snoozed", "later.invented")


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_a_page_of_the_record_fits_however_long_things_are_called(language: Language) -> None:
    for action in DEEDS:
        found = [entry("&" * 200, action)] * ROWS
        assert breaches(audit(language, found, page=2, turns={"Next page": "/audit page 3"})) == []


@pytest.mark.parametrize("name", ["W" * 200, "<!channel>" * 20, "", "\n"])
@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_a_page_of_the_record_fits_whatever_things_are_called(language: Language, name: str) -> None:
    for start in range(0, len(DEEDS), ROWS):
        found = [entry(name, action) for action in DEEDS[start : start + ROWS]]
        assert breaches(audit(language, found, page=2, turns={"Next page": "/audit page 3"})) == []

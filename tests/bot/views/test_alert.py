"""The message of an alert: first line first, the buttons that make sense, nothing that does not."""

from datetime import timedelta
from typing import Any

import pytest

from bot.locale import CHINESE, ENGLISH
from bot.question import Reply
from bot.views.alert import alert
from segmentation.profile import Policy
from storage.alerts.lists import AlertView
from storage.alerts.who import Who
from tests.bot.views.alerts import AT, JOE, MARIA, happened, view
from tests.bot.views.limits import breaches

POLICY = Policy()
GRACE = Who(1, "Grace Whitfield", "U0GRACE")


def shown(found: AlertView, *, hearer: Who | None = JOE, why: str = "owner", **options: Any) -> Reply:
    """Return the message, which Slack must take."""
    reply = alert(ENGLISH, POLICY, found, hearer=hearer, why=why, **options)
    assert breaches(reply) == []
    assert breaches(alert(CHINESE, POLICY, found, hearer=hearer, why=why, **options)) == []
    return reply


def controls(reply: Reply) -> list[str]:
    """Return what the buttons and menus read, the three dots last."""
    rows = [block["elements"] for block in reply.blocks if block["type"] == "actions"]
    read = [
        element["text"]["text"] if "text" in element else element["placeholder"]["text"]
        for row in rows
        for element in row
    ]
    return [*read, *("…" for block in reply.blocks if "accessory" in block)]


def more(reply: Reply) -> list[str]:
    """Return what is behind the three dots."""
    [dots] = [block["accessory"] for block in reply.blocks if "accessory" in block]
    return [option["text"]["text"] for option in dots["options"]]


def first_line(reply: Reply) -> str:
    """Return the first line."""
    return str(reply.blocks[0]["text"]["text"])


@pytest.mark.parametrize(
    ("hearer", "why", "options", "told"),
    [
        (JOE, "owner", {}, "You are its owner."),
        (MARIA, "team", {}, "Joe Marsh of your team is its owner."),
        (GRACE, "all", {}, "Joe Marsh is its owner; you hear of all."),
        (MARIA, "instead", {"instead_of": "Ben Carter"}, "It comes to you because Ben Carter cannot be told."),
        (MARIA, "untaken", {"instead_of": "Joe"}, "It comes to you because Joe has not taken it in time."),
        (MARIA, "cover", {"instead_of": "Joe Marsh"}, "You stand in for Joe Marsh."),
        (MARIA, "covered", {"instead_of": "Lena"}, "You stood in for Lena. Joe Marsh is its owner."),
        (
            MARIA,
            "untaken",
            {"instead_of": "Amara", "asked_for": "Joe"},
            "It comes to you because nobody has taken it in time: Amara was told in place of Joe.",
        ),
        (MARIA, "channel", {}, "It comes to you because the channel of the team cannot be reached."),
        (MARIA, "owner", {}, "Joe Marsh is its owner."),
        (GRACE, "", {}, "Joe Marsh is its owner."),
        (None, "team", {}, "Joe Marsh is its owner."),
    ],
)
def test_the_first_line_says_why_you(hearer: Who | None, why: str, options: dict[str, str], told: str) -> None:
    assert first_line(shown(view(), hearer=hearer, why=why, **options)) == f"*Acme* is coming less often. {told}"


def test_a_customer_without_an_owner_comes_to_whoever_can_give_it_one() -> None:
    unowned = view(rule="vip_unowned", owner=None, lead=None)
    reply = shown(unowned, hearer=MARIA, why="unowned")
    assert first_line(reply) == "Nobody looks after *Acme*, a VIP. As it has no owner, it comes to you."
    assert controls(reply) == ["I'll take it", "Reassign…", "Snooze", "Settings", "…"]
    assert "Suggested as key contact from now on: Maria Santos." in str(reply.blocks)


@pytest.mark.parametrize(
    ("found", "buttons"),
    [
        (view(), ["I'll take it", "Log contact", "Snooze", "Settings", "…"]),
        (
            view(state="acknowledged", taken_by=JOE, taken_at=AT, events=(happened("acknowledged"),)),
            ["Log contact", "Snooze", "Give it back", "Settings", "…"],
        ),
        (
            view(state="contacted", taken_by=JOE, taken_at=AT, events=(happened("contacted", kind="call"),)),
            ["Log contact", "Snooze", "Undo", "Settings", "…"],
        ),
        (
            view(snoozed_until=AT, events=(happened("snoozed", until=AT.isoformat()),)),
            ["I'll take it", "Log contact", "End the snooze", "Undo", "Settings", "…"],
        ),
        (view(state="recovered", events=(happened("recovered", by=None),)), ["History"]),
        (view(state="expired", events=(happened("expired", by=None),)), ["History"]),
        (view(state="lost", events=(happened("lost"),)), ["Undo", "History"]),
        (view(state="dismissed", events=(happened("useless"),)), ["Undo", "History"]),
    ],
)
def test_buttons_are_those_that_still_make_sense(found: AlertView, buttons: list[str]) -> None:
    assert controls(shown(found)) == buttons


def test_behind_the_dots_is_what_is_rare() -> None:
    assert more(shown(view())) == ["Not useful", "Known absence…", "Reassign…", "History", "Mute this kind"]
    assert more(shown(view(state="contacted", taken_by=JOE)))[0] == "Lost for good"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (view(taken_by=MARIA, taken_at=AT, state="acknowledged"), "Maria Santos has had this since <!date^"),
        (view(snoozed_until=AT, events=(happened("snoozed", until=AT.isoformat()),)), "Joe Marsh snoozed this until <"),
        (
            view(snoozed_to_visit_after=AT.date(), events=(happened("snoozed"),)),
            "Joe Marsh snoozed this until the next visit.",
        ),
        (view(events=(happened("snoozed"), happened("woken", by=None))), "The snooze has ended. (<!date^"),
        (view(events=(happened("woken"),)), "Joe Marsh ended the snooze."),
        (view(events=(happened("reassigned", to=JOE, by=MARIA),)), "Maria Santos handed the customer over to Joe"),
        (view(events=(happened("escalated", to=MARIA, by=None),)), "Nobody had taken this in time: Maria"),
        (view(state="dismissed", events=(happened("dismissed", outcome="seasonal"),)), "they come in their season."),
        (view(state="recovered", events=(happened("recovered", by=None),)), "The customer is back to what is usual."),
    ],
)
def test_it_says_how_it_stands(found: AlertView, told: str) -> None:
    assert told in str(shown(found).blocks[2])


def test_what_was_undone_later_is_no_longer_told() -> None:
    events = (happened("released"), happened("acknowledged"))
    again = view(events=events, state="acknowledged", taken_by=JOE, taken_at=AT)
    assert "gave this back" not in str(shown(again).blocks)


def test_who_has_come_since_it_was_told_that_they_stay_away_is_told_of() -> None:
    day = view().as_of + timedelta(days=2)
    assert "They have come since, last on " in str(shown(view(last_visit=day)).blocks)
    assert "come since" not in str(shown(view(last_visit=day, state="recovered")).blocks)
    assert "come since" not in str(shown(view(last_visit=day, rule="growth_crossing")).blocks)


def test_of_whose_visit_the_data_told_late_it_is_told_too() -> None:
    on_the_day, evidence = view().as_of, {"days_since_last_visit": 12}
    assert "They have come since" in str(shown(view(last_visit=on_the_day, evidence=evidence)).blocks)
    as_told = view(last_visit=on_the_day - timedelta(days=12), evidence=evidence)
    assert "They have come since" not in str(shown(as_told).blocks)


def test_the_last_contact_is_told_or_that_there_was_none() -> None:
    made = "Last contact: a call on Oct 2, 2025 by Joe Marsh: price, “The fish is too dear”."
    assert made in str(shown(view()).blocks)
    assert "No contact has been logged." in str(shown(view(outreach=None)).blocks)


def test_a_message_that_is_kept_and_an_answer_are_told_apart_by_their_buttons() -> None:
    kept, answered = shown(view()), shown(view(), kept=False)
    assert {each["action_id"][:9] for each in kept.blocks[2]["elements"]} == {"ask_kept_"}
    assert not any(each["action_id"].startswith("ask_kept_") for each in answered.blocks[2]["elements"])


def test_buttons_carry_which_version_was_shown() -> None:
    take = shown(view(version=4)).blocks[2]["elements"][0]
    assert (take["value"], take["style"]) == ("/alerts take 17 v4", "primary")

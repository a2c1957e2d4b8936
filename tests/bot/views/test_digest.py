"""The daily digest, as managers and salespeople read it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Reply
from bot.views.digest import ROWS, digest
from segmentation.guard import Drop, Late
from segmentation.profile import Policy
from storage.alerts.sleepers import Sleeper, Sleepers
from storage.alerts.who import Who
from tests.bot.views.alerts import EVIDENCE, view
from tests.bot.views.limits import breaches
from tests.business import TODAY

WEEK = {TODAY - timedelta(back): 3 for back in range(7)}


def sleeper(name: str = "Acme", **values: Any) -> Sleeper:
    """Return a VIP who sleeps."""
    usual: dict[str, Any] = {
        "customer_id": 1,
        "owner": Who(1, "Linda", "U1"),
        "stage": "dormant",
        "last_visit": TODAY - timedelta(40),
        "days_since_last_visit": 40,
        "value_at_risk": Decimal(12_400),
        "is_new": False,
    }
    return Sleeper(name=name, **usual | values)


def shown(*found: Sleeper, language: Language = ENGLISH, total: int | None = None, **values: Any) -> Reply:
    """Return the digest of these."""
    value = sum((one.value_at_risk for one in found), Decimal(0))
    count = len(found) if total is None else total
    all_ = Sleepers(found, count, sum(one.is_new for one in found), value, WEEK)
    return digest(language, Policy(), all_, [], **{"as_of": TODAY, "today": TODAY} | values)


def cells(reply: Reply) -> list[list[str]]:
    """Return the table."""
    (table,) = (block for block in reply.blocks if block["type"] == "table")
    return [[cell["text"] for cell in row] for row in table["rows"]]


def test_the_first_line_says_how_many_what_is_at_risk_and_what_is_new() -> None:
    reply = shown(sleeper("New", is_new=True), sleeper())

    assert reply.text.startswith("2 VIPs are dormant or worse; $24,800 a year at risk. 1 is new. First: New, Acme.")


def test_nothing_to_report_is_one_quiet_line() -> None:
    reply = digest(
        ENGLISH, Policy(), Sleepers((), 0, 0, Decimal(0), dict.fromkeys(WEEK, 0)), [], as_of=TODAY, today=TODAY
    )

    assert reply.text == "Nothing to report: no VIP is dormant. Data as of Nov 30, 2025."
    assert not [block for block in reply.blocks if block["type"] in {"table", "data_visualization"}]


def test_where_the_data_is_late_it_says_that_they_may_have_come() -> None:
    reply = shown(sleeper(), quiet=Late(TODAY - timedelta(4)))

    assert "The data is late: no visit is known after Nov 26, 2025." in reply.text
    assert "Who seems to stay away may have come." in str(reply.blocks)


def test_where_everybody_stays_away_at_once_it_says_how_far_and_that_nothing_is_alerted() -> None:
    reply = shown(sleeper(), quiet=Drop(0.45, 7))

    assert "at risk. Everybody stays away at once: in the last 7 days only 45% of the usual visits" in reply.text
    assert "Until that is over there are no alerts." in str(reply.blocks)
    assert "客户普遍来得少：最近 7 天的到访只有平时的 45%。" in shown(language=CHINESE, quiet=Drop(0.45, 7)).text


def test_a_notification_tells_the_first_alerts_that_waited() -> None:
    back = replace(view(rule="vip_back"), evidence=EVIDENCE["vip_back"])
    reply = digest(ENGLISH, Policy(), None, [view(), back], as_of=TODAY, today=TODAY)

    assert reply.text.startswith("2 alerts for your digest: *Acme* is coming less often. *Acme* is back after ")


def test_a_row_says_who_how_long_whose_and_what_was_done() -> None:
    called = {"contact": "call", "contact_day": TODAY - timedelta(9)}
    people = [
        sleeper("A", is_new=True, owner=None),
        sleeper("B", **called, cause="price"),
        sleeper("C", **called, last_visit=TODAY),
        sleeper("D", taken_by=Who(2, "Maria", None)),
    ]

    _, *rows = cells(shown(*people))

    assert rows[0] == ["A (new)", "dormant", "40 days ago", "$12,400", "nobody", "none"]
    assert [row[5] for row in rows[1:]] == [
        "a call, Nov 21, 2025: price",
        "a call, Nov 21, 2025: came since",
        "Maria has it",
    ]


def test_what_does_not_fit_is_offered_as_a_file() -> None:
    short, long = shown(sleeper()), shown(*[sleeper()] * ROWS, total=ROWS + 5)

    assert "/alerts digest csv" not in str(short.blocks)
    assert "/alerts digest csv" in str(long.blocks)
    assert "5 more are in the file." in str(long.blocks)


def test_the_file_has_everybody_and_no_formula() -> None:
    reply = shown(*[sleeper("=cmd()")] * 30, with_file=True)

    assert reply.file is not None
    lines = reply.file.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 31
    assert lines[1].startswith("1,'=cmd(),Linda,dormant,")


@given(
    st.lists(st.sampled_from(["<!channel>", "x" * 300, "龍" * 300, "a\u202eb\x00", "*_`~"]), max_size=25),
    st.sampled_from([ENGLISH, CHINESE]),
    st.none() | st.dates(date(2000, 1, 1), TODAY),
)
def test_whatever_customers_are_called_it_fits_slack_and_pings_nobody(
    names: list[str], language: Language, contact_day: date | None
) -> None:
    contact = {"contact": "call", "contact_day": contact_day, "cause": "<@U1>"} if contact_day else {}
    found = [sleeper(name, owner=Who(1, name, None), **contact) for name in names]

    assert breaches(shown(*found, language=language, total=len(found) + 7)) == []

"""Home at its fullest fits Slack, whatever people and customers are called; and what it says first."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.governance import Colleagues, Governance
from bot.hearing import Hearing
from bot.locale import CHINESE, ENGLISH, Language
from bot.telling import blocks
from bot.telling.blocks import Part
from bot.views.home import books, business, customers, house, page
from bot.views.home.alerts import alerts
from bot.views.home.approvals import approvals
from bot.views.home.books import Burden
from bot.views.home.layout import Onlooker, listed
from bot.views.home.stranger import stranger
from bot.working_time import WorkingTime
from playground import limits
from segmentation.models.activity import SEGMENTS as STAGES
from segmentation.models.value_group import SEGMENTS as TIERS
from segmentation.money import stored
from segmentation.profile import Policy
from segmentation.rules import RULES
from storage.alerts.who import Who
from storage.handovers.shown import Shown
from storage.holdings import Holding, Sum
from storage.home.asleep import Asleep, Dozer
from storage.home.moves import Mover
from storage.home.occasions import Occasion
from storage.home.pressing import Pressing
from storage.home.stand_in import StandIn
from storage.home.state import State
from storage.home.waiting import Waiting
from storage.outcome import Move
from storage.tables import AccessRequest
from tests.bot.views.alerts import AS_OF, AT, JOE, MARIA, view
from tests.business import TODAY

ME = Onlooker(JOE.id, frozenset({JOE.id}))
SAMPLES = ("<!channel>", "<@U123>", "x" * 500, "龍" * 300, "a\u202eb\x00\n*_`~", "```", " ", "&amp;" * 100)

names = st.sampled_from(SAMPLES) | st.text(min_size=1, max_size=200)
amounts = st.integers(-(10**15), 10**15).map(lambda units: Decimal(units) / 10_000)
languages = st.sampled_from([ENGLISH, CHINESE, Language("zh", "zh_Hans_CN", "CNY")])


def everything(language: Language, name: str, money: Decimal) -> list[Part]:
    """Return every section there is, one below the other, each as full as it can be."""
    policy, who = Policy(), Who(9, name, None)
    told = [view(rule=rule, customer=name, owner=who, taken_by=who, value_at_risk=money) for rule in list(RULES)[:5]]
    held = Holding({(tier.key, stage.key): Sum(10**6, stored(money)) for tier in TIERS for stage in STAGES})
    waiting = Waiting(3, name, 9, AT, [name] * 4, [name] * 4, Shown(20, money, {}, (1, 2), 3), frozenset({3}))
    moves = [Move("tier", a.key, b.key, 10**6) for a in TIERS for b in TIERS if a != b]
    asking = [AccessRequest(slack_id=f"U{number}", name=name, asked_at=AT) for number in range(5)]
    stood_in = StandIn(9, name, 8, name, AT)
    sections = (
        page.above(language, [stood_in] * 3, away=stood_in),
        house.requests(language, asking, 9),
        approvals(language, [waiting] * 5, total=9, me=3),
        house.data(language, State(TODAY, AT, AT, 1, 2, 3), today=TODAY + timedelta(9)),
        house.policy(language, Governance(Colleagues.NAMES)),
        business.movement(language, policy, moves),
        alerts(language, policy, Pressing(told, 99, 9, frozenset({17})), ME, as_of=AS_OF),
        customers.occasions(
            language, [Occasion(1, name, 9, name, "birthday", TODAY, 9, money)] * 5, 9, ME, today=TODAY
        ),
        customers.asleep(language, policy, Asleep([Dozer(1, name, 9, name, "dormant", 9, money)] * 5, 9, money), ME),
        customers.movers(language, policy, [Mover(1, name, 9, name, "MVC", "BZ", money)] * 5, 9, ME),
        books.team(language, [Burden(name, held, 10**6, 0.5, name)] * 15, more=9),
        books.book(language, policy, held, language.say("My accounts")),
        business.digest(language, Hearing(WorkingTime(ZoneInfo("UTC"), 9, 18, None, "GB"))),
        page.below(language, with_settings=True, as_of=TODAY, today=TODAY),
    )
    return [part for section in sections for part in section]


@settings(max_examples=15, deadline=None)
@given(languages, names, amounts)
def test_home_at_its_fullest_fits_slack_and_pings_nobody(language: Language, name: str, money: Decimal) -> None:
    shown = [blocks.rendered(part) for part in everything(language, name, money)]
    assert limits.view({"type": "home", "blocks": shown}) is None
    assert not [text for text in _marked_up(shown) if re.search(r"<([@#]|!(?!date\^))", text)]


def _marked_up(part: Any) -> Iterator[str]:
    """Yield every text in which Slack reads markup."""
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for value in part:
            yield from _marked_up(value)


def test_what_a_stranger_sees_fits_slack_in_both_languages() -> None:
    for language in (ENGLISH, CHINESE):
        assert limits.view({"type": "home", "blocks": stranger(language).blocks}) is None


def test_the_next_step_is_whose_turn_it_is() -> None:
    def steps(**values: object) -> list[str]:
        first, other = view(**values), view(id=18, **values)
        shown = [
            blocks.rendered(part) for part in alerts(ENGLISH, Policy(), Pressing([first, other], 2, 2), ME, as_of=AS_OF)
        ]
        return [block["accessory"]["text"]["text"] for block in shown if "accessory" in block]

    assert steps() == ["I'll take it"]
    assert steps(taken_by=JOE, state="acknowledged") == ["Log contact"]
    assert steps(owner=MARIA) == ["Open"]
    assert steps(owner=MARIA, taken_by=JOE) == ["Log contact"]
    assert steps(owner=None, rule="vip_unowned") == ["Reassign…"]


def test_each_alert_of_an_earlier_day_says_so() -> None:
    def days(as_of: date) -> list[str]:
        shown = alerts(ENGLISH, Policy(), Pressing([view(), view(id=18)], 2, 2), ME, as_of=as_of)
        texts = _marked_up([blocks.rendered(part) for part in shown])
        return [said for text in texts for said in re.findall("as of [^·]*", text)]

    assert days(AS_OF) == []
    assert days(AS_OF + timedelta(8)) == ["as of Nov 30, 2025"] * 2


def test_customers_of_one_name_can_each_be_looked_at() -> None:
    drawn = blocks.rendered(listed(["王女士", "王女士", "Acme"], [(1, "王女士"), (2, "王女士"), (3, "Acme")]))
    offered = {one["text"]["text"]: one["value"] for one in drawn["accessory"]["options"]}
    cards = [f"/customer card id:{number}" for number in (1, 2, 3)]
    assert offered == dict(zip(("王女士", "王女士 (2)", "Acme"), cards, strict=True))


def test_nothing_to_do_is_said_in_one_quiet_line() -> None:
    heading, line = (blocks.rendered(part) for part in alerts(ENGLISH, Policy(), Pressing(), ME, as_of=AS_OF))
    assert (heading["text"]["text"], line["text"]["text"]) == ("Open alerts", "No alert is open.")
    assert customers.asleep(ENGLISH, Policy(), Asleep(), ME) == []
    assert customers.movers(ENGLISH, Policy(), [], 0, ME) == []
    assert books.book(ENGLISH, Policy(), Holding({}), "My accounts") == []


def test_a_chart_shows_whatever_is_more_than_nothing() -> None:
    few = Holding({("standard", "normal"): Sum(1_000, 5), ("MVC", "dormant"): Sum(1)})
    *_, chart = books.book(ENGLISH, Policy(), few, "My accounts")
    lines = blocks.rendered(chart)["text"]["text"].strip("`").split("\n")
    assert lines[0] == "1,000 ██████████████ normal"
    assert lines[2] == "    1 █              dormant"
    assert lines[3] == "    0                shock"

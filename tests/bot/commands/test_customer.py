"""`/customer` on a real database."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from bot.commands import COMMANDS
from bot.locale import CHINESE, ENGLISH, Language
from bot.question import Reply
from tests.bot.views.limits import breaches
from tests.business import (
    TODAY,
    change,
    classification,
    customer,
    never_came,
    person,
    profile,
    question,
    remember,
    visit,
)
from tests.databases import on_sqlite

Ask = Callable[..., Reply]


@pytest.fixture
def ask(engine: Engine) -> Ask:
    """Ask `/customer` about a business of seven customers."""
    remember(
        engine,
        *(person(1), classification(1, as_of=TODAY - timedelta(days=30)), classification(2)),
        customer(1, "Brakes and Gears", owner_id=1, region="East", attributes={"aliases": ["BnG Cycles"]}),
        profile(1, tier="MVC", value_365d=Decimal(120_000), value_180d=Decimal(60_000), since=date(2025, 10, 31)),
        *(change(1, "tier", "standard", "MVC", run=2), change(1, "activity_month", "shock", "dead", run=2)),
        *(visit(1, TODAY - timedelta(days=12 + 30 * n), 100 + n) for n in range(14)),
        visit(1, TODAY - timedelta(days=3), -40),
        *(customer(2, "Tier One"), profile(2), customer(3, "One World Trading"), profile(3)),
        *(customer(4, "Why Not Ltd"), profile(4), customer(5, "Help"), profile(5)),
        *(customer(6, "<!channel> & Sons"), profile(6, tier="BZ", value_365d=Decimal(-5))),
        *(customer(7, "中成大酒店"), never_came(7), customer(8, "Newcomer")),
        *(customer(9, "Old Mill", status="closed"), profile(9)),
    )

    def asked(words: str, language: Language = ENGLISH) -> Reply:
        return COMMANDS["/customer"](question(engine, words, language=language))

    return asked


def test_the_card_begins_with_how_the_customer_stands(ask: Ask) -> None:
    reply = ask("brakes & gears")
    assert reply.text == (
        "*Brakes and Gears*: tier MVC, stage normal, last visit 12 days ago. Data as of Nov 30, 2025."
    )
    assert "Linda Mitchell" in str(reply.blocks)
    assert "BnG Cycles" in str(reply.blocks)


def test_the_tier_says_since_when_and_what_leads_away_from_it(ask: Ask) -> None:
    told = str(ask("tier Brakes and Gears").blocks)
    assert "*Brakes and Gears* is *MVC* since Nov 30, 2025." in told
    assert "There is no higher tier." in told
    assert "Down to *MGC*: if 365 days bring over $30,000 less, about 4 visits like the usual ones." in told


def test_a_tier_held_from_the_first_classification_says_so(ask: Ask) -> None:
    assert "as it was at the first classification on Jan 1, 2025" in ask("tier Tier One").text


def test_the_reasons_name_figures_lines_rule_and_day(ask: Ask) -> None:
    told = str(ask("why Brakes and Gears").blocks)
    assert "value of 365 days $120,000" in told
    assert "MVC line $100,000" in told
    assert "Since Nov 30, 2025.\\nFigures: value of 365 days $120,000" in told
    assert "came several times and is not late. At least since Oct 31, 2025." in told
    assert "Rule: the value of 365 days is at the MVC line or over." in told
    assert "Rule: 12 days away is 0.4 times the usual 30 days." in told
    assert "usual days between visits" in told
    assert "days since the last visit 20 / 40 / 60 / 80; visits in all 20 / " in told
    assert "Data as of Nov 30, 2025." in told


def test_visits_come_as_charts_of_complete_months_and_a_table(ask: Ask) -> None:
    reply = ask("visits Brakes and Gears")
    first, second = (block for block in reply.blocks if block["type"] == "data_visualization")
    counts = {point["label"]: point["value"] for point in first["chart"]["series"][0]["data"]}
    assert next(iter(counts)) == "Dec 2024"
    assert list(counts)[-1] == "Nov 2025"
    assert sum(counts.values()) == 12
    spent = {point["label"]: point["value"] for point in second["chart"]["series"][0]["data"]}
    assert spent["Nov 2025"] == 60
    table = next(block for block in reply.blocks if block["type"] == "table")
    assert len(table["rows"]) == 11
    assert table["rows"][1][0]["text"] == "Nov 18, 2025"
    assert "Visits per month: Dec 2024 1, " in reply.text


def test_history_tells_changes_newest_first_with_reasons(ask: Ask) -> None:
    told = str(ask("history Brakes and Gears").blocks)
    assert "Tier: standard → *MVC* (value of 365 days $12,000 → $120,000)" in told
    assert "dead" not in told


@on_sqlite
@pytest.mark.parametrize("words", ["brakes & gears", "tier brakes", "why BnG Cycles", "visits id:1", "历史 brakes"])
def test_an_answer_about_a_customer_can_be_asked_for_again_without_doubt(ask: Ask, words: str) -> None:
    reply = ask(words)
    assert reply.again is not None
    assert reply.again.startswith("/customer ")
    assert ask(reply.again.removeprefix("/customer ")) == reply


@on_sqlite
@pytest.mark.parametrize("words", ["help", "find one", "tier o", "Zzyzx Qqq"])
def test_what_is_about_nobody_in_particular_is_nothing_to_share(ask: Ask, words: str) -> None:
    assert ask(words).again is None


def test_a_customer_without_changes_has_a_short_history(ask: Ask) -> None:
    assert ask("history Tier One").text.startswith("Nothing about *Tier One* changed")


def test_a_customer_called_like_an_order_is_found(ask: Ask) -> None:
    assert ask("tier one").text.startswith("*Tier One*: tier standard")
    assert ask("Why Not Ltd").text.startswith("*Why Not Ltd*:")
    assert ask("tier why not ltd").text.startswith("*Why Not Ltd* is *standard*")
    assert ask('"help"').text.startswith("*Help*:")
    assert ask("help").text.startswith("What I know about a customer")


def test_a_name_that_looks_like_a_ping_is_harmless(ask: Ask) -> None:
    for words in ("id:6", "tier id:6", "why id:6", "visits id:6", "history id:6", "find channel"):
        assert breaches(ask(words)) == []
    assert "&lt;!channel&gt; &amp; Sons" in ask("id:6").text


def test_a_doubtful_name_offers_customers_to_pick(ask: Ask) -> None:
    reply = ask("tier o")
    asked = [button["value"] for block in reply.blocks if block["type"] == "actions" for button in block["elements"]]
    assert reply.text.startswith("I am not sure whom you mean by “o”.")
    assert "/customer tier id:3" in asked


@on_sqlite
@pytest.mark.parametrize("order", ["visits", "find", "历史", "help brakes and gears"])
def test_an_order_without_a_name_says_what_can_be_asked(ask: Ask, order: str) -> None:
    assert ask(order).text.startswith("What I know about a customer")


@on_sqlite
def test_nearby_names_are_offered_in_the_notification_too(ask: Ask) -> None:
    assert "• Brakes and Gears" in ask("what about Brakes and Gears").text


def test_an_unknown_name_is_said_to_be_unknown(ask: Ask) -> None:
    assert ask("Zzyzx Qqq").text.startswith("I know no customer called “Zzyzx Qqq”")


@on_sqlite
def test_a_misspelt_order_is_offered_as_it_was_meant(ask: Ask) -> None:
    reply = ask("teir Brakes and Gears")
    buttons = next(block for block in reply.blocks if block["type"] == "actions")["elements"]
    assert [button["value"] for button in buttons] == ["/customer tier Brakes and Gears"]


def test_a_customer_imported_since_the_last_classification_has_a_card(ask: Ask) -> None:
    for words in ("Newcomer", "tier Newcomer"):
        assert ask(words).text.startswith("*Newcomer* is new: figures come with the next classification.")


def test_a_closed_customer_is_called_closed(ask: Ask) -> None:
    assert ask("Old Mill").text.startswith("*Old Mill* is closed")


def test_who_never_came_is_told_so(ask: Ask) -> None:
    assert ask("zhongcheng").text.startswith("*中成大酒店* never came.")
    assert "There are no visits to list." in str(ask("visits zhongcheng").blocks)


def test_search_lists_what_fits(ask: Ask) -> None:
    assert "One World Trading" in str(ask("find one").blocks)


@on_sqlite
def test_the_answer_is_in_the_language_of_who_asks(ask: Ask) -> None:
    told = ask("等级 Brakes and Gears", CHINESE)
    assert told.text == "*Brakes and Gears* 自2025年11月30日起是 *最有价值客户（MVC）*。数据截至2025年11月30日。"


def test_before_the_first_classification_the_card_says_so(engine: Engine) -> None:
    remember(engine, customer())
    reply = COMMANDS["/customer"](question(engine, "tier Acme"))
    assert "Nothing has been classified yet" in reply.text


def test_changes_taken_back_are_neither_told_nor_counted(engine: Engine) -> None:
    remember(
        engine,
        *(customer(), profile(tier="standard"), classification(1), classification(2, superseded=True)),
        change(1, "tier", "standard", "MVC", run=2),
    )
    assert "first classification" in COMMANDS["/customer"](question(engine, "tier Acme")).text
    assert "Nothing about" in COMMANDS["/customer"](question(engine, "history Acme")).text

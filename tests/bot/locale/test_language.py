"""Numbers, money, days and plurals as people write them."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pytest

from bot.locale import CHINESE, ENGLISH, Language
from segmentation.models.value_group import MVC, STANDARD


@pytest.mark.parametrize(
    ("code", "currency", "amount", "written"),
    [
        ("en", "USD", Decimal("1234567.89"), "$1,234,568"),
        ("en", "USD", Decimal("-1234.5"), "-$1,234"),
        ("en", "USD", Decimal("12.345"), "$12.34"),
        ("en", "USD", Decimal(60), "$60"),
        ("en", "USD", Decimal(0), "$0"),
        ("en", "USD", Decimal("-0.5"), "-$0.50"),
        ("en", "JPY", Decimal("99.5"), "¥100"),
        ("en", "KWD", Decimal("1.2345"), "KWD1.234"),
        ("en", "EUR", Decimal("80450596.98"), "€80,450,597"),
        ("zh", "CNY", Decimal(1234), "¥1,234"),
        ("zh", "USD", Decimal(1234), "US$1,234"),
        ("zh", "CNY", Decimal("8.8"), "¥8.80"),
    ],
)
def test_money_is_written_in_its_currency(code: str, currency: str, amount: Decimal, written: str) -> None:
    locale = {"en": "en", "zh": "zh_Hans_CN"}[code]
    assert Language(code, locale, currency).money(amount) == written


def test_money_is_rounded_the_way_that_is_asked_for() -> None:
    assert ENGLISH.money(Decimal("1234.0001"), rounding=ROUND_CEILING) == "$1,235"
    assert ENGLISH.money(Decimal("1234.9"), rounding=ROUND_FLOOR) == "$1,234"
    assert ENGLISH.money(Decimal("0.0001"), rounding=ROUND_CEILING) == "$0.01"
    assert ENGLISH.money(Decimal("-0.0001")) == "$0.00"


def test_days_and_months_carry_their_year() -> None:
    assert ENGLISH.day(date(2013, 11, 30)) == "Nov 30, 2013"
    assert CHINESE.day(date(2013, 11, 30)) == "2013年11月30日"
    assert ENGLISH.month(date(2013, 11, 30)) == "Nov 2013"
    assert CHINESE.month(date(2013, 11, 30)) == "2013年11月"


@pytest.mark.parametrize(("n", "english"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1234, "1,234 days")])
def test_things_are_counted(n: int, english: str) -> None:
    assert ENGLISH.count("{n} day", "{n} days", n) == english
    assert CHINESE.count("{n} day", "{n} days", n) == f"{n:,} 天"


def test_a_sentence_without_translation_stays_english() -> None:
    assert CHINESE.say("Nobody translated {this}.", this=1) == "Nobody translated 1."
    assert CHINESE.count("{n} unknown thing", "{n} unknown things", 2) == "2 unknown things"


def test_segments_have_names_in_both_languages() -> None:
    assert (ENGLISH.name(STANDARD), CHINESE.name(STANDARD)) == ("standard", "普通客户")
    assert (ENGLISH.name(MVC), CHINESE.name(MVC)) == ("MVC", "最有价值客户（MVC）")


def test_numbers_are_grouped_and_rounded() -> None:
    assert ENGLISH.number(1234.56) == "1,235"
    assert ENGLISH.number(2.5, decimals=1) == "2.5"
    assert ENGLISH.number(2.0, decimals=1) == "2"
    assert ENGLISH.share(0.235) == "24%"

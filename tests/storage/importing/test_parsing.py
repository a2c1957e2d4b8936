"""Days and amounts are understood as people and systems write them, exactly, or not at all."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation import money
from storage.columns import day_number, from_day_number
from storage.importing.parsing import addresses, words
from storage.importing.parsing.amounts import amounts, products
from storage.importing.parsing.days import days
from storage.importing.parsing.notation import Notation, decide, evidence
from storage.importing.parsing.text import text

UTC, SHANGHAI = ZoneInfo("UTC"), ZoneInfo("Asia/Shanghai")


def amount(written: str, decimal: str = ".") -> Decimal | None:
    """Return what one written amount is understood as."""
    (units,) = amounts(pa.array([written]), decimal).to_pylist()
    return None if units is None else money.shown(units)


def day(written: str, *, day_first: bool = True, zone: ZoneInfo = UTC) -> date | None:
    """Return what one written day is understood as."""
    (number,) = days(pa.array([written]), day_first=day_first, zone=zone).to_pylist()
    return None if number is None else from_day_number(number)


def notation(*written: str, days: tuple[str, ...] = (), decimal: str = ".") -> Notation:
    """Return how a file with these amounts and days is understood."""
    seen = evidence([pa.array(written, pa.string())], pa.array(days, pa.string()))
    return decide(seen, decimal=decimal, chosen_decimal=None, chosen_day_first=None)


@pytest.mark.parametrize(
    ("written", "meant"),
    {
        "1,234.56": "1234.56",
        "$1,234": "1234",
        "(5.50)": "-5.50",
        "12-": "-12",
        "−7": "-7",
        "１２．５": "12.5",
        "¥ 3": "3",
        "12元": "12",
        "CNY 12": "12",
        "1 234.5": "1234.5",
        "1'234.5": "1234.5",
        "12,34,567.5": "1234567.5",
        "1 234 567.5": "1234567.5",
        "1\u00a0234.5": "1234.5",
        "R$ 5.50": "5.5",
        "Rs. 100": "100",
        "Fr. 12.50": "12.5",
        "12.50 kr": "12.5",
        "12.50 zł": "12.5",
        "Rs.1,500.00": "1500",
        "₹1,50,000/-": "150000",
        "CA$ 5.50": "5.5",
        "AED 5": "5",
        "5 ₫": "5",
        "1e3": "1000",
        ".5": "0.5",
        "+4": "4",
        "2.00005": "2.0000",
        "2.00015": "2.0002",
        "0.30000000000000004": "0.3",
        "100000000000": "100000000000",
    }.items(),
)
def test_amounts_are_read_as_written(written: str, meant: str) -> None:
    assert amount(written) == Decimal(meant)


@pytest.mark.parametrize("written", ["1.234,56", "1.234,56 €", "1234,56", "EUR 1.234,56", "1 234,56", "1'234,56"])
def test_a_decimal_comma_is_read(written: str) -> None:
    assert amount(written, ",") == Decimal("1234.56")


@pytest.mark.parametrize("written", ["1234.-", "1'234.-", "CHF 1'234.–", "1234.--", "CHF 1'234.—"])
def test_a_dash_in_place_of_cents_is_no_minus(written: str) -> None:
    assert amount(written) == 1234
    assert amount(f"-{written}") == -1234
    assert amount(written.replace(".", ","), ",") == 1234


@pytest.mark.parametrize(
    "written",
    [
        "abc",
        "",
        "nan",
        "inf",
        "-inf",
        "1e400",
        "12,5",
        "1.2.3",
        "--5",
        ".",
        "100000000000.01",
        "9" * 40,
        "12 34",
        "0,125",
        "1,23,4",
        "12.5%",
    ],
)
def test_what_is_no_sensible_amount_is_refused(written: str) -> None:
    assert amount(written) is None


@given(st.decimals(-money.LARGEST // money.SCALE, money.LARGEST // money.SCALE, places=6))
def test_amounts_are_exact_and_round_half_to_even(value: Decimal) -> None:
    assert amount(f"{value:f}") == value.quantize(Decimal("0.0001"), rounding=ROUND_HALF_EVEN)
    assert amount(f"{value:,f}") == amount(f"{value:f}")


@given(st.lists(st.decimals(-2 * money.LARGEST // money.SCALE, 2 * money.LARGEST // money.SCALE, places=5), max_size=5))
def test_no_amount_depends_on_its_neighbours(values: list[Decimal]) -> None:
    written = ["12.5", *(f"{value.normalize():f}" for value in values)]
    assert amounts(pa.array(written), ".").to_pylist() == [amounts(pa.array([w]), ".")[0].as_py() for w in written]


def test_products_are_exact_and_what_is_beyond_sense_is_none() -> None:
    quantities, prices = pa.array([30_000, 15_000, money.LARGEST, None]), pa.array([-3, 5, 20_000, 1])
    assert products(quantities, prices).to_pylist() == [-9, 8, None, None]


@given(st.integers(-money.LARGEST, money.LARGEST))
def test_floating_point_amounts_are_the_decimals_they_were(units: int) -> None:
    assert amounts(pa.array([units / money.SCALE]), ".").to_pylist() == [units]


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-02", "2024/1/2", "2024.01.02", "2024 1 2", "20240102", "2024年1月2日", "2024年01月02日 13:05",
        "02.01.2024", "2/1/24",
        "2 Jan 2024", "2-Jan-24", "Jan 2, 2024", "January 2nd, 2024", "Tue, 2 Jan 2024",
        "2024-01-02 23:59:59", "2024-01-02T23:59:59.999",
        "2024 年 1 月 2 日", "Tuesday, January 2, 2024", "20240102130506", "20240102 1305", "45293", "45293.75",
        "02/01/2024, 23:30:00", "Jan 2, 2024, 11:30 PM", "2024-01-02 at 10:05", "2024. 1. 2.", "2024년 1월 2일",
        "1704189600", "1704189600000", "1704189600.5",
        "2024-01-02T10:00:00Z", "02/01/2024 11:30 PM", "２０２４－０１－０２", " 2024-01-02 ",
    ],
)  # fmt: skip
def test_days_are_read_as_written(written: str) -> None:
    assert day(written) == date(2024, 1, 2)


@pytest.mark.parametrize("other", ["2024-01-02T10:00:00Z", "2 Jan 2024"])
@pytest.mark.parametrize(
    ("last", "zone"), [("9999-12-31T23:59:59Z", "Asia/Shanghai"), ("0001-01-01T00:00Z", "America/Lima")]
)
def test_a_moment_that_is_beyond_the_calendar_in_the_business_zone_is_no_day(last: str, zone: str, other: str) -> None:
    column = pa.array([last, other])
    assert days(column, day_first=True, zone=ZoneInfo(zone)).to_pylist() == [None, day_number(date(2024, 1, 2))]


@pytest.mark.parametrize(
    "written",
    [
        "2024-02-30",
        "2024-13-01",
        "31/31/2024",
        "yesterday",
        "",
        "12345",
        "2024-1",
        "1/2/3",
        "0000-00-00",
        "17041896000",
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    assert day(written) is None


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d %b %Y", "%Y年%m月%d日"]),
)
def test_every_day_survives_being_written(when: date, pattern: str) -> None:
    assert day(when.strftime(pattern)) == when


def test_moments_with_a_zone_are_taken_to_the_zone_of_the_business() -> None:
    for written in (
        "2024-01-02T20:00:00Z",
        "2024-01-02 20:00:00+00:00",
        "2024-01-02T15:00:00-05:00",
        "2024-01-02 20:00 UTC",
        "2024-01-02, 20:00 UTC",
        "1704225600",
    ):
        assert day(written, zone=SHANGHAI) == date(2024, 1, 3)
    assert day("2024-01-02T23:00:00", zone=SHANGHAI) == date(2024, 1, 2)


def test_one_bad_day_spoils_no_other() -> None:
    column = pa.array(["2024-01-02", "rubbish", None, "2024-01-03"])
    expected = [day_number(date(2024, 1, 2)), None, None, day_number(date(2024, 1, 3))]
    assert days(column, day_first=True, zone=UTC).to_pylist() == expected


@pytest.mark.parametrize(
    ("written", "decimal"),
    [
        (("1,234", "1.50"), "."), (("1,50", "2"), ","), (("1.234", "5,0"), ","), (("1.234,56",), ","),
        (("1,234,567", "1,234"), "."), (("1.234.567",), ","), (("12", "7"), "."), (("1 234,5",), ","),
        (("€ 3,20",), ","), (("0,125",), ","), (("0.125", "1,234"), "."), (("1 234.567",), "."),
    ],
)  # fmt: skip
def test_the_decimal_sign_is_what_the_whole_column_shows(written: tuple[str, ...], decimal: str) -> None:
    assert notation(*written).decimal == decimal


def test_an_undecidable_decimal_sign_follows_the_kind_of_file_and_is_said() -> None:
    assert notation("1,234", decimal=",").decimal == ","
    assert notation("1,234").decimal == "."
    assert "--decimal" in notation("1,234").notes[0]


def test_the_order_of_day_and_month_is_what_the_whole_column_shows() -> None:
    assert notation(days=("03/04/2024", "13/04/2024")).day_first
    assert not notation(days=("03/04/2024", "04/13/2024")).day_first
    assert notation(days=("2024-04-03",)).notes == ()
    assert "no date in the file tells" in notation(days=("03/04/2024",)).notes[0]
    assert "dates of both kinds" in notation(days=("13/04/2024", "04/13/2024")).notes[0]


def test_ids_are_text_as_typed() -> None:
    assert text(pa.array([1.0, 2.5, None, float("nan")])).to_pylist() == ["1", "2.5", None, None]
    assert text(pa.array([4012888888881881.0, 2.0**53])).to_pylist() == ["4012888888881881", "9007199254740992"]
    assert text(pa.array([" 007 ", "\u3000", "A"])).to_pylist() == ["007", None, "A"]


def test_ids_that_are_bytes_stay_apart() -> None:
    one, other = UUID(int=2**127), UUID(int=2**127 + 1)
    assert text(pa.array([one.bytes, other.bytes], pa.uuid())).to_pylist() == [str(one), str(other)]
    for kind in (pa.binary(), pa.binary_view(), pa.large_binary(), pa.binary(2)):
        assert text(pa.array([b"\xff\x01", b"\xfe\x01"], kind)).to_pylist() == ["\\xff\x01", "\\xfe\x01"]


def test_words_of_yes_roles_and_languages_are_known() -> None:
    assert words.truths(pa.array(["TRUE", "是", "no", None, "退款"])).tolist() == [True, True, False, False, True]
    assert words.language("") is None


@pytest.mark.parametrize(
    ("role", "titles"),
    [
        ("admin", ["Administrator", "系统管理员"]),
        ("manager", ["Sales Manager", "sales_manager", "Manager (Sales)", "Regional Sales Director", "VP Sales"]),
        ("manager", ["VP of Sales, EMEA", "Head of Sales EMEA", "经理", "区域经理", "总经理", "华东区销售总监"]),
        ("lead", ["Sales Team Lead", "Team Leader, North", "销售主管", "组长"]),
        ("salesperson", ["Sales", "Senior Account Manager", "sales rep", "销售员", "大客户经理"]),
        (None, ["Office Manager", "Project manager", "Case Manager", "Customer Success Manager", "产品经理"]),
        (None, ["Assistant to the manager", "Sales Administrator", "Sales Owner", "Territory Manager", "-"]),
    ],
)
def test_titles_are_known_as_wholes_whatever_they_are_titles_in(role: str | None, titles: list[str]) -> None:
    assert {title: words.role(title) for title in titles} == dict.fromkeys(titles, role)


def test_languages_are_known_by_their_first_part_and_no_others_are_taken_for_them() -> None:
    known = {"en": ["English", "en-AU", "en_CA", "english (uk)"], "zh": ["zh-CN", "zh-TW", "zhHans", "中文（简体）"]}
    for code, names in known.items():
        assert {name: words.language(name) for name in names} == dict.fromkeys(names, code)
    others = ["es", "pl", "fi", "da", "hi", "ar", "se", "it", "Klingon"]
    assert [words.language(name) for name in others] == [None] * len(others)


def test_addresses_slack_ids_and_time_zones_are_known_from_what_is_none() -> None:
    zones = ("europe/berlin", "America/New York", "america / new_york", "utc", "Mars/Base")
    assert [addresses.time_zone(one) for one in zones] == [
        "Europe/Berlin", "America/New_York", "America/New_York", "UTC", None,
    ]  # fmt: skip
    accounts = ("U012AB3CD", "w012ab3cd", "UABCDEFGH", "@dave", "wendy", "C012AB3CD")
    assert [addresses.account(one) for one in accounts] == ["U012AB3CD", "W012AB3CD", "UABCDEFGH", None, None, None]
    assert [addresses.address(one) for one in ("a.b@x.example", "not-an-email")] == ["a.b@x.example", None]

"""What blocks are made of, before anybody looks: tables in order, charts described, rich text safe."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.page.blocks import charts, rich
from playground.page.blocks.tables import Order, cell, ordered
from tests.playground.page.parts import READER, Looked

AXIS = {"categories": ["Jan", "Feb"], "x_label": "Month"}
SERIES = [{"name": "Visits", "data": [{"label": "Feb", "value": 2}, {"label": "Jan", "value": 1}]}]


def rows(*columns: str) -> list[list[Any]]:
    """Return rows of one cell."""
    return [[cell({"type": "raw_text", "text": text}, READER)] for text in columns]


def words(sorted_rows: list[Any]) -> list[str]:
    """Return what stands in rows of one cell."""
    return [row[0].words for row in sorted_rows]


@pytest.mark.parametrize(
    ("column", "rising"),
    [
        (["€ 1,200", "€ 90", "–", "€ 400.50"], ["€ 90", "€ 400.50", "€ 1,200", "–"]),
        (["12 days ago", "9 days ago", ""], ["9 days ago", "12 days ago", ""]),
        (["US$5,893", "-$5", "US$173,788", "US$893"], ["-$5", "US$893", "US$5,893", "US$173,788"]),
        (["12 days ago", "yesterday", "2 days ago", "today"], ["today", "yesterday", "2 days ago", "12 days ago"]),
        (["every 10 days", "every 5 days", "每 3 天"], ["every 5 days", "every 10 days", "每 3 天"]),
        (["Nov 3, 2026", "Dec 12, 2025", "Feb 1, 2026"], ["Dec 12, 2025", "Feb 1, 2026", "Nov 3, 2026"]),
        (["22 Nov 2025", "Monday, 3 November 2025", "Oct 9"], ["Oct 9", "Monday, 3 November 2025", "22 Nov 2025"]),
        (["Jan 2", "Dec 3", "Nov 29"], ["Nov 29", "Dec 3", "Jan 2"]),
        (["2025年11月5日", "2025年2月11日", "12月1日"], ["2025年2月11日", "2025年11月5日", "12月1日"]),
        (["3.10.2025", "12.9.2025", "–"], ["12.9.2025", "3.10.2025", "–"]),
        (["10/3/2025", "9/12/2025"], ["9/12/2025", "10/3/2025"]),
        (["2025-11-05 14:00", "2025-11-05 9:30", "2025-10-31"], ["2025-10-31", "2025-11-05 9:30", "2025-11-05 14:00"]),
        (["Nov 5, 2025 at 1:00 PM", "Nov 5, 2025 at 9:30 AM"], ["Nov 5, 2025 at 9:30 AM", "Nov 5, 2025 at 1:00 PM"]),
        (["Łódź", "beta", "Alpha"], ["Alpha", "beta", "Łódź"]),
    ],
)
def test_a_column_is_sorted_as_people_read_it_and_what_is_empty_stays_last(
    column: list[str], rising: list[str]
) -> None:
    assert words(ordered(rows(*column), Order(0))) == rising
    falling = words(ordered(rows(*column), Order(0, is_falling=True)))
    assert [one for one in falling if one.strip("–")] == [one for one in rising if one.strip("–")][::-1]


def test_dates_of_rich_text_are_sorted_by_their_instants() -> None:
    dated = [
        {"type": "date", "timestamp": at, "format": "{date_long}", "fallback": ""} for at in (1.79e9, 1.7e9, 1.78e9)
    ]
    lines = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [one]}]} for one in dated]
    column = [[cell(line, READER)] for line in lines]
    assert ordered(column, Order(0)) == [column[1], column[2], column[0]]


def test_a_title_sorts_up_then_down_then_not_at_all() -> None:
    up = Order(page=3).by(1)
    assert (up, up.by(1), up.by(1).by(1)) == (Order(1), Order(1, is_falling=True), Order())


@given(st.lists(st.text(max_size=8)))
def test_sorting_loses_nothing(column: list[str]) -> None:
    assert sorted(words(ordered(rows(*column), Order(0)))) == sorted(column)


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_points_stand_at_their_labels_whatever_their_order(kind: str) -> None:
    chart = {"type": kind, "series": SERIES, "axis_config": AXIS}
    drawn = charts.options(chart)
    assert drawn["xAxis"]["data"] == ["Jan", "Feb"]
    assert drawn["series"][0]["data"] == [1, 2]
    assert ("areaStyle" in drawn["series"][0]) == (kind == "area")
    assert charts.told({"title": "T", "chart": chart}) == f"{kind} chart, T: Visits: Feb 2, Jan 1"


@pytest.mark.parametrize(("names", "is_each"), [(5, True), (6, False)])
def test_a_few_names_below_a_chart_all_stand_there(names: int, is_each: bool) -> None:
    axis = {"categories": [f"Name {n}" for n in range(names)]}
    drawn = charts.options({"type": "bar", "series": SERIES, "axis_config": axis})
    assert (drawn["xAxis"]["axisLabel"].get("interval") == 0) == is_each


def test_a_pie_has_its_segments() -> None:
    chart = {"type": "pie", "segments": [{"label": "MVC", "value": 3}]}
    assert charts.options(chart)["series"][0]["data"] == [{"name": "MVC", "value": 3}]


@given(st.text(), st.text(), st.sampled_from(["rich_text_section", "rich_text_quote", "rich_text_preformatted"]))
def test_rich_text_lets_no_tag_through(text: str, url: str, kind: str) -> None:
    pieces = [
        {"type": "text", "text": text, "style": {"bold": True, "code": True}},
        {"type": "link", "url": url, "text": text},
        {"type": "color", "value": text},
        {"type": "emoji", "name": text, "unicode": text},
        {"type": "unknown", "text": text},
    ]
    inside = [{"type": kind, "elements": pieces}]
    listed = [{"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": inside}]
    looked = Looked(rich.html({"elements": [*inside, *listed]}, READER))
    assert (looked.wrong, looked.open) == ([], [])

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
        (["Łódź", "beta", "Alpha"], ["Alpha", "beta", "Łódź"]),
    ],
)
def test_a_column_is_sorted_as_people_read_it_and_what_is_empty_stays_last(
    column: list[str], rising: list[str]
) -> None:
    assert words(ordered(rows(*column), Order(0))) == rising
    falling = words(ordered(rows(*column), Order(0, is_falling=True)))
    assert [one for one in falling if one.strip("–")] == [one for one in rising if one.strip("–")][::-1]


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

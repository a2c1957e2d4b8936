"""What Slack takes."""

from typing import Any

import pytest

from bot.slack.limits import breaches


def text(words: str, kind: str = "mrkdwn") -> dict[str, str]:
    """Return a text."""
    return {"type": kind, "text": words}


def section(words: str = "x", fields: int = 0, size: int = 1) -> dict[str, Any]:
    """Return a section with so many fields of so many letters."""
    return {"type": "section", "text": text(words)} | ({"fields": [text("x" * size)] * fields} if fields else {})


def button(number: int = 1, label: str = "x", value: str = "x") -> dict[str, Any]:
    """Return a button."""
    return {"type": "button", "action_id": f"ask_{number}", "text": text(label, "plain_text"), "value": value}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return buttons in a row."""
    return {"type": "actions", "elements": list(elements)}


def table(rows: int = 1, columns: int = 1) -> dict[str, Any]:
    """Return a table."""
    return {"type": "table", "rows": [[text("x", "raw_text")] * columns] * rows}


def chart(points: int = 1, label: str = "{}", title: str = "x", series: int = 1) -> dict[str, Any]:
    """Return a chart."""
    data = [{"label": label.format(n), "value": n} for n in range(points)]
    bars = {"type": "bar", "series": [{"name": "x", "data": data}] * series}
    return {"type": "data_visualization", "title": title, "chart": bars}


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [section()] * 50,
        [section("x" * 2_550)] * 5,
        [section(fields=10)],
        [section(fields=6, size=2_000)],
        [{"type": "header", "text": text("x" * 150, "plain_text")}],
        [{"type": "context", "elements": [text("x")] * 10}],
        [actions(*(button(n) for n in range(25)))],
        [actions(button(label="x" * 75, value="x" * 2_000))],
        [table(100, 20)],
        [chart(20, series=6), chart(label="x" * 20)],
        [{"type": "divider"}],
    ],
)
def test_a_message_up_to_the_limits_is_taken(blocks: list[dict[str, Any]]) -> None:
    assert breaches({"text": "x" * 4_000, "blocks": blocks}) == []


@pytest.mark.parametrize(
    ("blocks", "breach"),
    [
        ([section()] * 51, "blocks: number"),
        ([section("x" * 2_551)] * 5, "blocks: length of all text"),
        ([section("x" * 250)] * 45, "blocks: length of all text"),
        ([section(" ")], "blocks: empty text"),
        ([table()] * 2, "table: number"),
        ([chart()] * 3, "data_visualization: number"),
        ([section("x" * 3_001)], "section: length of text"),
        ([section(fields=11)], "section: number of fields"),
        ([section(fields=1, size=2_001)], "section: length of a field"),
        ([{"type": "header", "text": text("x" * 151, "plain_text")}], "header: length of text"),
        ([{"type": "context", "elements": [text("x")] * 11}], "context: number of elements"),
        ([{"type": "context", "elements": []}], "context: number of elements"),
        ([actions()], "actions: number of elements"),
        ([actions(*(button(n) for n in range(26)))], "actions: number of elements"),
        ([actions(button(), button())], "actions: equal action ids"),
        ([actions(button(label="x" * 76))], "actions: length of a label"),
        ([actions(button(value="x" * 2_001))], "actions: length of a value"),
        ([table(101)], "table: number of rows"),
        ([table(1, 21)], "table: number of columns"),
        ([{"type": "table", "rows": [[text("x")], [text("x")] * 2]}], "table: number of columns"),
        ([chart(21)], "data_visualization: number of points"),
        ([chart(series=7)], "data_visualization: number of series"),
        ([chart(title="x" * 51)], "data_visualization: length of the title"),
        ([chart(label="x" * 21)], "data_visualization: length of a label"),
        ([chart(2, label="x")], "data_visualization: equal labels"),
    ],
)
def test_a_message_beyond_a_limit_is_not(blocks: list[dict[str, Any]], breach: str) -> None:
    assert breaches({"text": "x", "blocks": blocks}) == [breach]


def test_a_notification_must_say_something_and_not_too_much() -> None:
    assert breaches({"text": ""}) == breaches({"text": "x" * 4_001}) == ["text: length"]

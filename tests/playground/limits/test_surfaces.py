"""Which blocks stand where, and what holds for all of them together."""

import math

import pytest

from playground.limits import Complaint, Surface, blocks
from playground.limits.layout import BLOCKS
from tests.playground.limits.parts import (
    Part,
    actions,
    asked,
    bars,
    button,
    cell,
    data_table,
    image,
    line,
    modal,
    mrkdwn,
    option,
    pie,
    plain,
    section,
    select,
    table,
)

ONE_OF_EACH: dict[str, Part] = {
    "actions": actions(button()),
    "alert": {"type": "alert", "text": plain()},
    "auth_provider": {"type": "auth_provider", "value": "v", "name": plain(), "is_connected": True},
    "call": {"type": "call", "call_id": "R1"},
    "card": {"type": "card", "title": plain()},
    "carousel": {"type": "carousel", "elements": [{"type": "card", "title": plain()}]},
    "container": {"type": "container", "title": plain(), "child_blocks": [section()]},
    "context": {"type": "context", "elements": [mrkdwn(), image()]},
    "context_actions": {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain()}],
    },
    "data_table": data_table(),
    "data_visualization": bars(3, 2, x_label="x", y_label="y"),
    "divider": {"type": "divider"},
    "file": {"type": "file", "external_id": "F1", "source": "remote"},
    "header": {"type": "header", "text": plain()},
    "image": image(title=plain()),
    "input": asked({"type": "plain_text_input"}),
    "markdown": {"type": "markdown", "text": "**x**"},
    "plan": {"type": "plan", "title": "x", "tasks": [{"task_id": "1", "title": "x", "status": "pending"}]},
    "rich_text": line({"type": "text", "text": "x", "style": {"bold": True}}),
    "section": section(),
    "table": table(column_settings=[None, {"align": "right"}]),
    "task_card": {"type": "task_card", "task_id": "1", "title": "x", "status": "in_progress"},
    "video": {"type": "video", "alt_text": "x", "title": plain(), "thumbnail_url": "u", "video_url": "u"},
}
MODALS = {"alert"}
MESSAGES = {"call", "context_actions", "data_visualization", "file", "markdown", "plan", "task_card"}
ROOMY = {"carousel", "container", "data_table", "table"}


def test_every_block_is_tried() -> None:
    assert set(ONE_OF_EACH) == set(BLOCKS)


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@pytest.mark.parametrize(
    ("surface", "missing"), [("message", MODALS), ("modal", MESSAGES | ROOMY), ("home", MESSAGES | MODALS)]
)
def test_a_block_stands_only_where_it_may(surface: Surface, missing: set[str], kind: str) -> None:
    refused = [Complaint("/blocks/0/type", f"unsupported type: {kind}")]
    assert blocks([ONE_OF_EACH[kind]], surface=surface) == (refused if kind in missing else [])


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_a_surface_takes_so_many_blocks(surface: Surface, most: int) -> None:
    assert blocks([{"type": "divider"}] * most, surface=surface) == []
    assert blocks([{"type": "divider"}] * (most + 1), surface=surface) == [
        Complaint("/blocks", f"no more than {most} items allowed")
    ]


@pytest.mark.parametrize(
    ("value", "where", "what"),
    [
        ("text", "", "must provide an array"),
        ({"blocks": []}, "", "must provide an array"),
        ([None], "/0", "must provide an object"),
        ([{}], "/0", "missing required field: type"),
        ([{"type": 5}], "/0/type", "must provide a string"),
        ([{"type": "sections"}], "/0/type", "unsupported type: sections"),
        ([{"type": "divider", "text": "x"}], "/0", "invalid additional property: text"),
        ([{"type": "section"}], "/0", "must define either `text` or `fields`"),
        ([section(accessory=None)], "/0/accessory", "must provide an object"),
        ([section(fields=None)], "/0/fields", "must provide an array"),
        ([section(block_id=None)], "/0/block_id", "must provide a string"),
        ([section(expand="yes")], "/0/expand", "must be a boolean"),
        ([section(accessory={"type": "image"})], "/0/accessory", "missing required field: alt_text"),
        ([image(slack_file={"id": "F1"})], "/0", "must define only one of `image_url` or `slack_file`"),
        ([actions(button(style="blue"))], "/0/elements/0/style", "must be a valid enum value"),
        ([actions(button(block_id="b"))], "/0/elements/0", "invalid additional property: block_id"),
        ([actions({"type": "plain_text_input"})], "/0/elements/0/type", "unsupported type: plain_text_input"),
        ([asked(button())], "/0/element/type", "unsupported type: button"),
        ([{"type": "header", "text": mrkdwn()}], "/0/text/type", "must be a valid enum value"),
        ([{"type": "header", "text": plain(), "level": "1"}], "/0/level", "must provide an integer"),
        ([{"type": "plan", "title": plain()}], "/0/title", "must provide a string"),
        (
            [{"type": "task_card", "task_id": "1", "title": "x", "status": "pending"}],
            "/0/status",
            "must be a valid enum value",
        ),
        ([{"type": "card", "title": "x"}], "/0/title", "must provide an object"),
        (
            [asked({"type": "datepicker", "initial_date": "2026-02-30"})],
            "/0/element/initial_date",
            "input must be a valid: date",
        ),
        (
            [asked({"type": "timepicker", "initial_time": "24:00"})],
            "/0/element/initial_time",
            "input must be a valid: time",
        ),
        ([asked({"type": "file_input"}, dispatch_action=True)], "/0/element/type", "unsupported type: file_input"),
        (
            [asked(select(option_groups=[{"label": plain(), "options": [option()]}]))],
            "/0/element",
            "must define only one of `options` or `option_groups`",
        ),
        (
            [asked(select(initial_option=option(value="other")))],
            "/0/element/initial_option",
            "must be one of the provided options",
        ),
        (
            [bars() | {"chart": {"type": "pie", "segments": [{"label": "x", "value": 0}]}}],
            "/0/chart/segments/0/value",
            "must be greater than 0",
        ),
        ([data_table() | {"rows": [[cell()], [cell(), cell()]]}], "/0/rows/1", "must provide 1 items"),
        ([data_table() | {"rows": [[line()], [cell()]]}], "/0/rows/0/0/type", "unsupported type: rich_text"),
        ([line({"type": "text", "text": ""})], "/0/elements/0/elements/0/text", "must be more than 0 characters"),
    ],
)
def test_what_is_wrong_is_said_in_slacks_words_at_its_place(value: object, where: str, what: str) -> None:
    assert Complaint(f"/blocks{where}", what) in blocks(value, surface="message")


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = blocks([{"type": "foo"}, section(text=""), {"type": "image", "url": "u"}], surface="message")
    assert [complaint.where for complaint in wrong] == [
        "/blocks/0/type",
        "/blocks/1/text",
        "/blocks/1/text/text",
        "/blocks/2",
        "/blocks/2",
    ]


def test_a_text_of_two_types_fails_to_match_first() -> None:
    assert blocks([section(text="") | {"text": mrkdwn() | {"emoji": True}}], surface="home") == [
        Complaint("/blocks/0/text", "failed to match all allowed schemas"),
        Complaint("/blocks/0/text", "invalid additional property: emoji"),
    ]


def test_a_chosen_option_may_be_in_any_group() -> None:
    groups = [{"label": plain(), "options": [option(value=value)]} for value in "ab"]
    menu = {"type": "multi_static_select", "option_groups": groups, "initial_options": [option(value="b")]}
    assert blocks([asked(menu)], surface="modal") == []


@pytest.mark.parametrize(("make", "characters"), [(table, 10_000), (data_table, 10_000)])
def test_a_table_says_no_more_than_so_much(make: type[Part], characters: int) -> None:
    full = make() | {"rows": [[cell("x" * (characters // 2))], [cell("x" * (characters // 2))]]}
    assert blocks([full], surface="home") == []
    full["rows"][1] = [cell("x" * (characters // 2 + 1))]
    assert blocks([full], surface="home") == [
        Complaint("/blocks/0/rows", f"must be less than {characters + 1} characters")
    ]


def test_a_sorted_table_wants_the_text_of_a_number_and_a_plain_one_does_not() -> None:
    rows = [[cell()], [{"type": "raw_number", "value": 1.5}]]
    assert blocks([table() | {"rows": rows}], surface="message") == []
    assert blocks([data_table() | {"rows": rows}], surface="message") == [
        Complaint("/blocks/0/rows/1/0", "missing required field: text")
    ]


def test_sorted_tables_of_a_message_say_no_more_than_so_much_together() -> None:
    half = data_table() | {"rows": [[cell("x" * 4_999)], [cell()]]}
    more = data_table() | {"rows": [[cell("x" * 5_000)], [cell()]]}
    assert blocks([half, half], surface="message") == []
    assert blocks([half, more], surface="home") == []
    assert blocks([half, more], surface="message") == [Complaint("/blocks", "must be less than 10001 characters")]


def test_a_message_has_one_table_even_if_the_second_is_in_a_container() -> None:
    inner = {"type": "container", "title": plain(), "child_blocks": [table()]}
    assert blocks([table(), inner], surface="message") == [
        Complaint("/blocks/1/child_blocks/0", "only_one_table_allowed")
    ]
    assert blocks([table(), table()], surface="home") == []


def test_a_message_has_two_charts() -> None:
    assert blocks([pie(), bars()], surface="message") == []
    assert blocks([pie(), pie(), pie()], surface="message") == [
        Complaint("/blocks/2", "no more than 2 data_visualization blocks allowed")
    ]


def test_actions_of_a_message_take_no_menu_of_several_choices() -> None:
    several = actions({"type": "multi_users_select"})
    assert blocks([several], surface="message") == [Complaint("/blocks/0", "unsupported element: multiselect")]
    assert blocks([several], surface="home") == []
    assert blocks([section(accessory={"type": "multi_users_select"})], surface="message") == []


def test_no_two_blocks_have_one_name() -> None:
    inner = {"type": "container", "title": plain(), "child_blocks": [section(block_id="a")]}
    assert blocks([section(block_id="a"), section(block_id="b"), inner], surface="message") == [
        Complaint("/blocks/2/child_blocks/0/block_id", '`block_id` "a" already exists')
    ]


def test_no_two_elements_of_a_block_have_one_name_but_those_of_two_blocks_may() -> None:
    assert blocks([actions(button(action_id="a")), actions(button(action_id="a"))], surface="message") == []
    assert blocks([actions(button(action_id="a"), button(), button(action_id="a"))], surface="message") == [
        Complaint("/blocks/0/elements/2/action_id", '`action_id` "a" already exists')
    ]


def test_series_have_different_names_and_a_point_for_each_category() -> None:
    chart = bars(2, 3)
    chart["chart"]["series"][1] = {"name": "0", "data": chart["chart"]["series"][0]["data"][:1]}
    assert blocks([chart], surface="message") == [
        Complaint("/blocks/0/chart/series/1/name", '`name` "0" already exists'),
        Complaint("/blocks/0/chart/series/1/data", "must have one data point for each category"),
    ]


@pytest.mark.parametrize("value", [1, -1.5, 10**400])
def test_a_point_has_any_number(value: float) -> None:
    chart = bars()
    chart["chart"]["series"][0]["data"] = [{"label": "0", "value": value}]
    assert blocks([chart], surface="message") == []


@pytest.mark.parametrize("value", ["1", None, True, math.nan, math.inf])
def test_a_point_has_nothing_but_a_number(value: object) -> None:
    chart = bars()
    chart["chart"]["series"][0]["data"] = [{"label": "0", "value": value}]
    wrong = [Complaint("/blocks/0/chart/series/0/data/0/value", "must provide a number")]
    assert blocks([chart], surface="message") == wrong


def test_the_place_of_the_blocks_can_be_said() -> None:
    wrong = blocks(modal()["blocks"] + [1], surface="modal", where="/view/blocks")
    assert list(map(str, wrong)) == ["[ERROR] must provide an object [json-pointer:/view/blocks/0]"]

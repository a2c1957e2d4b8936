"""Every published size: the largest and the smallest pass, one more and one less do not, and Slack says where."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from playground.limits import Complaint, Surface, blocks
from tests.playground.limits.parts import (
    Part,
    actions,
    asked,
    bars,
    button,
    confirm,
    data_table,
    image,
    mrkdwn,
    option,
    options,
    pie,
    plain,
    section,
    select,
    table,
)


class Limit(NamedTuple):
    """What may be how large: a block of that size, and where in it the size counts."""

    block: Callable[[int], Part]
    where: str
    most: int
    least: int = 0
    surface: Surface = "message"


def menu(kind: str, field: str, make: Callable[[int], object]) -> Callable[[int], Part]:
    return lambda size: asked({"type": kind, field: make(size)})


def card(**fields: object) -> Part:
    return {"type": "card", "title": plain(), **fields}


def video(**fields: object) -> Part:
    return {"type": "video", "alt_text": "", "title": plain(), "thumbnail_url": "u", "video_url": "u"} | fields


def alert(size: int) -> Part:
    return {"type": "alert", "text": plain("x" * size)}


def auth(**fields: object) -> Part:
    return {"type": "auth_provider", "value": "v", "name": plain(), "is_connected": False} | fields


def container(**fields: object) -> Part:
    return {"type": "container", "title": plain(), "child_blocks": [section()]} | fields


def feedback(**fields: object) -> Part:
    answer = {"text": plain(), "value": "v"}
    element = {"type": "feedback_buttons", "positive_button": answer, "negative_button": answer | fields}
    return {"type": "context_actions", "elements": [element]}


def icons(count: int) -> Part:
    return {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain()}] * count}


TEXTS = {
    "block_id": Limit(lambda n: section(block_id="x" * n), "/block_id", 255),
    "action_id": Limit(lambda n: actions(button(action_id="x" * n)), "/elements/0/action_id", 255),
    "alert": Limit(alert, "/text/text", 200, 1, "modal"),
    "auth provider, name": Limit(lambda n: auth(name=plain("x" * n)), "/name/text", 75, 1),
    "auth provider, value": Limit(lambda n: auth(value="x" * n), "/value", 150, 1),
    "button, label": Limit(lambda n: actions(button("x" * n)), "/elements/0/text/text", 75, 1),
    "button, link": Limit(lambda n: actions(button(url="x" * n)), "/elements/0/url", 3000),
    "button, prompt": Limit(lambda n: actions(button(agent_prompt="x" * n)), "/elements/0/agent_prompt", 4000),
    "button, spoken": Limit(
        lambda n: actions(button(accessibility_label="x" * n)), "/elements/0/accessibility_label", 75
    ),
    "button, value": Limit(lambda n: actions(button(value="x" * n)), "/elements/0/value", 2000),
    "card, body": Limit(lambda n: card(body=plain("x" * n)), "/body/text", 200, 1),
    "card, subtext": Limit(lambda n: card(subtext=plain("x" * n)), "/subtext/text", 200, 1),
    "card, subtitle": Limit(lambda n: card(subtitle=mrkdwn("x" * n)), "/subtitle/text", 150, 1),
    "card, title": Limit(lambda n: card(title=mrkdwn("x" * n)), "/title/text", 150, 1),
    "chart, axis": Limit(lambda n: bars(x_label="x" * n), "/chart/axis_config/x_label", 50),
    "chart, label": Limit(lambda n: pie(label="x" * n), "/chart/segments/0/label", 20, 1),
    "chart, title": Limit(lambda n: pie(title="x" * n), "/title", 50, 1),
    "confirmation, no": Limit(
        lambda n: actions(button(confirm=confirm(deny=plain("x" * n)))), "/elements/0/confirm/deny/text", 30, 1
    ),
    "confirmation, text": Limit(
        lambda n: actions(button(confirm=confirm(text=mrkdwn("x" * n)))), "/elements/0/confirm/text/text", 300, 1
    ),
    "confirmation, title": Limit(
        lambda n: actions(button(confirm=confirm(title=plain("x" * n)))), "/elements/0/confirm/title/text", 100, 1
    ),
    "confirmation, yes": Limit(
        lambda n: actions(button(confirm=confirm(confirm=plain("x" * n)))), "/elements/0/confirm/confirm/text", 30, 1
    ),
    "container, subtitle": Limit(lambda n: container(subtitle=plain("x" * n)), "/subtitle/text", 150, 1),
    "container, title": Limit(lambda n: container(title=plain("x" * n)), "/title/text", 150, 1),
    "context": Limit(lambda n: {"type": "context", "elements": [mrkdwn("x" * n)]}, "/elements/0/text", 3000, 1),
    "feedback, value": Limit(lambda n: feedback(value="x" * n), "/elements/0/negative_button/value", 2000),
    "field": Limit(lambda n: {"type": "section", "fields": [plain("x" * n)]}, "/fields/0/text", 2000, 1),
    "header": Limit(lambda n: {"type": "header", "text": plain("x" * n)}, "/text/text", 150, 1),
    "image, link": Limit(lambda n: image(image_url="x" * n), "/image_url", 3000, 1),
    "image, spoken": Limit(lambda n: image(alt_text="x" * n), "/alt_text", 2000),
    "image, title": Limit(lambda n: image(title=plain("x" * n)), "/title/text", 2000, 1),
    "input, first text": Limit(
        menu("plain_text_input", "initial_value", lambda n: "x" * n), "/element/initial_value", 3000
    ),
    "input, hint": Limit(lambda n: asked(select(), hint=plain("x" * n)), "/hint/text", 2000, 1),
    "input, label": Limit(lambda n: asked(select(), label=plain("x" * n)), "/label/text", 2000, 1),
    "markdown": Limit(lambda n: {"type": "markdown", "text": "x" * n}, "/text", 12_000, 1),
    "option, link": Limit(
        lambda n: actions({"type": "overflow", "options": [option(url="x" * n)]}), "/elements/0/options/0/url", 3000, 1
    ),
    "option, more": Limit(
        lambda n: actions(select(options=[option(description=plain("x" * n))])),
        "/elements/0/options/0/description/text",
        75,
        1,
    ),
    "option, text": Limit(
        lambda n: actions(select(options=[option("x" * n)])), "/elements/0/options/0/text/text", 75, 1
    ),
    "option, value": Limit(
        lambda n: actions(select(options=[option(value="x" * n)])), "/elements/0/options/0/value", 150
    ),
    "options, group": Limit(
        lambda n: actions(
            {"type": "static_select", "option_groups": [{"label": plain("x" * n), "options": options(1)}]}
        ),
        "/elements/0/option_groups/0/label/text",
        75,
        1,
    ),
    "placeholder": Limit(lambda n: actions(select(placeholder=plain("x" * n))), "/elements/0/placeholder/text", 150, 1),
    "section": Limit(lambda n: section("x" * n), "/text/text", 3000, 1),
    "video, author": Limit(lambda n: video(author_name="x" * n), "/author_name", 50),
    "video, description": Limit(lambda n: video(description=plain("x" * n)), "/description/text", 200, 1),
    "video, title": Limit(lambda n: video(title=plain("x" * n)), "/title/text", 200, 1),
}

ITEMS = {
    "actions": Limit(lambda n: actions(*[button()] * n), "/elements", 25, 1),
    "card, buttons": Limit(lambda n: card(actions=[button()] * n), "/actions", 3),
    "carousel": Limit(lambda n: {"type": "carousel", "elements": [card()] * n}, "/elements", 10, 1),
    "chart, categories": Limit(lambda n: bars(points=n), "/chart/axis_config/categories", 20, 1),
    "chart, segments": Limit(pie, "/chart/segments", 6, 1),
    "chart, series": Limit(lambda n: bars(series=n), "/chart/series", 6, 1),
    "check boxes": Limit(menu("checkboxes", "options", options), "/element/options", 10, 1),
    "container": Limit(lambda n: container(child_blocks=[section()] * n), "/child_blocks", 10, 1),
    "context": Limit(lambda n: {"type": "context", "elements": [plain()] * n}, "/elements", 10, 1),
    "context actions": Limit(icons, "/elements", 5, 1),
    "fields": Limit(lambda n: {"type": "section", "fields": [plain()] * n}, "/fields", 10, 1),
    "menu": Limit(menu("static_select", "options", options), "/element/options", 100, 1),
    "menu of several": Limit(menu("multi_static_select", "options", options), "/element/options", 100, 1),
    "menu, groups": Limit(
        menu("static_select", "option_groups", lambda n: [{"label": plain(), "options": options(1)}] * n),
        "/element/option_groups",
        100,
        1,
    ),
    "overflow": Limit(lambda n: actions({"type": "overflow", "options": options(n)}), "/elements/0/options", 5, 1),
    "plan": Limit(
        lambda n: {"type": "plan", "title": "x", "tasks": [{"task_id": str(i), "title": "x"} for i in range(n)]},
        "/tasks",
        50,
    ),
    "radio buttons": Limit(menu("radio_buttons", "options", options), "/element/options", 10, 1),
    "table, columns": Limit(lambda n: table(columns=n), "/rows/0", 20, 1),
    "table, rows": Limit(table, "/rows", 100, 1),
    "table, settings": Limit(lambda n: table(column_settings=[None] * n), "/column_settings", 20),
    "table, sorted, rows": Limit(data_table, "/rows", 101, 2),
}

NUMBERS = {
    "files": Limit(menu("file_input", "max_files", int), "/element/max_files", 10, 1),
    "heading": Limit(lambda n: {"type": "header", "text": plain(), "level": n}, "/level", 4, 1),
    "input, shortest": Limit(menu("plain_text_input", "min_length", int), "/element/min_length", 3000, 0),
    "input, longest": Limit(menu("plain_text_input", "max_length", int), "/element/max_length", 3000, 1),
    "list, indent": Limit(
        lambda n: {
            "type": "rich_text",
            "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [], "indent": n}],
        },
        "/elements/0/indent",
        8,
        0,
    ),
    "rows to a page": Limit(lambda n: data_table(page_size=n), "/page_size", 100, 1),
}


def complaints(limit: Limit, size: int) -> list[Complaint]:
    return blocks([limit.block(size)], surface=limit.surface)


def refusal(limit: Limit, what: str) -> Complaint:
    return Complaint(f"/blocks/0{limit.where}", what)


@pytest.mark.parametrize("limit", [*TEXTS.values(), *ITEMS.values(), *NUMBERS.values()], ids=[*TEXTS, *ITEMS, *NUMBERS])
def test_the_largest_and_the_smallest_pass(limit: Limit) -> None:
    assert complaints(limit, limit.most) == []
    assert complaints(limit, max(limit.least, 1)) == []


@pytest.mark.parametrize("limit", TEXTS.values(), ids=TEXTS)
def test_a_longer_text_is_refused(limit: Limit) -> None:
    assert refusal(limit, f"must be less than {limit.most + 1} characters") in complaints(limit, limit.most + 1)


@pytest.mark.parametrize("limit", [limit for limit in TEXTS.values() if limit.least])
def test_an_empty_text_is_refused(limit: Limit) -> None:
    assert refusal(limit, "must be more than 0 characters") in complaints(limit, 0)


@pytest.mark.parametrize("limit", ITEMS.values(), ids=ITEMS)
def test_more_items_are_refused(limit: Limit) -> None:
    assert refusal(limit, f"no more than {limit.most} items allowed") in complaints(limit, limit.most + 1)


@pytest.mark.parametrize("limit", [limit for limit in ITEMS.values() if limit.least])
def test_fewer_items_are_refused(limit: Limit) -> None:
    assert refusal(limit, f"must provide at least {limit.least} items") in complaints(limit, limit.least - 1)


@pytest.mark.parametrize("limit", NUMBERS.values(), ids=NUMBERS)
def test_a_number_out_of_its_range_is_refused(limit: Limit) -> None:
    assert complaints(limit, limit.most + 1) == [refusal(limit, f"must be less than {limit.most}")]
    assert complaints(limit, limit.least - 1) == [refusal(limit, f"must be greater than {limit.least}")]

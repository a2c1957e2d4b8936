"""Every size that Slack publishes holds at every door, as its own clients find: the largest passes, more does not."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from playground.outward import responses
from tests.playground.api.conftest import Judge
from tests.playground.limits.parts import (
    actions,
    bars,
    button,
    cell,
    data_table,
    home,
    modal,
    option,
    options,
    pie,
    plain,
    section,
    select,
    table,
)


class Size(NamedTuple):
    """What may be how large, and Slack's word where it is larger."""

    made: Callable[[int], Any]
    most: int
    error: str = "invalid_blocks"


MESSAGES = {
    "blocks": Size(lambda n: [{"type": "divider"}] * n, 50),
    "text of all blocks": Size(lambda n: [section("x" * (n // 5))] * 5, 13_000, "msg_blocks_too_long"),
    "section": Size(lambda n: [section("x" * n)], 3_000),
    "fields": Size(lambda n: [{"type": "section", "fields": [plain()] * n}], 10),
    "field": Size(lambda n: [{"type": "section", "fields": [plain("x" * n)]}], 2_000),
    "header": Size(lambda n: [{"type": "header", "text": plain("x" * n)}], 150),
    "context": Size(lambda n: [{"type": "context", "elements": [plain()] * n}], 10),
    "actions": Size(lambda n: [actions(*[button()] * n)], 25),
    "button": Size(lambda n: [actions(button("x" * n))], 75),
    "value of a button": Size(lambda n: [actions(button(value="x" * n))], 2_000),
    "option": Size(lambda n: [actions(select(options=[option("x" * n)]))], 75),
    "value of an option": Size(lambda n: [actions(select(options=[option(value="x" * n)]))], 150),
    "options": Size(lambda n: [actions(select(options=options(n)))], 100),
    "overflow": Size(lambda n: [section(accessory={"type": "overflow", "options": options(n)})], 5),
    "rows of a table": Size(lambda n: [table(rows=n)], 100),
    "columns of a table": Size(lambda n: [table(columns=n)], 20),
    "tables": Size(lambda n: [table()] * n, 1, "invalid_attachments"),
    "rows of a table that sorts": Size(lambda n: [data_table(rows=n)], 101),
    "characters of a table that sorts": Size(lambda n: [data_table() | {"rows": [[cell()], [cell("x" * n)]]}], 9_999),
    "charts": Size(lambda n: [pie()] * n, 2),
    "label in a chart": Size(lambda n: [pie(label="x" * n)], 20),
    "points of a chart": Size(lambda n: [bars(points=n)], 20),
    "series of a chart": Size(lambda n: [bars(series=n)], 6),
}
VIEWS = {
    "blocks": Size(lambda n: {"blocks": [{"type": "divider"}] * n}, 100, "invalid_arguments"),
    "submit": Size(lambda n: {"submit": plain("x" * n)}, 24, "invalid_arguments"),
    "close": Size(lambda n: {"close": plain("x" * n)}, 24, "invalid_arguments"),
    "private_metadata": Size(lambda n: {"private_metadata": "x" * n}, 3_000, "invalid_arguments"),
    "bytes": Size(lambda n: {"blocks": [section("x" * (n // 100))] * 100}, 243_000, "view_too_large"),
}
MUCH = 2_000
"""How much more is surely too much, where markup counts as well."""


def larger(size: Size) -> int:
    """Return a size that is too large."""
    return size.most + (MUCH if size.error in ("msg_blocks_too_long", "view_too_large") else 1)


def doors_for_messages(slack: Judge) -> Iterator[Callable[[Any], str]]:
    """Yield every way to show blocks in a channel; each returns Slack's error word, or nothing."""
    general, maria = slack.channel("general"), slack.person("maria").id
    ts = slack.bot.chat_postMessage(channel=general.id, text="first")["ts"]
    yield lambda blocks: refusal(slack.bot.chat_postMessage, channel=general.id, text="x", blocks=blocks)
    yield lambda blocks: refusal(slack.bot.chat_postEphemeral, channel=general.id, user=maria, text="x", blocks=blocks)
    yield lambda blocks: refusal(slack.bot.chat_update, channel=general.id, ts=ts, text="x", blocks=blocks)

    def respond(blocks: Any) -> str:
        url = slack.running.look(responses.new, slack.slack, general.id, maria)
        answer = WebhookClient(url).send(text="x", blocks=blocks)
        return "" if answer.body == "ok" else str(json.loads(answer.body)["error"])

    yield respond


def doors_for_modals(slack: Judge) -> Iterator[Callable[[Any], str]]:
    """Yield every way to show a modal, and Home."""
    maria, bot = slack.person("maria").id, slack.bot
    view = bot.views_open(trigger_id=slack.trigger("joe"), view=modal(section()))["view"]["id"]
    yield lambda more: refusal(bot.views_open, trigger_id=slack.trigger("maria"), view=modal(section()) | more)
    yield lambda more: refusal(bot.views_push, trigger_id=slack.trigger("maria"), view=modal(section()) | more)
    yield lambda more: refusal(bot.views_update, view_id=view, view=modal(section()) | more)
    yield lambda more: refusal(bot.views_publish, user_id=maria, view=home(section()) | more)


def refusal(method: Callable[..., object], **arguments: Any) -> str:
    """Return Slack's error word, or nothing where it takes a call."""
    try:
        method(**arguments)
    except SlackApiError as failure:
        return str(failure.response["error"])
    return ""


@pytest.mark.parametrize("size", MESSAGES.values(), ids=MESSAGES)
def test_of_a_message(slack: Judge, size: Size) -> None:
    for show in doors_for_messages(slack):
        assert show(size.made(size.most)) == ""
        assert show(size.made(larger(size))) == size.error


@pytest.mark.parametrize("size", VIEWS.values(), ids=VIEWS)
def test_of_a_view(slack: Judge, size: Size) -> None:
    for show in doors_for_modals(slack):
        assert show(size.made(size.most)) == ""
        assert show(size.made(larger(size))) == size.error


def test_of_a_title(slack: Judge) -> None:
    assert refusal(slack.bot.views_open, trigger_id=slack.trigger("maria"), view=modal(title=plain("x" * 24))) == ""
    too_long = refusal(slack.bot.views_open, trigger_id=slack.trigger("maria"), view=modal(title=plain("x" * 25)))
    assert too_long == "invalid_arguments"


def test_of_a_text_where_it_is_changed(slack: Judge) -> None:
    ts = slack.bot.chat_postMessage(channel=slack.channel("general").id, text="first")["ts"]
    where = {"channel": slack.channel("general").id, "ts": ts}
    assert refusal(slack.bot.chat_update, **where, text="x" * 4_000) == ""
    assert refusal(slack.bot.chat_update, **where, text="x" * 4_001) == "msg_too_long"

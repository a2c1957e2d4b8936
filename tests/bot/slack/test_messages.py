"""Replies as Slack takes them."""

import pytest

from bot.question import Reply
from bot.slack.limits import breaches
from bot.slack.messages import payload
from bot.telling import blocks


def test_a_reply_is_for_the_asker_alone() -> None:
    assert payload(Reply("hello")) == {"response_type": "ephemeral", "text": "hello"}


def test_a_reply_that_slack_would_refuse_becomes_plain_text(caplog: pytest.LogCaptureFixture) -> None:
    two_tables = [blocks.table(["Customer", "Days"], [["<Acme>", "9"]])] * 2
    body = payload(blocks.reply("One customer.", *two_tables, blocks.remark("Data as of today.")))

    (section,) = body["blocks"]
    assert section["text"]["text"] == "*Customer · Days*\n&lt;Acme&gt; · 9\n" * 2 + "Data as of today."
    assert breaches(body) == []
    assert "table: number" in caplog.text
    assert "Acme" not in caplog.text


def test_a_ping_that_a_view_forgot_to_escape_does_not_ping() -> None:
    mrkdwn = {"type": "section", "text": {"type": "mrkdwn", "text": "*<!channel>*"}}
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": "<!subteam^S1> <!here|here>"}]}
    body = payload(Reply("<!everyone>", blocks=(mrkdwn, context)))

    assert "<!" not in str(body)


def test_dates_links_and_plain_text_stay_as_they_are() -> None:
    live = {"type": "section", "text": {"type": "mrkdwn", "text": "<!date^1^{date}|day> <@U1> <https://example.com|x>"}}
    plain = {"type": "table", "rows": [[{"type": "raw_text", "text": "<!channel>"}]]}

    assert payload(Reply("x", blocks=(live, plain)))["blocks"] == [live, plain]


def test_text_is_no_longer_than_slack_takes() -> None:
    assert len(payload(Reply("x" * 5000))["text"]) == 4000

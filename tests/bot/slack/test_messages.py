"""Replies as Slack takes them."""

from bot.question import Reply
from bot.slack.messages import escaped, payload


def test_a_reply_is_for_the_asker_alone_unless_it_is_public() -> None:
    assert payload(Reply("hello")) == {"response_type": "ephemeral", "text": "hello"}
    assert payload(Reply("hello", public=True))["response_type"] == "in_channel"


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


def test_escaped_text_is_shown_as_it_stands() -> None:
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"

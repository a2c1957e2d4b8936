"""Text in Slack's markup."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telling.mrkdwn import escaped, shortened, unescaped


def test_escaped_text_is_shown_as_it_stands() -> None:
    assert escaped("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def test_mentions_stay_whole_and_escapes_are_undone_once() -> None:
    assert unescaped("<@U1|ann> A &amp; B &amp;lt; &lt;!channel&gt;") == "<@U1|ann> A & B &lt; <!channel>"


@given(st.text(st.sampled_from("<>&;altgmp x")))
def test_what_was_escaped_can_be_read_again(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_only_what_is_too_long_is_shortened() -> None:
    assert [shortened("abcd", at_most) for at_most in (4, 3)] == ["abcd", "ab…"]

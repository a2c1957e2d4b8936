"""mrkdwn becomes HTML in which nothing is but what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.page.mrkdwn import html, plain
from tests.playground.page.parts import READER, Looked

PIECES = [
    *"*_~`<>|&:#@!^\n ",
    "```",
    "&lt;",
    "&gt;",
    "&amp;",
    "https://example.com/a_b",
    "<javascript:alert(1)|x>",
    "<https://example.com|",
    "<@UMARIA>",
    "<!date^1764500000^{date} at {time}^https://example.com|then>",
    "<script>",
    '" onmouseover="x',
    "'><img src=x>",
    ":tada:",
    "words",
    "字",
]
written = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)


@given(written)
def test_whatever_was_written_no_tag_comes_of_it_that_was_not_meant(text: str) -> None:
    looked = Looked(html(text, READER))
    assert looked.wrong == []
    assert looked.open == []


@given(st.text(st.characters(exclude_characters="&<>*_~`:\r\n", exclude_categories=["Cs", "Cc", "Z"]), min_size=1))
def test_text_without_marks_stays_what_it_is(text: str) -> None:
    escaped = text.replace("&", "&amp;")
    assert Looked(html(escaped, READER)).words == text
    assert plain(escaped, READER) == text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _it *both*_ ~no~", "<strong>bold</strong> <em>it <strong>both</strong></em> <s>no</s>"),
        ("`a*b*` 2*3*4 a_b_c * no *", "<code>a*b*</code> 2*3*4 a_b_c * no *"),
        ("&gt; said\n> twice\nthen", "<blockquote>said<br>twice</blockquote>then"),
        ("```\n*x*\n```", "<pre>*x*</pre>"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        (":tada: :no_such: 12:30:45", "🎉 :no_such: 12:30:45"),
        ("<@UJOE> <#CGENERAL>", '<span class="mention">@Joe</span> <span class="mention">#general</span>'),
        ("<!here>", '<span class="mention mention-you">@here</span>'),
        ("<@UMARIA>", '<span class="mention mention-you">@Maria &lt;Silva&gt;</span>'),
        ("<!subteam^SEAST> <@UGONE|ann>", '<span class="mention">@east</span> <span class="mention">@ann</span>'),
        ("<javascript:alert(1)|Click>", "Click"),
        (
            "<https://x.example/a_b?c&amp;d|the *account*>",
            '<a href="https://x.example/a_b?c&amp;d" target="_blank" rel="noopener">the *account*</a>',
        ),
        (
            "https://x.example/a_b.",
            '<a href="https://x.example/a_b" target="_blank" rel="noopener">https://x.example/a_b</a>.',
        ),
        ("<!date^nonsense^{date}|then>", "then"),
    ],
)  # fmt: skip
def test_it_looks_as_in_slack(written: str, shown: str) -> None:
    assert html(written, READER) == shown


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("{date_num} {time_secs}", "2025-11-29 08:00:00"),
        ("{date_pretty}", "Yesterday"),
        ("{date_long}", "Saturday, November 29, 2025"),
        ("{ago}", "1 day ago"),
        ("{unheard_of}", "{unheard_of}"),
    ],
)
def test_a_date_is_told_in_the_readers_words(form: str, told: str) -> None:
    words = plain(f"<!date^1764403200^{form}|then>", READER).replace("\u202f", " ")
    assert words in (told, told.replace("08:00:00", "8:00:00 AM"))


def test_a_notification_is_words_alone() -> None:
    assert plain("*<@UJOE>*: see <https://x.example|this>\n> &lt;now&gt;", READER) == "@Joe: see this\n<now>"

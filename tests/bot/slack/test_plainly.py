"""Messages in plain text."""

from typing import Any

from bot.locale import ENGLISH
from bot.question import Reply
from bot.slack.limits import breaches
from bot.slack.plainly import plain
from bot.telling import blocks


def message(reply: Reply) -> dict[str, Any]:
    """Return a reply as a message."""
    return {"text": reply.text, "blocks": list(reply.blocks)}


def lines(message: dict[str, Any]) -> list[str]:
    """Return what a message of sections shows."""
    return "\n".join(block["text"]["text"] for block in message["blocks"]).split("\n")


def test_everything_that_says_something_is_kept_line_by_line() -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "A & B"}}
    answer = blocks.reply(
        "text",
        blocks.paragraph("*Acme* is &lt;MVC&gt;.", "In words."),
        blocks.facts({"Owner": "Linda", "Tier": "MVC"}),
        blocks.bars("Visits per month", "Visits", {"Jan": 1200, "Feb": 0}),
        blocks.table(["Customer", "Days"], [["<Acme>", "9"], ["Beta & Sons", "8"]]),
        blocks.buttons({"Why?": "/customer why id:1"}),
        blocks.remark("Small print.", "Data as of today."),
    )
    told = plain({"text": "text", "blocks": [header, *answer.blocks]})

    assert lines(told) == [
        "*A &amp; B*",
        "*Acme* is &lt;MVC&gt;.",
        "In words.",
        "*Owner* Linda",
        "*Tier* MVC",
        "*Visits per month*",
        "Jan: 1,200",
        "Feb: 0",
        "*Customer · Days*",
        "&lt;Acme&gt; · 9",
        "Beta &amp; Sons · 8",
        "Small print.",
        "Data as of today.",
    ]
    assert {block["type"] for block in told["blocks"]} == {"section"}


def test_of_a_long_message_the_middle_is_left_out() -> None:
    rows = [[f"Number {n}", "x" * 40, "x" * 40, "x" * 40, "x" * 40] for n in range(99)]
    told = plain(
        message(blocks.reply("text", blocks.table(["1", "2", "3", "4", "5"], rows), blocks.remark("The end.")))
    )

    assert breaches(told) == []
    assert lines(told)[-2:] == ["…", "The end."]
    assert lines(told)[1].startswith("Number 0 · ")


def test_what_is_no_block_is_kept_and_without_words_there_are_no_blocks() -> None:
    body = {"response_type": "ephemeral", **message(blocks.reply("text", blocks.buttons({"Why?": "/customer why"})))}
    assert plain(body) == {"response_type": "ephemeral", "text": "text"}
    assert plain({"text": "text"}) == {"text": "text"}


def test_a_line_that_is_too_long_for_a_section_is_shortened() -> None:
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 5_000}}
    remark = blocks.rendered(blocks.remark(blocks.reach(ENGLISH, as_of=None, today=None)))  # type: ignore[arg-type]
    told = plain({"text": "text", "blocks": [long, remark]})
    assert breaches(told) == []
    assert lines(told)[-1] == "Nothing has been classified yet."

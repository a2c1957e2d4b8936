"""Replies drawn as text."""

import io
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.question import File, Reply
from bot.telling import blocks, controls, happenings, terminal


def shown(reply: Reply, *, width: int = 80) -> list[str]:
    """Return the lines that a terminal of this width shows."""
    output = io.StringIO()
    terminal.show(reply, Console(file=output, width=width, highlight=False, color_system=None))
    return [line.rstrip() for line in output.getvalue().splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("*Acme* is *MVC*.", "Acme is MVC."),
        ("`/customer tier` asks", "/customer tier asks"),
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;"),
        ("2*3*4 [red]no[/red]", "2*3*4 [red]no[/red]"),
        ("是 *普通客户*，自今日", "是 普通客户，自今日"),
    ],
)
def test_markup_is_shown_as_text(text: str, seen: str) -> None:
    assert terminal.mrkdwn(text).plain == seen


def test_tables_keep_their_columns_with_chinese_names() -> None:
    table = blocks.table(["Customer", "Days"], [["中成大酒店", "5"], ["Acme", "12"]], numbers=(1,))
    lines = shown(blocks.reply("text", table))
    assert [cell_len(line) for line in lines] == [cell_len(lines[0])] * 3
    assert lines[1].endswith("5")


def test_bars_are_as_long_as_their_values() -> None:
    _, first, second = shown(blocks.reply("text", blocks.bars("Title", "Visits", {"Jan": 2, "2月": 4})))
    assert (first.count("█"), second.count("█")) == (15, 30)
    assert first.startswith("Jan  █")
    assert second.startswith("2月  █")


def test_a_chart_of_nothing_has_no_bars() -> None:
    assert shown(blocks.reply("text", blocks.bars("T", "Visits", {"Jan": 0, "Feb": -3}))) == ["T", "Jan  0", "Feb  -3"]


def test_buttons_show_the_question_they_ask() -> None:
    assert shown(blocks.reply("text", blocks.buttons({"Tier": "/customer tier id:1"}))) == [
        "[Tier] → /customer tier id:1"
    ]


def test_facts_and_small_print_are_drawn() -> None:
    lines = shown(blocks.reply("text", blocks.facts({"Owner": "Linda", "Tier": "MVC"}), blocks.remark("As of today.")))
    assert lines == ["Owner Linda    Tier MVC", "As of today."]


def test_without_blocks_the_text_is_shown_and_a_file_named() -> None:
    assert shown(Reply("*Hello*", file=File("a.csv", "A", b"1234"))) == ["Hello", "[a.csv, 4 bytes]"]


def test_a_block_of_another_kind_is_named() -> None:
    assert shown(Reply("text", ({"type": "video"},))) == ["[video]"]


def test_menus_and_boxes_are_drawn_with_their_lines_and_forms_are_left_out() -> None:
    choices = controls.row(
        controls.Button("Take", "/alerts take 17"),
        controls.Button("Log", controls.opening("log_contact", "17")),
        controls.Menu({"1 week": "/alerts snooze 17 1w", "A day": controls.opening("snooze_until", "17")}, "Snooze"),
        controls.Menu({"History": "/alerts history 17"}),
        controls.Button("Take ticked", f"/alerts take {controls.TICKED}"),
    )
    reply = blocks.reply("Choose.", choices, *controls.boxes([controls.Box("Acme", "17", "of Joe")]))
    assert shown(reply) == [
        "[Take] → /alerts take 17",
        "[Snooze: 1 week] → /alerts snooze 17 1w",
        "[History] → /alerts history 17",
        "[Take ticked] → /alerts take …",
        "17  Acme (of Joe)",
    ]


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Singapore")])
def test_moments_read_as_they_do_where_nobody_turns_them_into_local_time(zone: tzinfo) -> None:
    moment = happenings.moment(datetime(2025, 11, 30, 12, tzinfo=UTC).astimezone(zone))
    assert terminal.mrkdwn(f"since {moment}.").plain == "since 2025-11-30 12:00 UTC."

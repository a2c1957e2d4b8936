"""What the parts of a window show, as values."""

import ast
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from playground import outside
from playground.acting import NOT_CONNECTED
from playground.clock import Clock
from playground.founding import Plan
from playground.manifest import Command, Manifest, Shortcut
from playground.outward import validation
from playground.page import completing, language, topbar
from playground.page.avatars import initials
from playground.page.backstage import output, requests
from playground.page.conversation import is_absent, shown
from playground.page.entries import entries
from playground.page.screen import Backstage, Screen, Tab
from playground.page.sidebar import rows
from playground.page.stage import Spot, Stage
from playground.page.window import opened as opened_window
from playground.slack import Slack, opened
from playground.workspace import Message, Notice

MANIFEST = Manifest(
    "Regulars",
    commands=(Command("/customer", "Look up", "NAME"), Command("/dormant", "Who sleeps")),
    shortcuts=(Shortcut("Record", "global", "record"), Shortcut("Thank", "message", "thank")),
)


@pytest.fixture
def slack() -> Slack:
    """A Slack that nobody serves."""
    return opened(MANIFEST, plan=Plan(channels=({"name": "general"}, {"name": "east", "topic": "Sales"})))


@pytest.fixture
def screen(slack: Slack) -> Screen:
    """Maria's window, at #general."""
    return Screen(slack, slack.workspace.named("maria").id, slack.workspace.channel_named("general").id)


@pytest.fixture
def says(slack: Slack) -> Callable[..., Message]:
    """Let somebody say something."""

    def say(name: str, text: str, channel: str = "general", **more: Any) -> Message:
        message = Message(slack.ids.ts(), slack.workspace.named(name).id, text, **more)
        slack.workspace.channel_named(channel).messages.append(message)
        return message

    return say


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/", ["/customer", "/dormant", "/archive", "/invite", "/leave", "/me", "/remove", "Record"]),
        ("/re", ["/remove", "Record"]),
        ("/customer ", []),
        ("a /cu", []),
        ("Hello @jo", ["@joe"]),
        ("Hello @brown", ["@joe"]),
        ("mail@jo", []),
        ("#ea", ["#east"]),
        ("see #sal", ["#east"]),
        ("", []),
    ],
)
def test_the_composer_offers_what_fits_before_the_cursor(slack: Slack, typed: str, offered: list[str]) -> None:
    maria = slack.workspace.named("maria").id
    assert [choice.text for choice in completing.offered(slack, maria, typed, len(typed))] == offered


def test_a_choice_takes_the_place_of_what_was_typed_of_it(slack: Slack) -> None:
    [choice] = completing.offered(slack, "", "Ask @jo today", len("Ask @jo"))
    assert choice.value == completing.Completed("Ask @joe ", len("Ask @jo"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [("/customer", ""), ("/customer x", "/customer NAME"), ("/invite ", "/invite @name"), ("/no x", "")],
)
def test_usage_is_told_once_the_command_is_there(slack: Slack, typed: str, told: str) -> None:
    assert completing.usage(slack, typed) == told


def test_the_sidebar_counts_what_is_unread_and_says_what_is_closed(
    slack: Slack, screen: Screen, says: Callable[..., Message]
) -> None:
    says("joe", "one", "east")
    says("joe", "two", "east")
    slack.workspace.channel_named("east").is_archived = True
    slack.workspace.named("joe").is_deactivated = True

    found = {row.title: row for row in rows(screen).values()}
    assert list(found) == [
        "Channels", "east", "general", "Direct messages", "Maria Silva", "Joe Brown", "陈伟", "Apps", "Regulars",
    ]  # fmt: skip
    assert (found["east"].unread, found["east"].is_closed, found["Joe Brown"].is_closed) == (2, True, True)
    assert found["general"].is_here


def test_a_channel_without_the_app_says_so(slack: Slack, screen: Screen) -> None:
    assert is_absent(screen)
    screen.here.members.append(slack.workspace.bot.id)
    assert not is_absent(screen)


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ({"type": "checkboxes", "action_id": "ticked_1"}, "Select an item"),
        ({"type": "overflow", "action_id": "more_2"}, "More"),
        ({"type": "datepicker", "placeholder": {"text": "First day"}}, "First day"),
    ],
)
def test_a_screen_reader_hears_no_ids(slack: Slack, screen: Screen, element: dict[str, Any], name: str) -> None:
    assert Spot(Stage(slack, screen.reader, None, screen.say), "", element).name == name


def test_messages_stand_together_by_author_and_day_and_replies_stand_in_the_thread(
    slack: Slack, screen: Screen, says: Callable[..., Message]
) -> None:
    first = says("joe", "one")
    says("joe", "two")
    says("chen", "to it", thread_ts=first.ts)
    says("chen", "only for Joe", only_for=slack.workspace.named("joe").id)
    says("joe", "three", subtype="bot_message")

    listed = list(entries(screen, shown(screen)))
    assert [entry.message.text for entry in listed] == ["one", "two", "three"]
    assert [(entry.day, entry.follows, entry.replies) for entry in listed] == [
        ("Today", False, 1),
        ("", True, 0),
        ("", False, 0),
    ]


def test_an_entry_is_the_same_until_it_looks_different(screen: Screen, says: Callable[..., Message]) -> None:
    message = says("joe", "one")
    [before] = entries(screen, shown(screen))
    message.state = {"block": {"action": {"value": "typed"}}}
    [typed] = entries(screen, shown(screen))
    message.text = "two"
    [edited] = entries(screen, shown(screen))

    assert before == typed
    assert before != edited


def test_news_pops_up_once_and_only_for_whom_it_is_and_where_they_do_not_look(
    slack: Slack, screen: Screen, says: Callable[..., Message]
) -> None:
    maria, joe = (slack.workspace.named(name).id for name in ("maria", "joe"))
    east, general = (slack.workspace.channel_named(name).id for name in ("east", "general"))
    ts = says("joe", "Look", "east").ts
    slack.workspace.notices += [
        Notice(maria, east, ts, "Look"), Notice(joe, east, ts, "Joe's"), Notice(maria, general, ts, "in sight"),
    ]  # fmt: skip
    screen.look()
    screen.look()

    assert [(toast.title, toast.text, toast.channel) for toast in screen.toasts] == [("Joe Brown", "Look", east)]


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2025-11-28T08:00", "2025-11-28"),
        ("2025-11-28T09:00", "2025-12-01"),
        ("2025-11-29T03:00", "2025-12-01"),
        ("2025-12-01T23:59", "2025-12-02"),
    ],
)
def test_the_next_working_morning_is_never_on_a_weekend(now: str, morning: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    found = topbar.next_morning(datetime.fromisoformat(now).replace(tzinfo=zone), zone)
    assert found == datetime.fromisoformat(f"{morning}T09:00").replace(tzinfo=zone)


def test_the_clock_is_told_in_everybodys_own_zone_and_language() -> None:
    at = datetime.fromisoformat("2025-11-30T12:00:00+00:00")
    slack = opened(plan=Plan(), clock=Clock(at))
    told = {
        name: topbar.told(Screen(slack, slack.workspace.named(name).id, "").reader) for name in ("maria", "joe", "chen")
    }
    assert [each.zone for each in told.values()] == ["Etc/UTC", "America/New_York", "Asia/Shanghai"]
    assert told["chen"] == topbar.Told("2025年11月30日", "20:00", "Asia/Shanghai")
    assert told["joe"].time.startswith("7:00")


def test_requests_are_found_by_all_the_words_that_are_asked_for(slack: Slack, screen: Screen) -> None:
    for name, refused in (("views.open", ""), ("chat.postMessage", "channel_not_found"), ("chat.update", "")):
        begun = slack.traffic.begin("from bot", name, over="api", request={}, at=slack.clock.now())
        slack.traffic.end(begun, {}, status=200, refused=refused)
    slack.traffic.begin("to bot", "/dormant", over="http", request={}, at=slack.clock.now())

    def found(words: str) -> list[str]:
        return [line.exchange.name for line in requests.lines(screen, words).values()]

    assert found("") == ["/dormant", "chat.update", "chat.postMessage", "views.open"]
    assert found("chat from") == ["chat.update", "chat.postMessage"]
    assert found("refused") == ["chat.postMessage"]
    assert [line.is_open for line in requests.lines(screen, "").values()] == [True, False, False, False]


def test_a_payload_is_readable_also_where_json_is_inside_text() -> None:
    assert requests.pretty({"view": '{"title":"名"}', "text": "{no"}) == (
        '{\n  "view": {\n    "title": "名"\n  },\n  "text": "{no"\n}'
    )
    assert [requests.took(seconds) for seconds in (None, 0.012, 3.04)] == ["…", "12 ms", "3.0 s"]


def test_all_that_the_page_says_is_said_in_chinese_too() -> None:
    """Words that come by a name are looked for as they stand; those that nobody says are too many."""
    folder = Path(language.__file__).parent
    files = [file for file in folder.rglob("*.py") if file.name != "language.py"]
    texts = [node for file in files for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    known = {node.value for node in texts if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    said = {
        words.value
        for node in texts
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "says"
        for words in ast.walk(node.args[0])
        if isinstance(words, ast.Constant)
    }
    elsewhere = {NOT_CONNECTED, *validation.SENTENCES}
    named = {tab.capitalize() for tab in (*get_args(Backstage), *get_args(Tab))}

    assert said - {*language.CHINESE} == set()
    assert {*language.CHINESE} - known - elsewhere - named == set()


def test_a_plan_may_name_things_in_several_languages() -> None:
    label = {"en": "Customer", "zh": "顾客"}
    assert [language.chosen(label, locale) for locale in ("zh-CN", "en-GB", "de-DE")] == [
        "顾客",
        "Customer",
        "Customer",
    ]


def test_a_window_is_opened_only_where_its_person_may_look(slack: Slack) -> None:
    joe = slack.workspace.named("joe")
    east, general = (slack.workspace.channel_named(name) for name in ("east", "general"))
    east.kind, east.members = "private", [slack.workspace.named("maria").id]

    def at(**where: str) -> tuple[str, str, str | None]:
        found = opened_window(slack, joe, where)
        return found.channel, found.tab, found.backstage

    assert at(channel=east.id) == at() == (general.id, "messages", None)
    assert at(channel=general.id, tab="nonsense", backstage="trouble") == (general.id, "messages", "trouble")


def test_the_output_is_shown_without_the_colors_of_a_terminal() -> None:
    assert output.told(["\x1b[32mok\x1b[0m", "next"]) == "ok\nnext"


def test_what_is_entered_into_a_command_stays_one_word_of_it() -> None:
    command = ["regulars", "visit", "{who}", "--spent={amount}"]
    filled = outside.filled(command, {"who": "A; rm -rf / {amount}", "amount": "5"})
    assert filled == ["regulars", "visit", "A; rm -rf / {amount}", "--spent=5"]


@pytest.mark.parametrize(
    ("name", "letters"), [("Maria Silva", "MS"), ("Ana de la Cruz", "AC"), ("joe", "J"), ("陈伟", "陈伟"), ("", "?")]
)
def test_a_face_shows_initials(name: str, letters: str) -> None:
    assert initials(name) == letters

"""How Slack takes a call: method, token, scope, and the many ways to write arguments."""

import json
import socket
from typing import Any
from urllib.request import Request, urlopen

import pytest

from playground.manifest import Manifest
from playground.testing.waiting import quiet
from tests.playground.api.conftest import FORM, Judge, refused


def sent(slack: Judge, method: str, body: bytes, **headers: str) -> dict[str, Any]:
    """Post a body as it is, with the bot's token."""
    token = {"Authorization": f"Bearer {slack.slack.credentials.bot_token}"}
    with urlopen(Request(f"{slack.slack.url}/api/{method}", body, {**token, **headers})) as response:
        answer = json.load(response)
    assert isinstance(answer, dict)
    return answer


def test_a_method_that_is_not_there_is_unknown(slack: Judge) -> None:
    with refused("unknown_method") as answer:
        slack.bot.api_call("chat.scheduleMessage")
    assert answer["req_method"] == "chat.scheduleMessage"


def test_nobody_may_call_without_a_token(slack: Judge) -> None:
    with refused("not_authed"):
        slack.client(None).auth_test()


def test_a_made_up_token_is_invalid(slack: Judge) -> None:
    with refused("invalid_auth"):
        slack.client("xoxb-made-up").auth_test()


def test_a_token_may_come_as_an_argument(slack: Judge) -> None:
    body = f"token={slack.slack.credentials.bot_token}".encode()
    with urlopen(Request(f"{slack.slack.url}/api/auth.test", body, FORM)) as response:
        assert json.load(response)["ok"]
    assert "token" not in slack.slack.traffic.exchanges[-1].request


def test_the_token_of_a_deactivated_bot_is_inactive(slack: Judge) -> None:
    slack.workspace.bot.is_deactivated = True
    with refused("account_inactive"):
        slack.bot.auth_test()


def test_a_revoked_token_stays_revoked(slack: Judge) -> None:
    assert slack.bot.auth_revoke(test=True)["revoked"] is False
    assert slack.bot.auth_revoke()["revoked"] is True
    with refused("token_revoked"):
        slack.bot.auth_test()


def test_each_kind_of_token_has_its_methods(slack: Judge) -> None:
    with refused("not_allowed_token_type"):
        slack.app.chat_postMessage(channel="general", text="Hello")
    with refused("not_allowed_token_type"):
        slack.bot.apps_connections_open(app_token=slack.slack.credentials.bot_token)


def test_socket_mode_gets_a_url_to_connect_to_once(slack: Judge) -> None:
    url = slack.bot.apps_connections_open(app_token=slack.slack.credentials.app_token)["url"]
    [ticket] = slack.slack.connections.tickets
    assert url.startswith("ws://127.0.0.1:")
    assert f"/link/?ticket={ticket}" in url


def test_the_bot_is_told_who_it_is(slack: Judge) -> None:
    answer = slack.bot.auth_test()
    assert answer["user_id"] == slack.workspace.bot.id
    assert answer["bot_id"] == slack.workspace.bot_id
    assert answer["team_id"] == slack.workspace.team.id
    assert answer["url"] == f"{slack.slack.url}/"


def test_api_test_says_back_what_it_hears(slack: Judge) -> None:
    assert slack.client(None).api_test(foo="bar")["args"] == {"foo": "bar"}
    with refused("my_error"):
        slack.client(None).api_test(error="my_error")


def test_bot_and_team_are_described(slack: Judge) -> None:
    assert slack.bot.bots_info(bot=slack.workspace.bot_id)["bot"]["user_id"] == slack.workspace.bot.id
    assert slack.bot.team_info()["team"]["name"] == "Playground"
    with refused("bot_not_found"):
        slack.bot.bots_info(bot="B000")
    with refused("team_not_found"):
        slack.bot.team_info(team="T000")


class TestScopes:
    @pytest.fixture
    def manifest(self) -> Manifest:
        return Manifest("Regulars", scopes=frozenset({"chat:write", "channels:read"}))

    def test_a_missing_scope_is_named_beside_those_that_are_there(self, slack: Judge) -> None:
        with refused("missing_scope") as answer:
            slack.bot.users_info(user=slack.person("maria").id)
        assert (answer["needed"], answer["provided"]) == ("users:read", "channels:read,chat:write")

    def test_each_kind_of_conversation_has_a_scope_of_its_own(self, slack: Judge) -> None:
        assert slack.bot.conversations_info(channel=slack.channel("general").id)["channel"]["name"] == "general"
        with refused("missing_scope") as answer:
            slack.bot.conversations_list(types="public_channel,im")
        assert answer["needed"] == "im:read"

    def test_headers_say_which_scopes_there_are_and_which_are_asked_for(self, slack: Judge) -> None:
        headers = slack.bot.conversations_list().headers
        assert headers["x-oauth-scopes"] == "channels:read,chat:write"
        assert "channels:read" in headers["x-accepted-oauth-scopes"].split(",")

    def test_a_bot_without_the_scope_for_it_cannot_speak_where_it_is_not(self, slack: Judge) -> None:
        with refused("not_in_channel"):
            slack.bot.chat_postMessage(channel="#general", text="Hello")

    def test_a_bot_without_the_scope_for_it_cannot_take_another_name(self, slack: Judge) -> None:
        with refused("missing_scope") as answer:
            slack.bot.chat_postMessage(channel=slack.channel("general").id, text="Hello", username="Robin")
        assert answer["needed"] == "chat:write.customize"

    def test_addresses_are_kept_from_a_bot_that_may_not_see_them(self, slack: Judge) -> None:
        with refused("missing_scope") as answer:
            slack.bot.users_lookupByEmail(email="maria@example.com")
        assert answer["needed"] == "users:read.email"


def test_arguments_may_be_a_form_json_parts_or_a_query(slack: Judge) -> None:
    channel = slack.channel("general")
    parts = (
        b'--x\r\nContent-Disposition: form-data; name="channel"\r\n\r\n%s\r\n'
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nparts\r\n--x--\r\n' % channel.id.encode()
    )
    slack.bot.api_call("chat.postMessage", data={"channel": channel.id, "text": "data"})
    slack.bot.api_call("chat.postMessage", params={"channel": channel.id, "text": "params"})
    slack.bot.api_call("chat.postMessage", json={"channel": channel.id, "text": "json"})
    sent(slack, "chat.postMessage", parts, **{"content-type": "multipart/form-data; boundary=x"})
    sent(slack, f"chat.postMessage?channel={channel.id}&text=query", b"", **FORM)
    assert [message.text for message in channel.messages] == ["data", "params", "json", "parts", "query"]


def test_json_may_stand_in_a_field_of_a_form(slack: Judge) -> None:
    blocks = [{"type": "divider"}]
    answer = slack.bot.api_call(
        "chat.postMessage", data={"channel": slack.channel("general").id, "text": "-", "blocks": json.dumps(blocks)}
    )
    assert answer["message"]["blocks"][0]["type"] == "divider"


def test_methods_that_look_something_up_do_not_read_json(slack: Judge) -> None:
    with refused("invalid_arguments") as answer:
        slack.bot.api_call("users.info", json={"user": slack.person("maria").id})
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"\xff", "application/json", "invalid_json"),
        (b"[" * 100_000, "application/json", "invalid_json"),
        (b'{"text": "half a character: \\ud83d"}', "application/json", "invalid_json"),
        (b'{"text": NaN}', "application/json", "invalid_json"),
        (b'{"text": 1e999}', "application/json", "invalid_json"),
        (b"[1]", "application/json", "json_not_object"),
        (b"<a/>", "text/xml", "invalid_post_type"),
        (b"a=b", "", "missing_post_type"),
        (b"a=b", "application/x-www-form-urlencoded; charset=koi8-r", "invalid_charset"),
        (b"a=b", "multipart/form-data", "invalid_form_data"),
        (b"a%20b=c", "application/x-www-form-urlencoded", "invalid_arg_name"),
        (b"a[]=c", "application/x-www-form-urlencoded", "invalid_array_arg"),
    ],
)
def test_what_cannot_be_read_is_refused(slack: Judge, body: bytes, kind: str, error: str) -> None:
    assert sent(slack, "auth.test", body, **{"content-type": kind})["error"] == error


@pytest.mark.parametrize("path", ["/api/auth.test", "/commands/made-up"])
def test_whoever_hangs_up_in_the_middle_is_not_missed(
    slack: Judge, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A line has been torn when the bot was killed, for instance."""
    host, _, port = slack.slack.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as line:
        head = f"POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n"
        line.sendall(head.encode() + b"{")
    slack.running.do(quiet(slack.slack, settle=0.05, patience=5))
    assert slack.slack.traffic.open == 0
    assert not caplog.records


def test_slack_remarks_on_charsets(slack: Judge) -> None:
    bare = sent(slack, "auth.test", b"{}", **{"content-type": "application/json"})
    full = sent(slack, "auth.test", b"{}", **{"content-type": "application/json; charset=utf-8"})
    much = sent(slack, "auth.test", b"", **{"content-type": "application/x-www-form-urlencoded; charset=utf-8"})
    assert bare["warning"] == "missing_charset"
    assert bare["response_metadata"] == {"warnings": ["missing_charset"]}
    assert "warning" not in full
    assert much["warning"] == "superfluous_charset"


def test_every_call_is_noted_with_its_answer(slack: Judge) -> None:
    slack.bot.auth_test()
    with refused("channel_not_found"):
        slack.bot.chat_postMessage(channel="C000", text="Hello")
    good, bad = slack.slack.traffic.exchanges
    assert (good.name, good.refused, good.response["ok"]) == ("auth.test", "", True)
    assert (bad.name, bad.refused, bad.request["text"]) == ("chat.postMessage", "channel_not_found", "Hello")
    assert slack.slack.traffic.open == 0

"""Socket Mode, as a plain WebSocket client and the official one see it."""

import json
from contextlib import ExitStack
from threading import Thread
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from playground.testing import LocalSlack, slack
from tests.playground.outward.conftest import bolt


def url(workspace: LocalSlack) -> str:
    """Return where one connection may be made."""
    client = WebClient(base_url=workspace.api_url)
    opened: str = client.apps_connections_open(app_token=workspace.app_token)["url"]
    return opened


def heard(socket: ClientConnection) -> dict[str, Any]:
    """Return what comes next."""
    said: dict[str, Any] = json.loads(socket.recv(timeout=5))
    return said


def test_a_connection_is_greeted_and_answers_pings(workspace: LocalSlack) -> None:
    with connect(url(workspace)) as first, connect(url(workspace)) as second:
        assert [heard(socket)["num_connections"] for socket in (first, second)] == [1, 2]
        assert first.ping().wait(5)


def test_the_greeting_says_how_long_and_for_whom(workspace: LocalSlack) -> None:
    with connect(url(workspace)) as socket:
        hello = heard(socket)

    assert hello["type"] == "hello"
    assert hello["connection_info"] == {"app_id": workspace.workspace.app_id}
    assert hello["debug_info"]["approximate_connection_time"] == 18060


def test_a_ticket_lets_in_once(workspace: LocalSlack) -> None:
    ticket = url(workspace)
    with connect(ticket) as socket:
        heard(socket)
        with pytest.raises(InvalidStatus), connect(ticket):
            pass


def test_an_eleventh_connection_is_too_many(workspace: LocalSlack) -> None:
    with ExitStack() as sockets:
        said = [heard(sockets.enter_context(connect(url(workspace)))) for _ in range(11)]

    assert [one["type"] for one in said] == ["hello"] * 10 + ["disconnect"]
    assert said[10]["reason"] == "too_many_websockets"


def test_envelopes_go_to_the_connections_in_turn(workspace: LocalSlack) -> None:
    with connect(url(workspace)) as first, connect(url(workspace)) as second:
        for socket in (first, second):
            heard(socket)
        for _ in range(4):
            workspace.tells({"type": "team_join"})
        envelopes = [[heard(socket) for _ in range(2)] for socket in (first, second)]
        acknowledge(first, *envelopes[0])
        acknowledge(second, *envelopes[1])
        workspace.waits_for_quiet()
        kinds = {envelope["type"] for pair in envelopes for envelope in pair}

    assert kinds == {"events_api"}


def test_an_event_envelope_takes_no_answer_and_counts_its_attempts() -> None:
    with slack(ack_seconds=0.1) as workspace, connect(url(workspace)) as socket:
        heard(socket)
        workspace.tells({"type": "team_join"})
        first, second = heard(socket), heard(socket)
        acknowledge(socket, second)
        workspace.waits_for_quiet()
        workspace.clock.on("1 day")
        workspace.waits_for_quiet()

    assert (first["retry_attempt"], first["retry_reason"], first["accepts_response_payload"]) == (0, "", False)
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["envelope_id"] != second["envelope_id"]
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


def test_a_command_takes_its_answer_with_the_acknowledgement(workspace: LocalSlack) -> None:
    with connect(url(workspace)) as socket:
        heard(socket)
        typing = Thread(target=workspace.as_("maria").types, args=("/hi",))
        typing.start()
        envelope = heard(socket)
        socket.send("nonsense")
        acknowledge(socket, envelope, payload={"text": "hello"})
        typing.join()

    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["command"] == "/hi"
    assert workspace.heard_by("maria")[0].text == "hello"


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
def test_a_connection_that_is_to_be_renewed_is_told_and_closed(workspace: LocalSlack, reason: Any) -> None:
    with connect(url(workspace)) as socket:
        heard(socket)
        workspace.disconnects("warning")
        assert heard(socket)["reason"] == "warning"
        workspace.disconnects(reason)
        assert (heard(socket)["reason"], not workspace.slack.connections.open) == (reason, True)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=5)


def test_the_official_client_renews_its_connection_when_it_is_asked_to(workspace: LocalSlack) -> None:
    bolt(workspace, over="socket").command("/hi")(lambda ack: ack("hello"))
    (before,) = workspace.slack.connections.open
    workspace.disconnects()
    workspace.until(lambda: before not in workspace.slack.connections.open and workspace.slack.connections.open)
    workspace.as_("maria").types("/hi")

    assert workspace.heard_by("maria")[0].text == "hello"


def test_the_official_client_comes_back_when_it_was_dropped(workspace: LocalSlack) -> None:
    app = App(name="bot", client=workspace.client, signing_secret=workspace.signing_secret)
    app.command("/hi")(lambda ack: ack("hello"))
    workspace.runs(app, over="socket", ping_interval=0.1)
    workspace.fault("dropped_socket", of="/hi")
    workspace.as_("maria").types("/hi")

    assert workspace.heard_by("maria")[0].text == '/hi failed with the error "dispatch_failed"'
    workspace.until(lambda: workspace.slack.connections.open)
    workspace.as_("maria").types("/hi")
    assert workspace.heard_by("maria")[0].text == "hello"


def acknowledge(socket: ClientConnection, *envelopes: dict[str, Any], **payload: Any) -> None:
    """Acknowledge envelopes."""
    for envelope in envelopes:
        socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **payload}))

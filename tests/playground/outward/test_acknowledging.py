"""What people see when the bot does not acknowledge: Slack's own words."""

from collections.abc import Iterator
from threading import Event

import pytest
from slack_bolt import Ack, App

from playground.acting import NOT_CONNECTED, Trouble
from playground.testing import LocalSlack, slack
from tests.playground.limits.parts import options
from tests.playground.outward.conftest import bolt, keep
from tests.playground.outward.test_modals import ASKING, NAME

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}
BUTTONS = [{"type": "actions", "elements": [BUTTON]}]


@pytest.fixture
def hasty() -> Iterator[LocalSlack]:
    """A Slack that waits half a second only: what is acknowledged at once comes in time on a busy machine too."""
    with slack(ack_seconds=0.5) as running:
        yield running


@pytest.fixture
def release() -> Iterator[Event]:
    """What a slow bot waits for."""
    event = Event()
    yield event
    event.set()


@pytest.mark.parametrize("over", ["http", "socket"])
def test_a_command_that_takes_too_long_has_timed_out(hasty: LocalSlack, release: Event, over: str) -> None:
    bolt(hasty, over=over).command("/slow")(lambda ack: (release.wait(5), ack("late")))
    hasty.as_("maria").types("/slow")
    (reply,) = hasty.heard_by("maria")

    assert (reply.text, reply.author) == ('/slow failed with the error "operation_timeout"', "slackbot")
    assert hasty.exchanges("/slow")[0].refused == "operation_timeout"
    release.set()
    hasty.as_("maria").hears_nothing()


@pytest.mark.usefixtures("app")
def test_a_command_that_nobody_listens_to_cannot_be_dispatched(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/unknown")

    assert workspace.heard_by("maria")[0].text == '/unknown failed with the error "dispatch_failed"'
    assert workspace.exchanges("/unknown")[0].status == 404


def test_a_bot_that_is_not_there_cannot_be_reached(workspace: LocalSlack) -> None:
    workspace.takes_requests_at("http://127.0.0.1:1/slack/events")
    workspace.as_("maria").types("/hi")

    assert workspace.heard_by("maria")[0].text == '/hi failed with the error "dispatch_unknown_error"'


def test_a_bot_in_socket_mode_that_has_not_connected_cannot_be_dispatched_to(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/hi")

    assert workspace.heard_by("maria")[0].text == '/hi failed with the error "dispatch_failed"'


def test_a_button_that_is_not_acknowledged_gets_a_warning_sign_until_it_is(hasty: LocalSlack) -> None:
    app = bolt(hasty)
    app.command("/hi")(lambda ack: ack(blocks=BUTTONS))
    is_awake = iter([False, True])
    app.action("go")(lambda ack: ack() if next(is_awake) else None)
    hasty.as_("maria").types("/hi")
    (reply,) = hasty.heard_by("maria")
    button = reply.button("Go")
    button.click()

    assert button.warning == "This app did not respond (operation_timeout)."
    button.click()
    assert button.warning == ""


def test_a_modal_that_is_not_acknowledged_says_so_and_stays(hasty: LocalSlack) -> None:
    app = bolt(hasty)
    app.command("/ask")(lambda ack, client, command: (ack(), client.views_open(**opening(command))))
    app.view("asked")(lambda: None)
    hasty.as_("maria").types("/ask")
    modal = hasty.as_("maria").modal
    modal.fill("Name", "Acme").submit()

    assert modal.is_open
    assert modal.warning == NOT_CONNECTED == "We had some trouble connecting. Try again?"


def test_options_that_do_not_come_are_trouble(workspace: LocalSlack, app: App) -> None:
    menu = {"type": "external_select", "action_id": "pick", "placeholder": NAME["label"]}
    app.command("/hi")(lambda ack: ack(blocks=[{"type": "actions", "elements": [menu]}]))
    workspace.as_("maria").types("/hi")
    (reply,) = workspace.heard_by("maria")

    with pytest.raises(Trouble, match="dispatch_failed"):
        reply.select().options("ac")
    app.options("pick")(lambda ack, payload: ack(options=options(int(payload["value"]))))
    with pytest.raises(Trouble, match="no more than 100 items"):
        reply.select().options("101")
    assert len(reply.select().options("100")) == 100
    assert reply.select().options("0") == []


@pytest.mark.usefixtures("app")
def test_a_shortcut_that_is_not_acknowledged_is_trouble(workspace: LocalSlack) -> None:
    with pytest.raises(Trouble, match="dispatch_failed"):
        workspace.as_("maria").uses("nothing")


def test_a_lost_acknowledgement_looks_like_none_although_the_bot_has_acted(workspace: LocalSlack, app: App) -> None:
    done: list[str] = []

    @app.command("/do")
    def do(ack: Ack) -> None:
        done.append("it")
        ack("done")

    workspace.fault("lost_answer", of="/do")
    workspace.as_("maria").types("/do")

    assert workspace.heard_by("maria")[0].text == '/do failed with the error "operation_timeout"'
    assert done == ["it"]
    workspace.as_("maria").types("/do")
    assert workspace.heard_by("maria")[0].text == "done"


def test_a_request_lost_on_its_way_does_not_reach_the_bot(workspace: LocalSlack, app: App) -> None:
    done: list[str] = []
    app.command("/do")(lambda ack: (keep(done, "it"), ack()))
    workspace.fault("timeout_before", of="/do")
    workspace.as_("maria").types("/do")

    assert workspace.heard_by("maria")[0].text == '/do failed with the error "operation_timeout"'
    assert not done


def test_a_request_may_come_twice(workspace: LocalSlack, app: App) -> None:
    done: list[str] = []
    app.command("/do")(lambda ack: (keep(done, "it"), ack()))
    workspace.fault("duplicate", of="/do")
    workspace.as_("maria").types("/do")
    workspace.waits_for_quiet()

    assert done == ["it", "it"]


def opening(command: dict[str, str]) -> dict[str, object]:
    """Return what opens the modal that asks for a name."""
    return {"trigger_id": command["trigger_id"], "view": ASKING}

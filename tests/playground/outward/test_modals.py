"""Modals: opened with a trigger, filled, refused, updated, pushed, cleared and closed."""

from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from playground.acting import NOT_CONNECTED
from playground.testing import LocalSlack
from tests.playground.outward.conftest import keep


def plain(text: str) -> dict[str, str]:
    """Return a text object."""
    return {"type": "plain_text", "text": text}


NAME: dict[str, Any] = {
    "type": "input",
    "block_id": "name",
    "label": plain("Name"),
    "element": {"type": "plain_text_input", "action_id": "it"},
}
ASKING: dict[str, Any] = {
    "type": "modal",
    "callback_id": "asked",
    "private_metadata": "secret",
    "title": plain("Customer"),
    "submit": plain("Save"),
    "blocks": [NAME],
}


def showing(title: str, **more: Any) -> dict[str, Any]:
    """Return a modal that only shows something."""
    return {"type": "modal", "title": plain(title), "blocks": [{"type": "divider"}], **more}


@pytest.fixture
def asking(app: App) -> App:
    """A bot that opens a modal at `/ask`."""

    @app.command("/ask")
    def ask(ack: Ack, client: WebClient, command: dict[str, str]) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=ASKING)

    return app


def test_a_submission_carries_the_view_and_what_its_inputs_hold(workspace: LocalSlack, asking: App) -> None:
    got: list[dict[str, Any]] = []
    asking.view("asked")(lambda ack, body: (ack(), keep(got, body)))
    maria = workspace.as_("maria")
    maria.types("/ask")
    modal = maria.modal
    modal.fill("Name", "Acme").submit()
    (body,) = got
    view = body["view"]

    assert not modal.is_open
    assert (modal.running.slack.workspace.modals[maria.id], body["type"]) == ([], "view_submission")
    assert body["user"] == {"id": maria.id, "username": "maria", "name": "maria", "team_id": body["team"]["id"]}
    assert body["response_urls"] == []
    assert body["trigger_id"]
    assert view["state"] == {"values": {"name": {"it": {"type": "plain_text_input", "value": "Acme"}}}}
    assert (view["callback_id"], view["private_metadata"], view["previous_view_id"]) == ("asked", "secret", None)
    assert view["root_view_id"] == view["id"]
    assert view["hash"]
    assert view["app_id"] == workspace.workspace.app_id


def test_errors_stand_beside_their_inputs_until_they_are_mended(workspace: LocalSlack, asking: App) -> None:
    @asking.view("asked")
    def check(ack: Ack, view: dict[str, Any]) -> None:
        name = view["state"]["values"]["name"]["it"]["value"]
        if name == "Acme":
            ack()
        else:
            ack(response_action="errors", errors={"name": f"There is no {name}."})

    workspace.as_("maria").types("/ask")
    modal = workspace.as_("maria").modal
    modal.fill("Name", "Acmee").submit()

    assert modal.errors == {"Name": "There is no Acmee."}
    assert modal.field("Name").value == "Acmee"
    modal.fill("Name", "Acme").submit()
    assert not modal.is_open


@pytest.mark.usefixtures("asking")
def test_slack_itself_refuses_an_empty_input(workspace: LocalSlack) -> None:
    workspace.as_("maria").types("/ask")
    modal = workspace.as_("maria").modal
    modal.submit()

    assert modal.errors == {"Name": "Please complete this required field."}
    assert not workspace.exchanges("view_submission")


def test_a_file_goes_along_with_a_submission_and_the_bot_fetches_it(workspace: LocalSlack, app: App) -> None:
    got: list[dict[str, Any]] = []
    element = {"type": "file_input", "action_id": "it", "filetypes": ["csv"], "max_files": 1}
    block = {"type": "input", "block_id": "list", "label": plain("List"), "element": element}

    @app.command("/ask")
    def ask(ack: Ack, client: WebClient, command: dict[str, str]) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view={**ASKING, "blocks": [block]})

    @app.view("asked")
    def take(ack: Ack, view: dict[str, Any]) -> None:
        got.extend(view["state"]["values"]["list"]["it"]["files"])
        ack()

    maria = workspace.as_("maria")
    maria.types("/ask")
    for name in ("list.csv", "list.exe"):
        maria.uploads(name, b"a,b")
    with pytest.raises(AssertionError, match=r"list\.exe is not of a kind that is wanted here: csv"):
        maria.modal.fill("List", "list.exe")
    with pytest.raises(AssertionError, match="At most 1 file"):
        maria.modal.fill("List", "list.csv", "list.csv")
    maria.modal.fill("List", "list.csv").submit()
    fetched = Request(got[0]["url_private"], headers={"Authorization": f"Bearer {workspace.bot_token}"})

    assert workspace.client.files_info(file=got[0]["id"])["file"] == got[0]
    assert (got[0]["user"], got[0]["size"]) == (maria.id, 3)
    with urlopen(fetched) as response:
        assert response.read() == b"a,b"


def test_an_acknowledgement_may_update_the_modal(workspace: LocalSlack, asking: App) -> None:
    asking.view("asked")(lambda ack: ack(response_action="update", view=showing("Thank you")))
    workspace.as_("maria").types("/ask")
    modal = workspace.as_("maria").modal
    before = modal.view.hash
    modal.fill("Name", "Acme").submit()

    assert modal.title == "Thank you"
    assert modal.view.hash != before


def test_an_acknowledgement_may_push_a_modal_that_knows_the_one_below(workspace: LocalSlack, asking: App) -> None:
    asking.view("asked")(lambda ack: ack(response_action="push", view=showing("Sure?", notify_on_close=True)))
    closed: list[dict[str, Any]] = []
    asking.view_closed("")(lambda ack, body: (ack(), keep(closed, body)))
    maria = workspace.as_("maria")
    maria.types("/ask")
    below = maria.modal
    below.fill("Name", "Acme").submit()
    above = maria.modal

    assert [one.title for one in maria.modals] == ["Customer", "Sure?"]
    assert (above.view.root_id, above.view.previous_id) == (below.view.id, below.view.id)
    above.close()
    assert [one.title for one in maria.modals] == ["Customer"]
    workspace.until(lambda: closed)
    assert (closed[0]["is_cleared"], closed[0]["view"]["id"]) == (False, above.place.view_id)  # type: ignore[union-attr]


def test_an_acknowledgement_may_clear_the_stack(workspace: LocalSlack, asking: App) -> None:
    asking.view("asked")(lambda ack: ack(response_action="clear"))
    workspace.as_("maria").types("/ask")
    workspace.as_("maria").modal.fill("Name", "Acme").submit()

    assert not workspace.as_("maria").modals


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_action": "errors", "errors": {"nothing": "no such block"}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "update", "view": showing("x" * 25)},
        {"response_action": "push", "view": showing("x", blocks=[{"type": "divider"}] * 101)},
        {"response_action": "dance"},
    ],
)
def test_an_acknowledgement_that_slack_does_not_understand_is_trouble(
    workspace: LocalSlack, asking: App, wrong: dict[str, Any]
) -> None:
    asking.view("asked")(lambda ack: ack(**wrong))
    workspace.as_("maria").types("/ask")
    modal = workspace.as_("maria").modal
    modal.fill("Name", "Acme").submit()

    assert modal.warning == NOT_CONNECTED
    assert "invalid_response" in workspace.exchanges("view_submission")[0].refused


def test_a_modal_may_change_while_it_is_submitted(workspace: LocalSlack, asking: App) -> None:
    conflicts: list[str] = []

    @asking.view("asked")
    def change(ack: Ack, client: WebClient, view: dict[str, Any]) -> None:
        client.views_update(view_id=view["id"], hash=view["hash"], view={**ASKING, "title": plain("Changed")})
        try:
            client.views_update(view_id=view["id"], hash=view["hash"], view=ASKING)
        except SlackApiError as error:
            conflicts.append(error.response["error"])
        ack(response_action="errors", errors={"name": "Not that one"})

    workspace.as_("maria").types("/ask")
    modal = workspace.as_("maria").modal
    modal.fill("Name", "Acme").submit()

    assert (modal.title, modal.errors, modal.field("Name").value) == ("Changed", {"Name": "Not that one"}, "Acme")
    assert conflicts == ["hash_conflict"]


def test_closing_tells_the_bot_only_if_it_wants_to_know(workspace: LocalSlack, app: App) -> None:
    @app.command("/show")
    def show(ack: Ack, client: WebClient, command: dict[str, str]) -> None:
        ack()
        view = showing("Quiet", notify_on_close=command["text"] == "loudly", callback_id="shown")
        client.views_open(trigger_id=command["trigger_id"], view=view)

    closed: list[dict[str, Any]] = []
    app.view_closed("shown")(lambda ack, body: (ack(), keep(closed, body)))
    for words in ("", "loudly"):
        workspace.as_("maria").types(f"/show {words}")
        workspace.as_("maria").modal.close(everything=True)
        workspace.waits_for_quiet()

    assert [body["is_cleared"] for body in closed] == [True]


def test_no_more_than_three_modals_lie_on_one_another(workspace: LocalSlack, app: App) -> None:
    push = {"type": "actions", "elements": [{"type": "button", "action_id": "push", "text": plain("More")}]}
    view = {"type": "modal", "title": plain("Deep"), "blocks": [push]}
    refused: list[str] = []
    app.command("/dig")(
        lambda ack, client, command: (ack(), client.views_open(trigger_id=command["trigger_id"], view=view))
    )

    @app.action("push")
    def dig(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        ack()
        try:
            client.views_push(trigger_id=body["trigger_id"], view=view)
        except SlackApiError as error:
            refused.append(error.response["error"])

    maria = workspace.as_("maria")
    maria.types("/dig")
    for depth in (1, 2, 3):
        assert len(maria.modals) == depth or maria.modal
        workspace.until(lambda depth=depth: len(maria.running.slack.workspace.modals[maria.id]) == depth)  # type: ignore[misc]
        maria.modal.button("More").click()
    workspace.until(lambda: refused)

    assert refused == ["push_limit_reached"]
    assert len(maria.modals) == 3


def test_an_action_in_a_modal_carries_the_view_and_no_channel(workspace: LocalSlack, app: App) -> None:
    pick = {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick")}
    options = [{"text": plain(word), "value": word.casefold()} for word in ("Gold", "Silver")]
    view = showing("Tiers", blocks=[{"type": "actions", "block_id": "b", "elements": [{**pick, "options": options}]}])
    got: list[dict[str, Any]] = []
    app.command("/t")(lambda ack, client, body: (ack(), client.views_open(trigger_id=body["trigger_id"], view=view)))
    app.action("pick")(lambda ack, body: (ack(), keep(got, body)))
    workspace.as_("maria").types("/t")
    modal = workspace.as_("maria").modal
    modal.select("Pick").choose("Silver")
    (body,) = got

    assert body["container"] == {"type": "view", "view_id": modal.view.id}
    assert not {"channel", "message", "response_url"} & set(body)
    assert body["view"]["state"]["values"]["b"]["pick"]["selected_option"] == options[1]
    assert body["actions"][0]["selected_option"] == options[1]


def test_a_channel_chosen_for_it_gives_a_response_url(workspace: LocalSlack, app: App) -> None:
    element = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    view = {**ASKING, "blocks": [{"type": "input", "block_id": "b", "label": plain("Where"), "element": element}]}
    app.command("/t")(lambda ack, client, body: (ack(), client.views_open(trigger_id=body["trigger_id"], view=view)))

    @app.view("asked")
    def answer(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        (url,) = body["response_urls"]
        WebhookClient(url["response_url"]).send(
            text=f"{url['block_id']} {url['action_id']}", response_type="in_channel"
        )

    workspace.as_("maria").types("/t")
    workspace.as_("maria").modal.fill("Where", "random").submit()
    (reply,) = workspace.heard_by("joe")

    assert (reply.channel, reply.text) == ("random", "b where")

"""Buttons, menus and shortcuts: what the official Bolt gets of them."""

from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from playground.testing import LocalSlack, slack
from tests.playground.outward.conftest import bolt, keep
from tests.playground.outward.test_modals import plain

OPTIONS = [{"text": plain(word), "value": word.casefold()} for word in ("Gold", "Silver")]
GO = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "7"}
MENU = {"type": "static_select", "action_id": "menu", "placeholder": plain("Tier"), "options": OPTIONS}
MORE = {"type": "overflow", "action_id": "more", "options": OPTIONS}
DAY = {"type": "datepicker", "action_id": "day", "initial_date": "2026-01-31"}
PLAIN = [{"type": "actions", "block_id": "b", "elements": [GO, MENU, MORE, DAY]}]


@pytest.fixture
def got(app: App) -> list[dict[str, Any]]:
    """What a bot gets of everything that is done with its message, which `/show` shows to the asker."""
    bodies: list[dict[str, Any]] = []
    app.command("/show")(lambda ack, command: ack(blocks=PLAIN, response_type=command["text"] or "ephemeral"))
    for action_id in ("go", "menu", "more", "day"):
        app.action(action_id)(lambda ack, body: (ack(), keep(bodies, body)))
    return bodies


def test_a_button_is_sent_with_all_that_surrounds_it(workspace: LocalSlack, got: list[dict[str, Any]]) -> None:
    workspace.joins("bot", "general")
    workspace.as_("maria").types("/show in_channel")
    (reply,) = workspace.heard_by("maria")
    reply.button("Go").click()
    (body,) = got
    team, general, maria = workspace.workspace.team, workspace.channel("general"), workspace.as_("maria")
    (action,) = body["actions"]

    assert {**action, "action_ts": "1.0"} == {**GO, "block_id": "b", "action_ts": "1.0"}
    assert body["user"] == {"id": maria.id, "username": "maria", "name": "maria", "team_id": team.id}
    assert body["team"] == {"id": team.id, "domain": "playground"}
    assert body["channel"] == {"id": general.id, "name": "general"}
    assert (body["type"], body["api_app_id"]) == ("block_actions", workspace.workspace.app_id)
    assert (body["enterprise"], body["is_enterprise_install"]) == (None, False)
    assert body["container"] == {
        "type": "message",
        "message_ts": reply.ts,
        "channel_id": general.id,
        "is_ephemeral": False,
    }
    assert (body["message"]["ts"], body["message"]["blocks"][0]["block_id"]) == (reply.ts, "b")
    assert body["message"]["bot_id"] == workspace.workspace.bot_id
    assert body["response_url"].startswith(f"{workspace.slack.url}/actions/")
    assert body["trigger_id"]
    assert body["state"]["values"]["b"] == {
        "menu": {"type": "static_select", "selected_option": None},
        "day": {"type": "datepicker", "selected_date": "2026-01-31"},
    }


def test_of_a_message_that_only_one_person_sees_the_bot_gets_no_copy(
    workspace: LocalSlack, got: list[dict[str, Any]]
) -> None:
    workspace.as_("maria").types("/show")
    workspace.heard_by("maria")[0].button("Go").click()

    assert "message" not in got[0]
    assert got[0]["container"]["is_ephemeral"] is True


@pytest.mark.parametrize(
    ("name", "choice", "sent"),
    [
        ("Tier", "Silver", {"selected_option": OPTIONS[1]}),
        ("more", "gold", {"selected_option": OPTIONS[0]}),
        ("day", "2026-02-01", {"selected_date": "2026-02-01"}),
    ],
)
def test_a_choice_is_sent_as_its_element_has_it(
    workspace: LocalSlack, got: list[dict[str, Any]], name: str, choice: str, sent: dict[str, Any]
) -> None:
    workspace.as_("maria").types("/show")
    workspace.heard_by("maria")[0].select(name).choose(choice)
    (body,) = got
    (action,) = body["actions"]

    assert {key: action[key] for key in sent} == sent
    for held in body["state"]["values"]["b"].values():
        assert held["type"] != action["type"] or sent.items() <= held.items()


def test_options_of_a_message_come_from_the_bot(workspace: LocalSlack, app: App) -> None:
    asked: list[dict[str, Any]] = []

    @app.options("pick")
    def suggest(ack: Ack, payload: dict[str, Any], body: dict[str, Any]) -> None:
        asked.append(body)
        ack(options=[one for one in OPTIONS if payload["value"].casefold() in one["value"]])

    menu = {"type": "external_select", "action_id": "pick", "placeholder": plain("Tier"), "min_query_length": 1}
    app.command("/show")(lambda ack: ack(blocks=[{"type": "actions", "block_id": "b", "elements": [menu]}]))
    chosen: list[dict[str, Any]] = []
    app.action("pick")(lambda ack, action: (ack(), keep(chosen, action)))
    workspace.as_("maria").types("/show")
    (reply,) = workspace.heard_by("maria")

    assert reply.select().options("s") == ["Silver"]
    assert (asked[0]["type"], asked[0]["value"], asked[0]["block_id"]) == ("block_suggestion", "s", "b")
    reply.select().choose("Gold", typed="g")
    assert chosen[0]["selected_option"] == OPTIONS[0]


def test_groups_of_options_are_offered_as_groups(workspace: LocalSlack, app: App) -> None:
    menu = {"type": "external_select", "action_id": "pick", "placeholder": plain("Tier")}
    app.command("/show")(lambda ack: ack(blocks=[{"type": "actions", "elements": [menu]}]))
    app.options("pick")(lambda ack: ack(option_groups=[{"label": plain("Metals"), "options": OPTIONS}]))
    workspace.as_("maria").types("/show")

    assert workspace.heard_by("maria")[0].select().options() == ["Gold", "Silver"]


def test_an_input_in_a_message_is_sent_only_if_its_block_asks_for_it(workspace: LocalSlack, app: App) -> None:
    def block(name: str, **more: Any) -> dict[str, Any]:
        element = {"type": "plain_text_input", "action_id": name}
        return {"type": "input", "block_id": name, "label": plain(name), "element": element, **more}

    got: list[dict[str, Any]] = []
    app.command("/show")(lambda ack: ack(blocks=[block("quiet"), block("loud", dispatch_action=True)]))
    app.action("loud")(lambda ack, body: (ack(), keep(got, body)))
    workspace.as_("maria").types("/show")
    (reply,) = workspace.heard_by("maria")
    reply.field("quiet").fill("one")
    reply.field("loud").fill("two")
    (body,) = got

    assert body["actions"][0]["value"] == "two"
    assert body["state"]["values"]["quiet"]["quiet"]["value"] == "one"


def test_a_message_is_replaced_where_the_button_was(workspace: LocalSlack, app: App) -> None:
    app.command("/show")(lambda ack: ack(blocks=PLAIN))

    @app.action("go")
    def go(ack: Ack, respond: Respond) -> None:
        ack()
        respond("Done.", replace_original=True)

    workspace.as_("maria").types("/show")
    (shown,) = workspace.heard_by("maria")
    shown.button("Go").click()
    (replaced,) = workspace.heard_by("maria")

    assert (replaced.text, replaced.ts, replaced.is_update, replaced.buttons) == ("Done.", shown.ts, True, [])


def test_a_global_shortcut_brings_a_trigger(workspace: LocalSlack, app: App) -> None:
    got: list[dict[str, Any]] = []
    app.shortcut("new")(lambda ack, shortcut: (ack(), keep(got, shortcut)))
    workspace.as_("maria").uses("new")

    assert (got[0]["type"], got[0]["callback_id"]) == ("shortcut", "new")
    assert got[0]["trigger_id"]
    assert got[0]["action_ts"]


def test_a_shortcut_of_a_message_brings_the_message(workspace: LocalSlack, app: App) -> None:
    app.shortcut("keep")(lambda ack, shortcut, respond: (ack(), respond(f"kept {shortcut['message']['text']}")))
    workspace.as_("joe").types("a thought")
    (thought,) = workspace.heard_by("maria")
    workspace.as_("maria").uses("keep", on=thought)
    (reply,) = workspace.heard_by("maria")

    assert (reply.text, reply.is_ephemeral) == ("kept a thought", True)
    assert workspace.exchanges("message_action")[0].request["message_ts"] == thought.ts


def test_a_shortcut_of_a_message_leaves_the_message_to_who_wrote_it(workspace: LocalSlack, app: App) -> None:
    app.shortcut("seize")(lambda ack, respond: (ack(), respond("mine", replace_original=True)))
    workspace.as_("joe").types("a thought")
    (thought,) = workspace.heard_by("maria")
    workspace.as_("maria").uses("seize", on=thought)

    assert [(one.text, one.author) for one in workspace.heard_by("maria")] == [("mine", "your-app")]
    assert [one.text for one in workspace.channel("general").messages] == ["a thought", "mine"]


def test_a_message_may_be_deleted_while_its_button_is_pressed(workspace: LocalSlack, app: App) -> None:
    statuses: list[int] = []

    @app.action("go")
    def go(ack: Ack, body: dict[str, Any], client: WebClient, respond: Respond) -> None:
        client.chat_delete(channel=body["channel"]["id"], ts=body["message"]["ts"])
        ack()
        statuses.extend(respond("x", replace_original=replace).status_code for replace in (True, False))

    workspace.joins("bot", "general")
    blocks = [{"type": "actions", "elements": [GO]}]
    workspace.client.chat_postMessage(channel=workspace.channel("general").id, text="Go?", blocks=blocks)
    (asked,) = workspace.heard_by("maria")
    asked.button("Go").click()

    assert [one.text for one in workspace.heard_by("maria")] == ["x"]
    assert statuses == [404, 200]


def test_interactions_and_options_go_to_the_paths_that_the_manifest_names() -> None:
    paths = {"request_url": "https://x.example/act", "message_menu_options_url": "https://x.example/suggest"}
    menu = {"type": "external_select", "action_id": "pick", "placeholder": plain("Tier")}
    asked: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("content-type", "application/json")])
        return [b'{"options": []}' if environ["PATH_INFO"] == "/suggest" else b""]

    scopes = {"scopes": {"bot": ["chat:write"]}}
    manifest = {"settings": {"interactivity": {"is_enabled": True, **paths}}, "oauth_config": scopes}
    with slack(manifest=manifest, channels=[{"name": "general", "members": ["maria", "bot"]}]) as workspace:
        workspace.runs(application)
        client, general = workspace.client, workspace.channel("general").id
        client.chat_postMessage(channel=general, text="x", blocks=[{"type": "actions", "elements": [GO, menu]}])
        (message,) = workspace.heard_by("maria")
        message.button("Go").click()
        message.select("Tier").options()

    assert asked == ["/act", "/suggest"]


def test_actions_travel_over_sockets_too(workspace: LocalSlack) -> None:
    app = bolt(workspace, over="socket")
    app.command("/show")(lambda ack: ack(blocks=PLAIN))
    app.action("go")(lambda ack, respond: (ack(), respond("gone", delete_original=True)))
    workspace.as_("maria").types("/show")
    workspace.heard_by("maria")[0].button("Go").click()
    workspace.until(lambda: not workspace.channel("general").messages)

    assert [exchange.over for exchange in workspace.exchanges("block_actions")] == ["socket"]

"""Slash commands: what the official Bolt gets of them, and what people see of its answers."""

from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say

from playground.testing import LocalSlack, slack
from tests.playground.outward.conftest import bolt, keep

SHOUT = {"type": "section", "text": {"type": "mrkdwn", "text": "*Loud*"}}


def manifest(**command: Any) -> dict[str, Any]:
    """Return the manifest of an app with one command."""
    return {"features": {"slash_commands": [{"command": "/look", **command}]}}


def test_bolt_gets_every_field_that_slack_documents(workspace: LocalSlack, app: App) -> None:
    got: list[dict[str, Any]] = []
    app.command("/look")(lambda ack, command: (keep(got, command), ack()))
    workspace.as_("joe").types("/look  up  Acme & Sons ")
    (fields,) = got
    general = workspace.channel("general")

    assert fields["response_url"].startswith(f"{workspace.slack.url}/commands/")
    assert fields["trigger_id"]
    assert {name: value for name, value in fields.items() if name not in ("token", "response_url", "trigger_id")} == {
        "team_id": workspace.workspace.team.id,
        "team_domain": "playground",
        "channel_id": general.id,
        "channel_name": "general",
        "user_id": workspace.as_("joe").id,
        "user_name": "joe",
        "command": "/look",
        "text": "up  Acme &amp; Sons",
        "api_app_id": workspace.workspace.app_id,
        "is_enterprise_install": "false",
    }


def test_in_a_direct_message_the_channel_has_slacks_name_for_it(workspace: LocalSlack, app: App) -> None:
    app.command("/where")(lambda ack, command: ack(f"{command['channel_name']} {command['channel_id'][0]}"))
    workspace.as_("maria").types("/where", channel="@joe")
    (reply,) = workspace.heard_by("maria")

    assert reply.text == "directmessage D"


@pytest.mark.parametrize("line", ["/note  two words ", "/note\ttwo words", "/note\ntwo words"])
def test_a_command_ends_where_its_words_begin(workspace: LocalSlack, app: App, line: str) -> None:
    app.command("/note")(lambda ack, command: ack(f"[{command['text']}]"))
    workspace.as_("maria").types(line)

    assert workspace.heard_by("maria")[0].text == "[two words]"


@pytest.mark.parametrize("over", ["http", "socket"])
def test_a_text_in_the_acknowledgement_is_for_the_asker_alone(workspace: LocalSlack, over: str) -> None:
    bolt(workspace, over=over).command("/hi")(lambda ack: ack("hello"))
    workspace.as_("maria").types("/hi")
    (reply,) = workspace.heard_by("maria")

    assert (reply.text, reply.is_ephemeral, reply.author) == ("hello", True, "your-app")
    workspace.as_("joe").hears_nothing()


def test_blocks_in_the_acknowledgement_are_shown(workspace: LocalSlack, app: App) -> None:
    app.command("/hi")(lambda ack: ack(text="loud", blocks=[SHOUT]))
    workspace.as_("maria").types("/hi")
    (reply,) = workspace.heard_by("maria")

    assert reply.words == "*Loud*"
    assert reply.blocks[0]["block_id"]


def test_an_answer_for_the_channel_shows_what_was_typed_as_well(workspace: LocalSlack, app: App) -> None:
    app.command("/hi")(lambda ack: ack("hello all", response_type="in_channel"))
    workspace.as_("maria").types("/hi there")
    typed, reply = workspace.heard_by("joe")

    assert (typed.text, typed.author) == ("/hi there", "maria")
    assert (reply.text, reply.is_ephemeral) == ("hello all", False)


def test_an_empty_acknowledgement_says_nothing(workspace: LocalSlack, app: App) -> None:
    app.command("/hi")(lambda ack: ack())
    workspace.as_("maria").types("/hi")

    workspace.as_("maria").hears_nothing()


def test_say_and_respond_reach_the_channel_and_the_asker(workspace: LocalSlack, app: App) -> None:
    @app.command("/tell")
    def tell(ack: Ack, say: Say, respond: Respond) -> None:
        ack()
        respond("psst")
        say("to all")

    workspace.joins("bot", "general")
    workspace.as_("maria").types("/tell")

    assert [one.text for one in workspace.heard_by("maria", at_least=2)] == ["psst", "to all"]
    assert [one.text for one in workspace.heard_by("joe")] == ["to all"]


def test_mentions_and_links_are_written_out_only_where_the_command_asks_for_it() -> None:
    group = {"handle": "east", "name": "East"}
    for should_escape in (True, False):
        with slack(manifest=manifest(should_escape=should_escape), groups=[group]) as workspace:
            bolt(workspace).command("/look")(lambda ack, command: ack(command["text"]))
            workspace.as_("maria").types("/look @joe #general @east @here https://x.io/?a=1&b=2 @nobody <b>")
            (reply,) = workspace.heard_by("maria")
            joe, general = workspace.as_("joe").id, workspace.channel("general").id
            (east,) = workspace.workspace.groups
        written = f"<@{joe}|joe> <#{general}|general> <!subteam^{east}|@east> <!here> <https://x.io/?a=1&amp;b=2>"
        plain = "@joe #general @east @here https://x.io/?a=1&amp;b=2"

        assert reply.text == f"{written if should_escape else plain} @nobody &lt;b&gt;"


def test_a_command_that_the_manifest_does_not_have_is_slackbots_to_refuse() -> None:
    with slack(manifest=manifest()) as workspace:
        workspace.as_("maria").types("/lock")
        (reply,) = workspace.heard_by("maria")

    assert reply.author == "slackbot"
    assert reply.is_ephemeral
    assert reply.text.startswith("/lock is not a valid command.")
    assert not workspace.slack.traffic.exchanges


@pytest.mark.usefixtures("app")
def test_commands_do_not_work_in_threads(workspace: LocalSlack) -> None:
    workspace.as_("joe").types("a question")
    (question,) = workspace.heard_by("maria")
    workspace.as_("maria").types("/look", thread=question)

    assert workspace.heard_by("maria")[0].text == "/look is not supported in threads. Sorry!"
    assert not workspace.exchanges("/look")


@pytest.mark.parametrize(
    "wrong", [{"blocks": [{"type": "section"}]}, {"blocks": [{"type": "divider"}] * 51}, ["no", "message"]], ids=str
)
def test_an_answer_that_is_no_message_is_an_error(workspace: LocalSlack, wrong: Any) -> None:
    workspace.runs(answering(wrong))
    workspace.as_("maria").types("/hi")

    assert workspace.heard_by("maria")[0].text == '/hi failed with the error "invalid_command_response"'


def test_plain_text_is_an_answer_too(workspace: LocalSlack) -> None:
    workspace.runs(answering("hello", content_type="text/plain"))
    workspace.as_("maria").types("/hi")

    assert workspace.heard_by("maria")[0].text == "hello"


def test_a_command_goes_to_the_path_that_the_manifest_names() -> None:
    with slack(manifest=manifest(url="https://nobody.example/commands/look")) as workspace:
        workspace.runs(answering("", say_path=True))
        workspace.as_("maria").types("/look")

        assert workspace.heard_by("maria")[0].text == "/commands/look"


def answering(body: Any, *, content_type: str = "application/json", say_path: bool = False) -> Any:
    """Return a bot that gives everybody the same answer, or the path that was asked for."""
    import json

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("content-type", "text/plain" if say_path else content_type)])
        text = environ["PATH_INFO"] if say_path else body if content_type == "text/plain" else json.dumps(body)
        return [text.encode()]

    return application

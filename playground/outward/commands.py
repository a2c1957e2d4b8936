"""Slash commands: what the bot is sent, and what the person sees of its acknowledgement."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground import limits, posting
from playground.manifest import Command, path_of
from playground.outward import replies, responses, triggers
from playground.outward.interactions import channel_name
from playground.outward.outgoing import TOKEN, Outgoing, Unacknowledged
from playground.outward.sending import send
from playground.outward.words import escaped, passed
from playground.workspace import Channel, Message, Person

if TYPE_CHECKING:
    from playground.slack import Slack


def offered(slack: "Slack", name: str) -> Command | None:
    """Return the command of this name, if the app has it; an app of which nothing is known may have any."""
    for command in slack.manifest.commands:
        if command.name == name:
            return command
    return Command(name) if slack.manifest.is_open else None


async def run(slack: "Slack", person: Person, channel: Channel, command: Command, typed: str) -> None:
    """Send a command to the bot, and show the person what it answers, or that it did not."""
    outgoing = Outgoing(
        command.name,
        "slash_commands",
        payload(slack, person, channel, command, typed),
        path=path_of(command.url),
        takes_answer=True,
        wrong=_wrong,
    )
    try:
        answer = await send(slack, outgoing)
    except Unacknowledged as failure:
        error = "invalid_command_response" if failure.error.startswith("invalid_response") else failure.error
        replies.slackbot(slack, channel, person.id, f'{command.name} failed with the error "{error}"')
    else:
        _answered(slack, person, channel, f"{command.name} {typed}".rstrip(), _body(answer))


def payload(slack: "Slack", person: Person, channel: Channel, command: Command, typed: str) -> dict[str, str]:
    """Return the fields of a slash command's form; `enterprise_id` is not among them outside an organisation."""
    return {
        "token": TOKEN,
        "team_id": slack.workspace.home_of(person),
        "team_domain": slack.workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command.name,
        "text": passed(slack, typed, should_escape=command.should_escape),
        "api_app_id": slack.workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": responses.new(slack, channel.id, person.id),
        "trigger_id": triggers.new(slack, person.id),
    }


def _answered(slack: "Slack", person: Person, channel: Channel, line: str, body: Mapping[str, Any]) -> None:
    """Show the answer; one for the whole channel shows what was typed as well."""
    if body.get("response_type") == "in_channel":
        posting.post(slack, channel, Message(slack.ids.ts(), author=person.id, text=escaped(line)))
    if body.get("text") or body.get("blocks") or body.get("attachments"):
        replies.say(slack, channel, person.id, body)


def _body(answer: object) -> Mapping[str, Any]:
    """Return an acknowledgement as a message: plain text is one too."""
    return answer if isinstance(answer, Mapping) else {"text": answer or ""}


def _wrong(answer: object) -> str:
    """Say what is wrong with an acknowledgement: nothing at all is right."""
    if not isinstance(answer, Mapping | str | None):
        return "no message"
    body = _body(answer)
    refused = limits.message(body)
    return refused.error if refused and refused.error != "no_text" else ""

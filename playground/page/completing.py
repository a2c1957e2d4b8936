"""What a composer offers to complete: commands and shortcuts at the start, `@people` and `#channels` anywhere. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playground.manifest import Command, Shortcut
from playground.outward import own_commands
from playground.page.choosing import Choice
from playground.page.language import said
from playground.slack import Slack

WORD = re.compile(r"(?:^|(?<=\s))([@#])([^\s@#]*)$")

FIRST = re.compile(r"/\S*")


@dataclass(frozen=True)
class Completed:
    """What takes the place of the first letters of a text."""

    head: str
    letters: int


def offered(slack: Slack, person: str, text: str, cursor: int) -> list[Choice]:
    """Return what fits to what stands before the cursor: as choices of something `Completed`, or of a `Shortcut`."""
    before = text[:cursor]
    if FIRST.fullmatch(before):
        commands = (one for one in _commands(slack) if one.name.startswith(before))
        shortcuts = _shortcuts(slack, before.removeprefix("/"))
        return [
            *(_completed(one.name, before, 0, explained(one)) for one in commands),
            *(
                Choice(one.name, one, one.description or said("Shortcut", slack.workspace.people[person].locale))
                for one in shortcuts
            ),
        ]
    match = WORD.search(before)
    if not match:
        return []
    names = _people(slack) if match[1] == "@" else _channels(slack, person)
    wanted = f" {match[2]}".casefold()
    found = ((name, hint) for name, hint in names if wanted in f" {name} {hint}".casefold())
    return [_completed(match[1] + name, before, match.start(), hint) for name, hint in found]


def usage(slack: Slack, text: str) -> str:
    """Return how the command in the field is used; nothing where there is none, or not yet all of its name."""
    name, space, _ = text.partition(" ")
    command = next((one for one in _commands(slack) if one.name == name), None)
    return f"{command.name} {command.usage_hint}".strip() if command and space else ""


def explained(command: Command) -> str:
    """Return how a command is used and what it does."""
    return " · ".join(part for part in (command.usage_hint, command.description) if part)


def _completed(name: str, before: str, start: int, hint: str) -> Choice:
    """Return the choice of a name, in place of what has been typed of it."""
    return Choice(name, Completed(f"{before[:start]}{name} ", len(before)), hint)


def _commands(slack: Slack) -> Iterator[Command]:
    """Yield the app's commands, then Slack's own."""
    yield from slack.manifest.commands
    yield from (Command(name, usage_hint=own_commands.HINTS.get(name, "")) for name in own_commands.COMMANDS)


def _shortcuts(slack: Slack, wanted: str) -> Iterator[Shortcut]:
    """Yield the app's global shortcuts that begin as wanted."""
    every = (one for one in slack.manifest.shortcuts if one.type == "global")
    return (one for one in every if one.name.casefold().startswith(wanted.casefold()))


def _people(slack: Slack) -> Iterator[tuple[str, str]]:
    """Yield the handles of everybody who can be mentioned, groups too."""
    workspace = slack.workspace
    yield from ((one.name, one.real_name) for one in workspace.people.values() if not one.is_deactivated)
    yield from ((one.handle, one.name) for one in workspace.groups.values() if not one.is_disabled)
    yield from (("here", "everybody who is here"), ("channel", "everybody in this channel"))


def _channels(slack: Slack, person: str) -> Iterator[tuple[str, str]]:
    """Yield the channels that can be mentioned."""
    for one in slack.workspace.channels.values():
        if one.kind == "public" or (one.kind == "private" and person in one.members):
            yield one.name, one.topic

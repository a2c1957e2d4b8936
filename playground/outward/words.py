"""What people type, as Slack writes it down: mentions and links in angle brackets, and those that are none escaped."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.slack import Slack

ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
EVERYBODY = ("channel", "here", "everyone")
_LINK = r"https?://[^\s<>|]+"
_TYPED = re.compile(rf"(?P<link>{_LINK})|(?P<mention>(?<!\w)[@#][\w.\-]*\w)|(?P<sign>[&<>])")
_SIGN = re.compile("[&<>]")
_WRITTEN = re.compile(r"<(?P<sign>[@#!])?(?P<id>[^|>]+)(?:\|(?P<label>[^>]*))?>")


def escaped(text: str) -> str:
    """Return a text in which nothing has a meaning."""
    return _SIGN.sub(lambda sign: ESCAPES[sign[0]], text)


def written(slack: "Slack", text: str) -> str:
    """Return what was typed with its mentions and links: `<@U123>`, `<#C123>`, `<https://…>`."""
    return _TYPED.sub(_each(slack, labelled=False), text)


def typed(slack: "Slack", text: str) -> str:
    """Return a message as it was typed, to be edited: the reverse of `written`."""

    def read(found: re.Match[str]) -> str:
        sign, id_ = found["sign"], found["id"]
        if sign == "@" and id_ in slack.workspace.people:
            return f"@{slack.workspace.people[id_].name}"
        if sign == "#" and id_ in slack.workspace.channels:
            return f"#{slack.workspace.channels[id_].name}"
        if sign == "!":
            return found["label"] or f"@{id_}"
        return found["id"] if sign is None else found[0]

    plain = _WRITTEN.sub(read, text)
    for letter, escape in reversed(ESCAPES.items()):
        plain = plain.replace(escape, letter)
    return plain


def passed(slack: "Slack", text: str, *, should_escape: bool) -> str:
    """Return the words after a slash command, with mentions and links only where the command asks for them."""
    return _TYPED.sub(_each(slack, labelled=True), text) if should_escape else escaped(text)


def _each(slack: "Slack", *, labelled: bool) -> Callable[[re.Match[str]], str]:
    """Return how to write one thing that may have a meaning."""

    def write(found: re.Match[str]) -> str:
        if found["link"]:
            return f"<{escaped(found['link'])}>"
        if found["mention"]:
            return _mention(slack, found["mention"], labelled=labelled)
        return ESCAPES[found["sign"]]

    return write


def _mention(slack: "Slack", typed: str, *, labelled: bool) -> str:
    """Return whom or what `@name` or `#name` means; as it was typed, where there is no such thing."""
    name = typed[1:].casefold()
    if typed[0] == "#":
        named = {one.name: one.id for one in slack.workspace.channels.values()}
        return _bracketed("#", named.get(name), name, labelled=labelled) or typed
    if name in EVERYBODY:
        return f"<!{name}>"
    for group in slack.workspace.groups.values():
        if group.handle.casefold() == name:
            return f"<!subteam^{group.id}|@{group.handle}>"
    members = {one.name.casefold(): one.id for one in slack.workspace.people.values()}
    return _bracketed("@", members.get(name), name, labelled=labelled) or typed


def _bracketed(sign: str, id_: str | None, name: str, *, labelled: bool) -> str | None:
    """Return a mention, with its name beside it if it is `labelled`."""
    if id_ is None:
        return None
    return f"<{sign}{id_}|{name}>" if labelled else f"<{sign}{id_}>"

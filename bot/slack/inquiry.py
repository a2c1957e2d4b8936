"""A question on its way through the bot: from what Slack sends to an answer ready to be sent."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from bot.locale import Language
from bot.question import File, Place
from bot.telling.controls import KEPT, TICKED
from bot.telling.mrkdwn import unescaped


@dataclass(frozen=True)
class Inquiry:
    """What is asked, by whom (`name` as Slack knows them) and where; the answer goes to `response_url`.

    With `replaces`, the answer takes the place of the message whose button was pressed; with `public`, it goes to
    everybody in the channel. With `kept`, the message whose button was pressed stays, and shows by itself what becomes
    of it; with `home`, it was pressed on Home, which shows the answer. `button` tells the button that was pressed, on
    that very message, from all others; `request` tells a form that was sent from all others. `place` is what kind of
    channel it is as far as Slack says so with the question, and `workspace` where the asker's account is. `file` is the
    name and address of one that came with a form.
    """

    line: str
    slack_id: str
    name: str = ""
    channel_id: str | None = None
    place: Place | None = None
    workspace: str | None = None
    response_url: str | None = None
    replaces: bool = False
    public: bool = False
    kept: bool = False
    home: bool = False
    button: str = ""
    request: str | None = None
    file: tuple[str, str] | None = None

    @property
    def is_direct(self) -> bool:
        """Whether it was asked in direct messages, whose ids begin with a D."""
        return (self.channel_id or "").startswith("D")


@dataclass(frozen=True)
class Answer:
    """A reply ready to be sent: the message as Slack takes it for the asker, and perhaps a file beside it.

    `shared` is the message for everybody in the channel, if that was asked for and may be. A `silent` answer is seen
    elsewhere, and not sent. One that is no answer but says why there is none stands `beside` the message whose button
    asked, so that nothing is lost. With `done` it tells what was done, and what was pressed shows it as well.
    """

    body: dict[str, Any]
    file: File | None = None
    shared: dict[str, Any] | None = None
    silent: bool = False
    beside: bool = False
    done: bool = False


class Ticket:
    """An inquiry being answered: the answer to come, and the asker's language as soon as it is known.

    `at_once` says that a thread was free for it: it does not wait for others.
    """

    def __init__(self, inquiry: Inquiry, language: Language, *, at_once: bool) -> None:
        self.inquiry = inquiry
        self.language = language
        self.at_once = at_once
        self.answer: Future[Answer] = Future()


def commanded(body: Mapping[str, Any]) -> Inquiry:
    """Return what a slash command asks."""
    return Inquiry(
        line=f"{body['command']} {unescaped(body.get('text') or '')}",
        slack_id=body["user_id"],
        name=body.get("user_name") or "",
        channel_id=body.get("channel_id"),
        place=_place(body.get("channel_name")),
        workspace=workspace(body),
        response_url=body.get("response_url"),
    )


def clicked(body: Mapping[str, Any], action: Mapping[str, Any]) -> Inquiry:
    """Return what a button or a choice asks; its answer replaces a message only where nobody else sees that."""
    line = str(action.get("value") or (action.get("selected_option") or {}).get("value") or "")
    line = line.replace(TICKED, _ticked(body))
    container, user = body.get("container") or {}, body["user"]
    asked = Inquiry(
        line=line,
        slack_id=user["id"],
        name=user.get("name") or "",
        channel_id=(body.get("channel") or {}).get("id"),
        place=_place((body.get("channel") or {}).get("name")),
        workspace=workspace(body),
        response_url=body.get("response_url"),
    )
    where = (asked.channel_id, container.get("message_ts"), action.get("block_id"), asked.slack_id, line)
    private = bool(container.get("is_ephemeral")) or asked.is_direct
    home = (body.get("view") or {}).get("type") == "home"
    kept = str(action.get("action_id")).startswith(KEPT) and not home
    return replace(asked, replaces=private and not kept, kept=kept, home=home, button=" ".join(map(str, where)))


def shared(body: Mapping[str, Any], action: Mapping[str, Any]) -> Inquiry:
    """Return what is asked once more to be shown to everybody."""
    return replace(clicked(body, action), public=True)


def workspace(body: Mapping[str, Any]) -> str | None:
    """Return the workspace in which the account is of whoever does something.

    In an organisation of several, buttons and forms tell the organisation or any workspace of theirs instead; then it
    is the one where they do it, unless they are of another organisation.
    """
    user, where = body.get("user"), body.get("team")
    if not isinstance(user, Mapping):
        return str(body["team_id"]) if body.get("team_id") else None
    theirs, where = str(user.get("team_id") or ""), where if isinstance(where, Mapping) else {}
    organisation = where.get("enterprise_id")
    if organisation and (theirs == organisation or not theirs.startswith(ORGANISATION)):
        return str(where.get("id"))
    return theirs or None


ORGANISATION = "E"
"""How the ids of organisations begin."""


def _place(channel_name: str | None) -> Place | None:
    """Return what kind of channel one of this name is, where Slack tells that by the name."""
    return PLACES.get(channel_name or "")


PLACES = {"directmessage": Place.DIRECT, "privategroup": Place.PRIVATE}


def _ticked(body: Mapping[str, Any]) -> str:
    """Return the values of all boxes that are ticked in the message, with blanks between."""
    blocks = ((body.get("state") or {}).get("values") or {}).values()
    groups = [field for block in blocks for field in block.values() if field.get("type") == "checkboxes"]
    return " ".join(option["value"] for group in groups for option in group.get("selected_options") or ())

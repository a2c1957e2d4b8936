"""The modals on somebody's screen: a stack of at most three. Views have been checked when they come here."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playground.blocks import named
from playground.workspace import View

if TYPE_CHECKING:
    from playground.slack import Slack

DEEPEST = 3


class Full(Exception):
    """Three modals are open; `error` is Slack's word for it."""

    error = "push_limit_reached"


def open_(slack: "Slack", person_id: str, content: Mapping[str, Any]) -> View:
    """Show a modal on a person's screen, in place of whatever is open there."""
    view = new(slack, person_id, content)
    slack.workspace.modals[person_id] = [view]
    slack.changes.happened()
    return view


def push(slack: "Slack", person_id: str, content: Mapping[str, Any]) -> View:
    """Show a modal on top of those that are open.

    Raises:
        Full: where three are.
    """
    stack = slack.workspace.modals.setdefault(person_id, [])
    if len(stack) >= DEEPEST:
        raise Full
    view = new(slack, person_id, content)
    if stack:
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    slack.changes.happened()
    return view


def new(slack: "Slack", person_id: str, content: Mapping[str, Any]) -> View:
    """Return a view that is on no screen yet."""
    view_id = slack.ids.new("V")
    return View(view_id, _hash(slack), person_id, _complete(slack, content), root_id=view_id)


def update(slack: "Slack", view: View, content: Mapping[str, Any]) -> None:
    """Give a modal or a Home new content and a new hash; what was entered stays where block and action ids stay."""
    view.content, view.hash = _complete(slack, content), _hash(slack)
    view.errors, view.warning, view.warnings = {}, "", {}
    slack.changes.happened()


def answered(slack: "Slack", view: View, answer: Mapping[str, Any] | None) -> None:
    """Do to a submitted modal what the bot's acknowledgement asks for; nothing closes it.

    Raises:
        Full: it asks for a fourth.
    """
    match (answer or {}).get("response_action"):
        case "errors":
            view.errors = dict(answer["errors"]) if answer else {}
        case "update":
            update(slack, view, answer["view"] if answer else {})
        case "push":
            push(slack, view.person, answer["view"] if answer else {})
        case "clear":
            close(slack, view, everything=True)
        case _:
            close(slack, view)


def close(slack: "Slack", view: View, *, everything: bool = False) -> list[View]:
    """Take a modal off the screen, or with `everything` all of them, and return those that went, the topmost first."""
    stack = slack.workspace.modals.get(view.person, [])
    gone = [one for one in reversed(stack) if everything or one is view]
    slack.workspace.modals[view.person] = [one for one in stack if one not in gone]
    slack.changes.happened()
    return gone


def _complete(slack: "Slack", content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a view's content in which every block and element has an id."""
    return {**content, "blocks": named(content["blocks"], slack.ids)}


def _hash(slack: "Slack") -> str:
    """Return what tells one state of a view from the next."""
    return f"{int(slack.clock.timestamp())}.{slack.ids.secret(8)}"

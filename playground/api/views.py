"""views.*: modals opened, pushed and updated, and Homes published."""

from collections.abc import Mapping
from typing import Any

from playground import limits, shapes
from playground.api.calling import Answer, Call, Method
from playground.api.refusal import Refusal
from playground.outward import modals, triggers
from playground.rates import OFTEN
from playground.workspace import View


def open_(call: Call) -> Answer:
    """views.open: show a modal to whoever set off the trigger."""
    content = _content(call, "modal")
    return _shown(call, modals.open_(call.slack, _whose(call), content))


def push(call: Call) -> Answer:
    """views.push: show a modal on top of the one that set off the trigger."""
    content = _content(call, "modal")
    try:
        return _shown(call, modals.push(call.slack, _whose(call), content))
    except modals.Full as full:
        raise Refusal(full.error) from None


def update(call: Call) -> Answer:
    """views.update: give a modal or a Home new content."""
    view = _named(call)
    content = _content(call, view.content["type"], instead_of=view)
    _check_hash(call, view)
    modals.update(call.slack, view, content)
    return _shown(call, view)


def publish(call: Call) -> Answer:
    """views.publish: give somebody's Home its content."""
    workspace = call.slack.workspace
    if not call.slack.manifest.home:
        raise Refusal("not_enabled")
    person = workspace.people.get(call.text("user_id"))
    if person is None or person.is_bot:
        raise Refusal.invalid("invalid `user_id`")
    view = workspace.homes.get(person.id)
    content = _content(call, "home", instead_of=view)
    if view is None:
        view = workspace.homes[person.id] = modals.new(call.slack, person.id, content)
        call.slack.changes.happened()
    else:
        _check_hash(call, view)
        modals.update(call.slack, view, content)
    return _shown(call, view)


def _content(call: Call, kind: str, *, instead_of: View | None = None) -> Mapping[str, Any]:
    """Return the view that is given, if Slack takes it.

    Raises:
        Refusal: in the words of Slack's limits, or for an `external_id` that another view has.
    """
    content = call.value("view")
    if content is None:
        raise Refusal.invalid("missing required field: view")
    if refused := limits.view(content):
        raise Refusal.of(refused)
    if content["type"] != kind:
        raise Refusal.invalid(f"view type must be {kind} [json-pointer:/view/type]")
    external_id = content.get("external_id")
    if external_id and _with_external_id(call, external_id) not in (None, instead_of):
        raise Refusal("duplicate_external_id")
    return dict(content)


def _whose(call: Call) -> str:
    """Return on whose screen a trigger opens a modal.

    Raises:
        Refusal: the trigger is of no use.
    """
    trigger = call.text("trigger_id", "") or call.text("interactivity_pointer")
    try:
        return triggers.exchange(call.slack, trigger)
    except (triggers.Expired, triggers.Exchanged) as unusable:
        raise Refusal(unusable.error) from None
    except triggers.Unusable:
        raise Refusal("invalid_arguments", messages=["invalid `trigger_id`"]) from None


def _named(call: Call) -> View:
    """Return the view that an id names.

    Raises:
        Refusal: `not_found`, also for a modal that has been closed.
    """
    external_id, view_id = call.text("external_id", ""), call.text("view_id", "")
    if not (external_id or view_id):
        raise Refusal.invalid("must provide either `view_id` or `external_id`")
    view = call.slack.workspace.view(view_id) if view_id else _with_external_id(call, external_id)
    if view is None:
        raise Refusal("not_found")
    return view


def _with_external_id(call: Call, external_id: str) -> View | None:
    """Return the view that the bot gave a name of its own."""
    workspace = call.slack.workspace
    every = [*workspace.homes.values(), *(view for stack in workspace.modals.values() for view in stack)]
    return next((view for view in every if view.content.get("external_id") == external_id), None)


def _check_hash(call: Call, view: View) -> None:
    """Go on only if nobody has changed the view meanwhile.

    Raises:
        Refusal: `hash_conflict`.
    """
    if call.text("hash", "") not in ("", view.hash):
        raise Refusal("hash_conflict")


def _shown(call: Call, view: View) -> Answer:
    """Return the view as it is now."""
    return {"view": shapes.view(call.slack, view)}


METHODS = {
    "views.open": Method(open_, per_minute=OFTEN),
    "views.push": Method(push, per_minute=OFTEN),
    "views.update": Method(update, per_minute=OFTEN),
    "views.publish": Method(publish, per_minute=OFTEN),
}

"""Modals and Homes."""

from playground.blocks import values
from playground.shapes.common import Shape
from playground.slack import Slack
from playground.workspace import View


def view(slack: Slack, view: View) -> Shape:
    """Return a modal or a Home with what people have entered so far."""
    absent = {"private_metadata": "", "callback_id": "", "external_id": "", "title": None, "close": None}
    return {
        **absent,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view.content,
        "id": view.id,
        "team_id": slack.workspace.team.id,
        "app_id": slack.workspace.app_id,
        "app_installed_team_id": slack.workspace.team.id,
        "bot_id": slack.workspace.bot_id,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": values(view.content["blocks"], view.state)},
    }

"""Slack's limits: values in, complaints out. Nothing here knows a workspace, a request or a clock.

`layout`, `elements`, `buttons`, `menus`, `inputs`, `texts`, `rich_text`, `tables`, `charts` and `tasks` are reference
tables, written in the words of `shapes` and `rules`; `surfaces`, `messages`, `views`, `submissions` and `suggestions`
say what holds for the whole. To add a block, add it to `layout` and to `surfaces`.
"""

from playground.limits.complaint import Complaint, Refused
from playground.limits.messages import message
from playground.limits.submissions import response_action
from playground.limits.suggestions import options
from playground.limits.surfaces import Surface, blocks
from playground.limits.views import view

__all__ = ["Complaint", "Refused", "Surface", "blocks", "message", "options", "response_action", "view"]

"""How Slack writes down what a workspace remembers, in its answers and in what it sends."""

from playground.shapes.channels import CHANNEL_TYPES, channel
from playground.shapes.common import Shape
from playground.shapes.files import file
from playground.shapes.messages import is_reply, message, permalink
from playground.shapes.people import SLACKBOT, bot_profile, group, person, pictures, profile
from playground.shapes.views import view

__all__ = [
    "CHANNEL_TYPES",
    "SLACKBOT",
    "Shape",
    "bot_profile",
    "channel",
    "file",
    "group",
    "is_reply",
    "message",
    "permalink",
    "person",
    "pictures",
    "profile",
    "view",
]

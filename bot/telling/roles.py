"""What somebody is, and how their Slack account was found, in words."""

from collections.abc import Mapping

from bot.locale import sentence

ROLES: Mapping[str, str] = {
    "salesperson": sentence("salesperson"),
    "lead": sentence("lead"),
    "manager": sentence("manager"),
    "admin": sentence("administrator"),
}

MATCHES: Mapping[str, str] = {
    "file": sentence("by a file"),
    "email": sentence("by e-mail address"),
    "hand": sentence("by hand"),
    "group": sentence("by a user group"),
}
"""How somebody was matched with their Slack account."""

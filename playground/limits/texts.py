"""Composition objects: the parts that blocks and elements are made of.

Source: docs.slack.dev/reference/block-kit/composition-objects, read in November 2026.
"""

from typing import Final

from playground.limits.rules import at_least_one, at_most_one, keeping
from playground.limits.shapes import Check, choice, either, flag, listing, shape, string, typed, union

NAME: Final = string(most=255)
"""A `block_id` or an `action_id`."""

URL: Final = string(most=3000)
STYLE: Final = choice("primary", "danger")


def plain_text(most: int) -> Check:
    """Take a text object that may only be of the type plain_text."""
    return shape({"type": choice("plain_text"), "text": string(least=1, most=most)}, emoji=flag)


def mrkdwn(most: int) -> Check:
    """Take a text object whose type is mrkdwn."""
    return typed({"text": string(least=1, most=most)}, verbatim=flag)


def any_text(most: int) -> Check:
    """Take a text object of either type."""
    return either(union({"plain_text": plain_text(most), "mrkdwn": mrkdwn(most)}))


CONFIRM: Final = shape(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)}, style=STYLE
)


def option(text: Check, **more: Check) -> Check:
    """Take an option whose text and description are of the kind given."""
    return shape({"text": text, "value": string(most=150)}, description=text, **more)


OPTION: Final = option(plain_text(75))
"""In a select menu."""

FORMATTED_OPTION: Final = option(any_text(75))
"""Among check boxes and radio buttons."""

OVERFLOW_OPTION: Final = option(plain_text(75), url=string(least=1, most=3000))

OPTION_GROUP: Final = shape({"label": plain_text(75), "options": listing(OPTION, least=1, most=100)})

DISPATCH_ACTION_CONFIG: Final = shape(
    trigger_actions_on=listing(choice("on_enter_pressed", "on_character_entered"), least=1, most=2)
)

CONVERSATION_FILTER: Final = keeping(
    shape(
        include=listing(choice("im", "mpim", "private", "public"), least=1),
        exclude_external_shared_channels=flag,
        exclude_bot_users=flag,
    ),
    at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

SLACK_FILE: Final = keeping(shape(id=string(), url=string()), at_least_one("id", "url"), at_most_one("id", "url"))

WORKFLOW: Final = shape(
    {
        "trigger": shape(
            {"url": string()}, customizable_input_parameters=listing(shape({"name": string(), "value": string()}))
        )
    }
)

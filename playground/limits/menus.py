"""Elements that something is chosen from: menus, check boxes, radio buttons, dates and times.

Source: docs.slack.dev/reference/block-kit/block-elements, read in November 2026, and slack_sdk 3.47.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from playground.limits.rules import at_least_one, at_most_one, initially_one_of_its_options, keeping
from playground.limits.shapes import Check, fitting, flag, integer, listing, string, typed
from playground.limits.texts import (
    CONFIRM,
    CONVERSATION_FILTER,
    FORMATTED_OPTION,
    NAME,
    OPTION,
    OPTION_GROUP,
    plain_text,
)


def is_date(text: str) -> bool:
    """Say whether a text is a day such as 2026-11-21."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def chosen(needs: Mapping[str, Check] | None = None, /, **takes: Check) -> Check:
    """Take an element that something is chosen from: it can ask for confirmation, and have the focus."""
    return typed(needs, action_id=NAME, confirm=CONFIRM, focus_on_load=flag, **takes)


def menu(**takes: Check) -> Check:
    """Take an element that says what to choose while nothing is chosen."""
    return chosen(placeholder=plain_text(150), **takes)


def several(**takes: Check) -> Check:
    """Take a menu that more than one thing can be chosen from."""
    return menu(max_selected_items=integer(least=1), **takes)


def offering(check: Check) -> Check:
    """Take a menu that brings its options along, in groups or not."""
    return keeping(
        check,
        at_least_one("options", "option_groups"),
        at_most_one("options", "option_groups"),
        initially_one_of_its_options,
    )


OPTIONS: Final = listing(OPTION, least=1, most=100)
GROUPS: Final = listing(OPTION_GROUP, least=1, most=100)
FEW_OPTIONS: Final = listing(FORMATTED_OPTION, least=1, most=10)
FIRST_OPTIONS: Final = listing(OPTION)
IDS: Final = listing(string())
SHORTEST_QUERY: Final = integer(least=0)
DATE: Final = fitting(is_date, "input must be a valid: date")
TIME: Final = fitting(re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII).fullmatch, "input must be a valid: time")

CHOICES: Final[Mapping[str, Check]] = {
    "checkboxes": keeping(
        chosen({"options": FEW_OPTIONS}, initial_options=listing(FORMATTED_OPTION)), initially_one_of_its_options
    ),
    "radio_buttons": keeping(
        chosen({"options": FEW_OPTIONS}, initial_option=FORMATTED_OPTION), initially_one_of_its_options
    ),
    "datepicker": menu(initial_date=DATE),
    "datetimepicker": chosen(initial_date_time=integer(least=0, most=9_999_999_999)),
    "timepicker": menu(initial_time=TIME, timezone=string(least=1)),
    "static_select": offering(menu(options=OPTIONS, option_groups=GROUPS, initial_option=OPTION)),
    "external_select": menu(min_query_length=SHORTEST_QUERY, initial_option=OPTION),
    "users_select": menu(initial_user=string()),
    "conversations_select": menu(
        initial_conversation=string(),
        default_to_current_conversation=flag,
        response_url_enabled=flag,
        filter=CONVERSATION_FILTER,
    ),
    "channels_select": menu(initial_channel=string(), response_url_enabled=flag),
}

SEVERAL_CHOICES: Final[Mapping[str, Check]] = {
    "multi_static_select": offering(several(options=OPTIONS, option_groups=GROUPS, initial_options=FIRST_OPTIONS)),
    "multi_external_select": several(min_query_length=SHORTEST_QUERY, initial_options=FIRST_OPTIONS),
    "multi_users_select": several(initial_users=IDS),
    "multi_conversations_select": several(
        initial_conversations=IDS, default_to_current_conversation=flag, filter=CONVERSATION_FILTER
    ),
    "multi_channels_select": several(initial_channels=IDS),
}

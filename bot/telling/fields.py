"""The fields of forms: input blocks whose `block_id` is the name of their value."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot.question import Block
from bot.telling.blocks import plain

OPTION = 75
"""The longest an option is, in characters."""

NOTE = 500
"""The longest that people write into a form, in characters."""

MOST = 50
"""The most that are chosen together."""

LETTERS = 2
"""After how many letters suggestions begin: two are a word in Chinese."""


def suggested(
    name: str, label: str, hint: str, *, letters: int = LETTERS, chosen: Mapping[str, str] | None = None
) -> Block:
    """Return a field that suggests what fits while somebody types; without `letters`, as soon as it is opened."""
    begin: dict[str, Any] = {"initial_option": options_of(chosen)[0]} if chosen else {}
    return _field(name, label, "external_select", placeholder=_plain(hint), min_query_length=letters, **begin)


def several_suggested(
    name: str, label: str, hint: str, *, letters: int = LETTERS, optional: bool = False, most: int = MOST
) -> Block:
    """Return a field in which several can be chosen of what is suggested while somebody types."""
    return _field(
        name,
        label,
        "multi_external_select",
        optional=optional,
        placeholder=_plain(hint),
        min_query_length=letters,
        max_selected_items=most,
    )


def file(name: str, label: str, *, kinds: Collection[str], hint: str) -> Block:
    """Return a field for one file of some kinds, which may stay empty."""
    return _field(name, label, "file_input", optional=True, hint=hint, filetypes=list(kinds), max_files=1)


def one_of(name: str, label: str, choices: Mapping[str, str], *, chosen: str) -> Block:
    """Return a field to choose one of up to ten values, each known by its label."""
    options = list(options_of(choices))
    return _field(name, label, "radio_buttons", options=options, initial_option=_chosen(options, chosen))


def menu(name: str, label: str, choices: Mapping[str, str], *, chosen: str | None = None, hint: str = "") -> Block:
    """Return a field to choose one of up to a hundred values in a menu; one that is not needed has a `hint`."""
    options = list(options_of(choices))
    begin: dict[str, Any] = {"initial_option": _chosen(options, chosen)} if chosen else {}
    return _field(name, label, "static_select", optional=not chosen, hint=hint, options=options, **begin)


def several(name: str, label: str, choices: Mapping[str, str], *, chosen: Collection[str]) -> Block:
    """Return boxes of up to ten values to tick, at least one of which is ticked."""
    options = list(options_of(choices))
    begin = [option for option in options if option["value"] in chosen]
    return _field(name, label, "checkboxes", options=options, initial_options=begin)


def day(name: str, label: str, *, chosen: date | None = None, hint: str = "") -> Block:
    """Return a field to pick a day; one that is not needed has a `hint`."""
    begin = {"initial_date": chosen.isoformat()} if chosen else {}
    return _field(name, label, "datepicker", optional=bool(hint), hint=hint, **begin)


def number(name: str, label: str, *, low: int, high: int, chosen: int, hint: str = "") -> Block:
    """Return a field for a whole number."""
    return _field(
        name,
        label,
        "number_input",
        hint=hint,
        is_decimal_allowed=False,
        min_value=str(low),
        max_value=str(high),
        initial_value=str(chosen),
    )


def text(name: str, label: str, *, chosen: str = "", hint: str = "", lines: bool = False, most: int = NOTE) -> Block:
    """Return a field to write into, in one line or several, which may stay empty."""
    begin = {"initial_value": chosen} if chosen else {}
    shape = {"multiline": lines, "max_length": most}
    return _field(name, label, "plain_text_input", optional=True, hint=hint, **shape, **begin)


def channel(name: str, label: str, *, chosen: str | None, hint: str) -> Block:
    """Return a field to choose a channel, which may stay empty."""
    begin = {"initial_conversation": chosen} if chosen else {}
    kinds = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    return _field(name, label, "conversations_select", optional=True, hint=hint, filter=kinds, **begin)


def note(text: str) -> Block:
    """Return some words between fields."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def options_of(choices: Mapping[str, str]) -> tuple[Block, ...]:
    """Return options as Slack takes them, values by their labels."""
    return tuple({"text": _plain(plain(label, OPTION)), "value": value} for label, value in choices.items())


def _field(name: str, label: str, kind: str, *, optional: bool = False, hint: str = "", **shape: object) -> Block:
    """Return a field of a kind of element."""
    element = {"type": kind, "action_id": name, **shape}
    below = {"hint": _plain(hint)} if hint else {}
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "optional": optional,
        "element": element,
        **below,
    }


def _chosen(options: Sequence[Block], value: str | None) -> Block:
    """Return the option that stands for a value."""
    return next(option for option in options if option["value"] == value)


def _plain(text: str) -> dict[str, str]:
    """Return a text without markup."""
    return {"type": "plain_text", "text": text}

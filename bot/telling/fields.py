"""The fields of forms: input blocks whose `block_id` is the name of their value."""

from collections.abc import Mapping

from bot.question import Block
from bot.telling.blocks import plain

OPTION = 75
"""The longest an option is, in characters."""

LETTERS = 2
"""After how many letters suggestions begin: two are a word in Chinese."""


def suggested(name: str, label: str, hint: str) -> Block:
    """Return a field that suggests what fits while somebody types."""
    menu = {
        "type": "external_select",
        "action_id": name,
        "placeholder": _plain(hint),
        "min_query_length": LETTERS,
    }
    return {"type": "input", "block_id": name, "label": _plain(label), "element": menu}


def one_of(name: str, label: str, choices: Mapping[str, str], *, chosen: str) -> Block:
    """Return a field to choose one of up to ten values, each known by its label."""
    options = list(options_of(choices))
    begin = next(option for option in options if option["value"] == chosen)
    buttons = {"type": "radio_buttons", "action_id": name, "options": options, "initial_option": begin}
    return {"type": "input", "block_id": name, "label": _plain(label), "element": buttons}


def options_of(choices: Mapping[str, str]) -> tuple[Block, ...]:
    """Return options as Slack takes them, values by their labels."""
    return tuple({"text": _plain(plain(label, OPTION)), "value": value} for label, value in choices.items())


def _plain(text: str) -> dict[str, str]:
    """Return a text without markup."""
    return {"type": "plain_text", "text": text}

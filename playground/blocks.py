"""Walking through blocks: the elements people can use, and the ids that Slack gives to what the bot left nameless."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from playground.ids import Ids

VALUES: Final[Mapping[str, tuple[str, str, Any]]] = {
    "plain_text_input": ("initial_value", "value", None),
    "email_text_input": ("initial_value", "value", None),
    "url_text_input": ("initial_value", "value", None),
    "number_input": ("initial_value", "value", None),
    "rich_text_input": ("initial_value", "rich_text_value", None),
    "static_select": ("initial_option", "selected_option", None),
    "external_select": ("initial_option", "selected_option", None),
    "radio_buttons": ("initial_option", "selected_option", None),
    "users_select": ("initial_user", "selected_user", None),
    "channels_select": ("initial_channel", "selected_channel", None),
    "conversations_select": ("initial_conversation", "selected_conversation", None),
    "datepicker": ("initial_date", "selected_date", None),
    "timepicker": ("initial_time", "selected_time", None),
    "datetimepicker": ("initial_date_time", "selected_date_time", None),
    "checkboxes": ("initial_options", "selected_options", []),
    "multi_static_select": ("initial_options", "selected_options", []),
    "multi_external_select": ("initial_options", "selected_options", []),
    "multi_users_select": ("initial_users", "selected_users", []),
    "multi_channels_select": ("initial_channels", "selected_channels", []),
    "multi_conversations_select": ("initial_conversations", "selected_conversations", []),
    "file_input": ("initial_files", "files", []),
}
"""What holds a value: what its beginning is called, what it holds is called, and what it holds when it is empty."""

PRESSED: Final = frozenset({"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"})
"""What holds none."""

Element = dict[str, Any]


def named(blocks: Sequence[Mapping[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """Return a copy of blocks in which every block has a `block_id`, and every element an `action_id`."""
    copied = deepcopy([dict(block) for block in blocks])
    for block in copied:
        block.setdefault("block_id", ids.secret(5))
        for element in elements(block):
            element.setdefault("action_id", ids.secret(5))
    return copied


def attached(attachments: Sequence[Mapping[str, Any]], ids: Ids) -> list[dict[str, Any]]:
    """Return attachments as Slack keeps them: numbered, with something to show instead, their blocks `named`."""
    return [_attached({"id": number, **one}, ids) for number, one in enumerate(attachments, 1)]


def _attached(attachment: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """Return one attachment as Slack keeps it."""
    fallback = attachment.get("fallback") or attachment.get("text") or "[no preview available]"
    blocks = {"blocks": named(attachment["blocks"], ids)} if "blocks" in attachment else {}
    return {**attachment, "fallback": fallback, **blocks}


def elements(block: object) -> Iterator[Element]:
    """Yield what people can use in a block, from top to bottom."""
    if isinstance(block, dict):
        if block.get("type") in VALUES or block.get("type") in PRESSED:
            yield block
        for part in block.values():
            yield from elements(part)
    elif isinstance(block, list):
        for part in block:
            yield from elements(part)


def found(blocks: Sequence[dict[str, Any]], block_id: str, action_id: str) -> tuple[dict[str, Any], Element]:
    """Return a block, and the element in it.

    Raises:
        KeyError: where there is none.
    """
    for block in blocks:
        for element in elements(block):
            if (block.get("block_id"), element.get("action_id")) == (block_id, action_id):
                return block, element
    raise KeyError((block_id, action_id))


def values(
    blocks: Sequence[dict[str, Any]], entered: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what every input holds, as Slack sends it: block id, action id, value.

    Args:
        entered: what people have changed, in the same form.
    """
    held: dict[str, dict[str, dict[str, Any]]] = {}
    for block in blocks:
        for element in elements(block):
            if element["type"] in VALUES:
                block_id, action_id = block["block_id"], element["action_id"]
                value = entered.get(block_id, {}).get(action_id) or {}
                held.setdefault(block_id, {})[action_id] = beginning(element) | value
    return held


def beginning(element: Element) -> dict[str, Any]:
    """Return what an element holds before anybody has touched it."""
    initial, name, empty = VALUES[element["type"]]
    return {"type": element["type"], name: element.get(initial, deepcopy(empty))}

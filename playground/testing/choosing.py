"""From what a test says to what Slack sends: `"Acme"` becomes the option that reads so."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground import shapes
from playground.blocks import VALUES, Element
from playground.slack import Slack
from playground.uploading import complaint

Wanted = str | int | float | Sequence[str] | None


def chosen(element: Element, wanted: Wanted, *, offered: Sequence[Mapping[str, Any]], slack: Slack) -> Any:
    """Return an element's part of an action: `{"selected_option": {…}}`, `{"selected_date": "2026-01-31"}`, ….

    Args:
        wanted: what an option reads or is worth, a name of a person, channel or file, a date, a text; several in a
            list for what takes several; None for nothing.
        offered: the options there are, where there are options.
    """
    name = VALUES.get(element["type"], ("", "selected_option", None))[1]
    if name == "files":
        return {name: _files(element, wanted, slack)}
    if isinstance(wanted, list | tuple):
        return {name: [_one(name, one, offered, slack) for one in wanted]}
    value = None if wanted is None else _one(name, wanted, offered, slack)
    takes_several = element["type"] in VALUES and isinstance(VALUES[element["type"]][2], list)
    return {name: ([] if value is None else [value]) if takes_several else value}


def option_list(offered: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return options without the groups they are in."""
    return [option for one in offered for option in one.get("options", [one])]


def _one(name: str, wanted: Any, offered: Sequence[Mapping[str, Any]], slack: Slack) -> Any:
    """Return one thing that was chosen."""
    workspace = slack.workspace
    if name.startswith("selected_option"):
        return _option(offered, str(wanted))
    if name.startswith("selected_user"):
        return workspace.named(wanted).id
    if name.startswith(("selected_channel", "selected_conversation")):
        return workspace.channel_named(wanted).id
    return wanted if name == "selected_date_time" else str(wanted)


def _files(element: Element, wanted: Any, slack: Slack) -> list[Any]:
    """Return files that are ready, by name.

    Raises:
        AssertionError: where one is not, or the input does not take them.
    """
    names, ready = [wanted] if isinstance(wanted, str) else wanted or (), slack.workspace.files.values()
    found = [next((one for one in ready if one.name == name), None) for name in names]
    files = [one for one in found if one]
    if wrong := complaint(element, files) or (len(files) < len(found) and f"Not all of {names} have been uploaded"):
        raise AssertionError(wrong)
    return [shapes.file(slack, one) for one in files]


def _option(offered: Sequence[Mapping[str, Any]], wanted: str) -> dict[str, Any]:
    """Return the option that reads so, or begins so, or is worth that.

    Raises:
        AssertionError: where there is none, or more than one.
    """
    options = option_list(offered)
    texts = [option["text"]["text"] for option in options]
    for found in (
        [option for option, text in zip(options, texts, strict=True) if wanted in (text, option.get("value"))],
        [option for option, text in zip(options, texts, strict=True) if wanted.casefold() in text.casefold()],
    ):
        if len(found) == 1:
            return dict(found[0])
    raise AssertionError(f"No one option is {wanted!r}; there are {texts}")

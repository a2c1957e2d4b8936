"""Files of people: uploaded for a modal's `file_input`, which holds them until they are submitted."""

from collections.abc import Mapping, Sequence
from typing import Any

from playground.slack import Slack
from playground.workspace import File

LONGEST = 10_000_000
"""Bytes in a file for an input: Slack's limit."""

MOST = 10


def uploads(slack: Slack, person: str, name: str, content: bytes) -> File:
    """Keep a file of somebody's, which is in no channel."""
    created = int(slack.clock.timestamp())
    file = File(slack.ids.new("F"), name, name, person, created=created, content=content)
    slack.workspace.files[file.id] = file
    return file


def complaint(element: Mapping[str, Any], files: Sequence[File]) -> str:
    """Return why an input does not take these files together, in Slack's stead; nothing where it does."""
    kinds, most = [one.casefold() for one in element.get("filetypes") or ()], element.get("max_files", MOST)
    if len(files) > most:
        return f"At most {most} {'file' if most == 1 else 'files'} can be uploaded here."
    for file in files:
        if kinds and file.name.rpartition(".")[2].casefold() not in kinds:
            return f"{file.name} is not of a kind that is wanted here: {', '.join(kinds)}."
        if len(file.content or b"") > LONGEST:
            return f"{file.name} is larger than 10 MB."
    return ""

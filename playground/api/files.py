"""files.*: uploads in three steps, and what is known of a file."""

from playground import posting, shapes
from playground.api.calling import Answer, Call, Method
from playground.api.refusal import Refusal
from playground.outward import events
from playground.rates import OFTEN, SOMETIMES
from playground.workspace import Channel, File, Message


def get_url(call: Call) -> Answer:
    """files.getUploadURLExternal: promise a file, and say where its content goes."""
    name, length = call.text("filename"), str(call.text("length"))
    if not length.isdecimal() or int(length) == 0:
        raise Refusal.invalid("must be greater than 0 [json-pointer:/length]")
    slack = call.slack
    file = File(slack.ids.new("F"), name, name, call.bot.id, created=int(slack.clock.timestamp()))
    slack.workspace.files[file.id] = file
    return {"upload_url": f"{slack.address}/upload/v1/{file.id}", "file_id": file.id}


def complete(call: Call) -> Answer:
    """files.completeUploadExternal: name the files, and share them where they are wanted."""
    files = _uploaded(call)
    channels = [_shared_in(call, one) for one in _wanted(call)]
    for channel in channels:
        _share(call, channel, files)
    call.slack.changes.happened()
    return {"files": [shapes.file(call.slack, file) for file in files]}


def about(call: Call) -> Answer:
    """files.info: one file."""
    return {"file": shapes.file(call.slack, _file(call)), "comments": []}


def listed(call: Call) -> Answer:
    """files.list: the files that the bot can see."""
    found = [one for one in call.slack.workspace.files.values() if _is_seen(call, one)]
    paging = {"count": len(found), "total": len(found), "page": 1, "pages": 1}
    return {"files": [shapes.file(call.slack, one) for one in reversed(found)], "paging": paging}


def delete(call: Call) -> Answer:
    """files.delete: take a file of the bot away, from every message too."""
    file = _file(call)
    if file.uploader != call.bot.id:
        raise Refusal("cant_delete_file")
    del call.slack.workspace.files[file.id]
    for channel in call.slack.workspace.channels.values():
        for message in channel.messages:
            message.files = [one for one in message.files if one != file.id]
    call.slack.changes.happened()
    return {}


def _uploaded(call: Call) -> list[File]:
    """Return the files that are named, with their titles.

    Raises:
        Refusal: `file_not_found`, also for one whose content has not come.
    """
    named = call.value("files")
    if not isinstance(named, list) or not named or not all(isinstance(one, dict) for one in named):
        raise Refusal.invalid("missing required field: files")
    found = []
    for one in named:
        file = call.slack.workspace.files.get(str(one.get("id")))
        if file is None or file.content is None:
            raise Refusal("file_not_found")
        file.title = one.get("title") or file.title
        found.append(file)
    return found


def _wanted(call: Call) -> list[str]:
    """Return the ids of the conversations that the files are for; none leaves them with the bot."""
    one = call.text("channel_id", "")
    return [one] if one else call.words("channels")


def _shared_in(call: Call, channel_id: str) -> Channel:
    """Return a conversation that files can be shared in; unlike for messages, a person's id names none.

    Raises:
        Refusal: in Slack's words.
    """
    channel = call.slack.workspace.channels.get(channel_id)
    if channel is None or not call.sees(channel):
        raise Refusal("channel_not_found")
    if channel.is_archived:
        raise Refusal("is_archived")
    if not call.is_in(channel):
        raise Refusal("not_in_channel")
    return channel


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    """Post the files, and tell the bot."""
    for file in files:
        file.channels.append(channel.id)
    message = Message(
        ts=call.slack.ids.ts(),
        author=call.bot.id,
        text=call.text("initial_comment", ""),
        files=[file.id for file in files],
        thread_ts=call.text("thread_ts", "") or None,
    )
    posting.post(call.slack, channel, message)
    for file in files:
        named = {"file_id": file.id, "file": {"id": file.id}, "user_id": call.bot.id, "channel_id": channel.id}
        events.happened(call.slack, {"type": "file_shared", **named})


def _file(call: Call) -> File:
    """Return the file that an id names, if the bot can see it.

    Raises:
        Refusal: `file_not_found`.
    """
    file = call.slack.workspace.files.get(call.text("file"))
    if file is None or not _is_seen(call, file):
        raise Refusal("file_not_found")
    return file


def _is_seen(call: Call, file: File) -> bool:
    """Whether a file is there for the bot: its own, shared where it is, or given to it in a modal."""
    where = (call.slack.workspace.channels[one] for one in file.channels)
    is_near = not file.channels or file.uploader == call.bot.id or any(call.is_in(one) for one in where)
    return file.content is not None and is_near


METHODS = {
    "files.getUploadURLExternal": Method(get_url, ("files:write",), OFTEN, takes_json=False),
    "files.completeUploadExternal": Method(complete, ("files:write",), OFTEN),
    "files.info": Method(about, ("files:read",), OFTEN, takes_json=False),
    "files.list": Method(listed, ("files:read",), SOMETIMES, takes_json=False),
    "files.delete": Method(delete, ("files:write",), SOMETIMES),
}

"""Files."""

import mimetypes

from playground.shapes.common import Shape
from playground.slack import Slack
from playground.workspace import File


def file(slack: Slack, file: File) -> Shape:
    """Return a file; its URLs lead here, and ask for the token."""
    mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    path = f"{slack.address}/files-pri/{slack.workspace.team.id}-{file.id}"
    where = [slack.workspace.channels[one] for one in file.channels]
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": mime,
        "filetype": file.name.rpartition(".")[2].casefold() if "." in file.name else "binary",
        "pretty_type": file.name.rpartition(".")[2].upper(),
        "user": file.uploader,
        "user_team": slack.workspace.team.id,
        "size": len(file.content or b""),
        "mode": "hosted",
        "editable": False,
        "is_external": False,
        "external_type": "",
        "is_public": any(one.kind == "public" for one in where),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{path}/{file.name}",
        "url_private_download": f"{path}/download/{file.name}",
        "permalink": f"{slack.address}/files/{file.uploader}/{file.id}/{file.name}",
        "channels": [one.id for one in where if one.kind == "public"],
        "groups": [one.id for one in where if one.kind in ("private", "mpim")],
        "ims": [one.id for one in where if one.kind == "im"],
        "comments_count": 0,
        "has_rich_preview": False,
        "file_access": "visible",
    }

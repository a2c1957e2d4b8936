"""Blocks that show something else: image, video and file."""

from nicegui.element import Element

from playground.page import words
from playground.page.parts import part, rendered
from playground.page.stage import Json, Stage
from playground.workspace import File


def picture(image: Json, classes: str) -> Element:
    """Draw a picture from where it lies, with the words for who cannot see it."""
    url = image.get("image_url") or image.get("slack_file", {}).get("url", "")
    return part("img", classes, src=url, alt=image.get("alt_text", ""), loading="lazy")


def image(block: Json, _stage: Stage) -> None:
    """A picture under its title."""
    with part("figure", "picture"):
        if block.get("title"):
            part("figcaption", "hint", words.plain(block["title"]))
        picture(block, "picture-image")


def video(block: Json, stage: Stage) -> None:
    """A video: its picture, its title, and a link to where it plays."""
    with part("div", "attachment"):
        address = str(block.get("title_url") or block.get("video_url", ""))
        safe = address if address.startswith(("https://", "http://")) else None
        part("a", "attachment-title", words.plain(block.get("title")), href=safe, target="_blank", rel="noopener")
        rendered(words.shown(block.get("description"), stage.reader), "text")
        if block.get("thumbnail_url"):
            picture({**block, "image_url": block["thumbnail_url"]}, "picture-image")


def file(block: Json, stage: Stage) -> None:
    """A file of elsewhere, or one of ours."""
    found = stage.slack.workspace.files.get(block.get("file_id") or block.get("external_id", ""))
    if found:
        attached(found)
    else:
        part("em", "hint", "(a remote file)")


def attached(found: File) -> None:
    """Draw a file that can be downloaded."""
    size = len(found.content or b"")
    with part("a", "file", href=f"/page/files/{found.id}", download=found.name):
        part("span", "file-kind", found.name.rpartition(".")[2][:4].upper() or "FILE", aria_hidden="true")
        with part("span", "file-words"):
            part("span", "file-name", found.title or found.name)
            part("small", "hint", f"{found.name}, {_size(size)}")


def _size(size: int) -> str:
    """Return a number of bytes for people."""
    return f"{size} bytes" if size < 1_000 else f"{size / 1_000:.1f} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"

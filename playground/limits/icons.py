"""The icons that Slack brings along.

Source: docs.slack.dev/reference/block-kit/composition-objects/slack-icon-object, read in November 2026.
"""

from typing import Final

from playground.limits.shapes import choice, shape

# fmt: off
NAMES: Final = (
    "archive", "book", "bookmark", "bot", "bug", "calendar", "call", "caret-left", "caret-right", "check", "clipboard",
    "code", "comment", "compass", "copy", "cube", "download", "edit", "email", "eye-closed", "eye-open", "file", "flag",
    "folder", "gear", "globe", "heart", "help", "image", "info", "key", "lightbulb", "link", "map", "mobile",
    "new-window", "pin", "plus", "refine", "refresh", "rocket", "save", "screen", "share", "sparkle", "star",
    "star-filled", "tag", "thumbs-down", "thumbs-up", "trash", "upload", "user", "warning",
)
# fmt: on

ICON: Final = shape({"type": choice("icon"), "name": choice(*NAMES)})

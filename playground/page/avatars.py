"""A face for everybody: their initials on a colour of their own."""

import zlib

from playground.page.parts import part

HUES = 12


def avatar(name: str, *, is_app: bool = False, classes: str = "") -> None:
    """Draw somebody's face; their name stands beside it."""
    shape = "avatar avatar-app" if is_app else "avatar"
    part("span", f"{shape} {classes}", initials(name), aria_hidden="true", style=f"--hue:{hue(name)}")


def initials(name: str) -> str:
    """Return the first letters of the first and the last word; of a Chinese name its last two characters."""
    words = name.split()
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    word = words[0] if words else "?"
    return word[0].upper() if word.isascii() else word[-2:]


def hue(name: str) -> int:
    """Return a colour, the same one for the same name."""
    return zlib.crc32(name.encode()) % HUES * 360 // HUES

"""Pictures of people, for bots that show them: the first letter of a name on a colour of its own."""

import zlib
from html import escape

COLOURS = 12
SMALLEST, LARGEST = 16, 1024


def portrait(name: str, size: int) -> str:
    """Return a picture as SVG."""
    hue = zlib.crc32(name.encode()) % COLOURS * 360 // COLOURS
    size = min(max(size, SMALLEST), LARGEST)
    letter = escape(name[:1].upper() or "?")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 48 48">'
        f'<rect width="48" height="48" fill="hsl({hue} 45% 35%)"/>'
        f'<text x="24" y="33" font-family="sans-serif" font-size="26" fill="#fff" text-anchor="middle">{letter}</text>'
        "</svg>"
    )

"""Rich text: what the composer writes, and what a bot may write.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block, read in November 2026. No length is published.
"""

from typing import Final

from playground.limits.shapes import Check, choice, flag, integer, listing, shape, string, typed, union
from playground.limits.texts import NAME

STYLE: Final = shape(
    bold=flag,
    italic=flag,
    strike=flag,
    code=flag,
    underline=flag,
    highlight=flag,
    client_highlight=flag,
    unlink=flag,
)
BORDER: Final = integer(least=0, most=1)
SOMETHING: Final = string(least=1)


def part(field: str, **takes: Check) -> Check:
    """Take a piece of a line that cannot do without the one field."""
    return typed({field: SOMETHING}, style=STYLE, **takes)


LINE: Final = listing(
    union(
        {
            "broadcast": typed({"range": choice("here", "channel", "everyone")}, style=STYLE),
            "channel": part("channel_id"),
            "color": part("value"),
            "date": typed(
                {"timestamp": integer(least=0), "format": SOMETHING}, url=string(), fallback=string(), style=STYLE
            ),
            "emoji": part(
                "name", unicode=string(), skin_tone=integer(least=1, most=6), url=string(), display_name=string()
            ),
            "link": part("url", text=SOMETHING, unsafe=flag),
            "team": part("team_id"),
            "text": part("text"),
            "user": part("user_id"),
            "usergroup": part("usergroup_id"),
        }
    )
)

SECTION: Final = typed({"elements": LINE})
ITEMS: Final = listing(union({"rich_text_section": SECTION}))

RICH_TEXT: Final = shape(
    {
        "type": choice("rich_text"),
        "elements": listing(
            union(
                {
                    "rich_text_section": SECTION,
                    "rich_text_list": typed(
                        {"elements": ITEMS, "style": choice("bullet", "ordered")},
                        indent=integer(least=0, most=8),
                        offset=integer(least=0),
                        border=BORDER,
                    ),
                    "rich_text_preformatted": typed({"elements": LINE}, border=BORDER, language=string()),
                    "rich_text_quote": typed({"elements": LINE}, border=BORDER),
                }
            )
        ),
    },
    block_id=NAME,
)

"""What can be asked, line by line."""

from collections.abc import Mapping
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks


def usage(language: Language, title: str, lines: Mapping[str, str], *, as_of: date | None, today: date) -> Reply:
    """Show each way to ask (typed as it stands) with what it answers (an English sentence of the catalogue)."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    ways = [f"`{words}` {language.say(answer)}" for words, answer in lines.items()]
    heading = language.say(title)
    return blocks.reply(
        "\n".join([heading, *ways, reach]), blocks.paragraph(f"*{heading}*", *ways), blocks.remark(reach)
    )


def unclassified(language: Language) -> Reply:
    """Say that there is nothing to show before the first classification."""
    answer = language.say("Nothing has been classified yet: `regulars classify` does it once visits are imported.")
    return blocks.reply(answer, blocks.paragraph(answer))

"""What can be asked, line by line."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from bot.telling.blocks import Part


def usage(
    language: Language,
    title: str,
    lines: Mapping[str, str],
    *,
    as_of: date | None,
    today: date,
    beside: Part | None = None,
) -> Reply:
    """Show each way to ask (typed as it stands) with what it answers (an English sentence of the catalogue).

    What is `beside` comes below: a button, where there is an easier way than typing.
    """
    reach = blocks.reach(language, as_of=as_of, today=today)
    ways = [f"`{words}` {language.say(answer)}" for words, answer in lines.items()]
    heading = language.say(title)
    return blocks.reply(
        "\n".join([heading, *ways, reach]), blocks.paragraph(f"*{heading}*", *ways), beside, blocks.remark(reach)
    )


def overview(
    language: Language, commands: Sequence[str], *, meant: str | None, as_of: date | None, today: date
) -> Reply:
    """Show which commands there are, as they are typed, and which one was `meant`, if one is near."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    known = language.say("You can ask me {commands}.", commands=language.listed([f"`{name}`" for name in commands]))
    near = language.say("Did you mean {command}?", command=f"`{meant}`") if meant else ""
    more = language.say("Each of them explains itself: add {help}.", help="`help`")
    told = " ".join(sentence for sentence in (known, near, more) if sentence)
    return blocks.reply(f"{told} {reach}", blocks.paragraph(told), blocks.remark(reach))


def unclassified(language: Language) -> Reply:
    """Say that there is nothing to show before the first classification."""
    answer = language.say("Nothing has been classified yet: `regulars classify` does it once visits are imported.")
    return blocks.reply(answer, blocks.paragraph(answer))

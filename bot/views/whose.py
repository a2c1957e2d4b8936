"""A customer of whom only the name may be told, and who looks after it."""

from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks


def whose(
    language: Language, name: str, *, owner: str | None, stand_in: str | None, as_of: date | None, today: date
) -> Reply:
    """Say whom to ask about a customer; `stand_in` while the owner is away."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    known = {"name": blocks.escaped(name), "owner": blocks.escaped(owner or "")}
    if owner and stand_in:
        told = language.say(
            "{stand_in} stands in for {owner}, who looks after *{name}*: ask them.",
            stand_in=blocks.escaped(stand_in),
            **known,
        )
    elif owner:
        told = language.say("{owner} looks after *{name}*: ask them.", **known)
    else:
        told = language.say("Nobody looks after *{name}*: ask your lead.", name=known["name"])
    return blocks.reply(f"{told} {reach}", blocks.paragraph(told), blocks.remark(reach))

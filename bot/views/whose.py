"""A customer of whom only the name may be told, and who looks after it."""

from datetime import date

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from storage.customers import Found


def whose(language: Language, customer: Found, *, as_of: date | None, today: date) -> Reply:
    """Say whom to ask about a customer."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    name = blocks.escaped(customer.name)
    told = (
        language.say("{owner} looks after *{name}*: ask them.", name=name, owner=blocks.escaped(customer.owner))
        if customer.owner
        else language.say("Nobody looks after *{name}*: ask your lead.", name=name)
    )
    return blocks.reply(f"{told} {reach}", blocks.paragraph(told), blocks.remark(reach))

"""The commands, each a function from a question to a reply; to add one, a file here and a line in `COMMANDS`."""

from collections.abc import Callable, Mapping

from bot.commands.accounts import accounts
from bot.commands.alerts import alerts
from bot.commands.assign import assign
from bot.commands.audit import audit
from bot.commands.cover import cover
from bot.commands.customer import customer
from bot.commands.dormant import dormant
from bot.commands.people import people
from bot.question import Question, Reply

COMMANDS: Mapping[str, Callable[[Question], Reply]] = {
    "/customer": customer,
    "/dormant": dormant,
    "/alerts": alerts,
    "/accounts": accounts,
    "/assign": assign,
    "/cover": cover,
    "/people": people,
    "/audit": audit,
}
"""Every command by what is typed; `/regulars customer Acme` reaches them too, wherever questions come in."""

"""The visits of a customer: a year month by month as a chart, and the last ten."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks
from storage.cards import Day, Month
from storage.tables import Customer


def visits(
    language: Language, customer: Customer, *, months: Sequence[Month], last: Sequence[Day], as_of: date, today: date
) -> Reply:
    """Show visits and spend of complete months, oldest first, and the last visits, newest first."""
    reach = blocks.reach(language, as_of=as_of, today=today)
    answer, in_words = _answer(language, customer, months), _in_words(language, months)
    return blocks.reply(
        f"{answer} {in_words} {reach}",
        blocks.paragraph(answer),
        _chart(language.say("Visits per month"), language, {month.first: month.visits for month in months}),
        _chart(language.say("Spend per month"), language, {month.first: float(month.spend) for month in months}),
        _table(language, last) if last else blocks.paragraph(language.say("There are no visits to list.")),
        blocks.buttons(
            {
                language.say("Card"): f"/customer card id:{customer.id}",
                language.say("Tier"): f"/customer tier id:{customer.id}",
            }
        ),
        blocks.remark(reach),
    )


def _answer(language: Language, customer: Customer, months: Sequence[Month]) -> str:
    """Say how often the customer came in these months, and what that brought."""
    return language.count(
        "*{name}* came on {n} day in the last 12 complete months and spent {money}.",
        "*{name}* came on {n} days in the last 12 complete months and spent {money}.",
        sum(month.visits for month in months),
        name=blocks.escaped(customer.name),
        money=language.money(sum((month.spend for month in months), Decimal(0))),
    )


def _in_words(language: Language, months: Sequence[Month]) -> str:
    """Say the chart for those who do not see it."""
    counts = [f"{language.month(month.first)} {language.number(month.visits)}" for month in months]
    return language.say("Visits per month: {months}.", months=language.listed(counts))


def _chart(title: str, language: Language, values: dict[date, float]) -> blocks.Part:
    """Draw a bar for each month."""
    return blocks.bars(title, title, {language.month(first): value for first, value in values.items()})


def _table(language: Language, last: Sequence[Day]) -> blocks.Part:
    """List the last visits."""
    titles = (language.say("Last visits"), language.say("Amount"), language.say("Receipts"))
    rows = [(language.day(day.day), language.money(day.amount), language.number(day.receipts)) for day in last]
    return blocks.table(titles, rows, numbers=(1, 2))

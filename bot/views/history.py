"""How a customer's labels changed, newest first, and why; and what was done about the customer."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain, groupby

from bot.locale import Language
from bot.question import Reply
from bot.telling import blocks, happenings, recorded, wording
from segmentation.profile import Policy
from storage.cards import Change
from storage.entries import Entry
from storage.tables import Customer, Profile


def history(
    language: Language,
    policy: Policy,
    customer: Customer,
    profile: Profile,
    changes: Sequence[Change],
    *,
    done: Sequence[Entry] = (),
    more: bool,
    today: date,
) -> Reply:
    """Show each change with the figures that moved, and what was done."""
    reach = blocks.reach(language, as_of=profile.as_of, today=today)
    answer = _answer(language, customer, profile, changes)
    return blocks.reply(
        f"{answer} {reach}",
        blocks.paragraph(answer),
        *chain.from_iterable(
            _day(language, policy, day, of_day) for day, of_day in groupby(changes, key=lambda change: change.as_of)
        ),
        *_done(language, done),
        blocks.buttons(
            {
                language.say("Card"): f"/customer card id:{customer.id}",
                language.say("Why?"): f"/customer why id:{customer.id}",
            }
        ),
        blocks.remark(language.say("Older changes are left out.") if more else "", reach),
    )


def _answer(language: Language, customer: Customer, profile: Profile, changes: Sequence[Change]) -> str:
    """Say when something last changed."""
    name = blocks.escaped(customer.name)
    if not changes:
        first = language.day(profile.since)
        return language.say(
            "Nothing about *{name}* changed since the first classification on {day}.", name=name, day=first
        )
    return language.say("*{name}* last changed on {day}; newest first:", name=name, day=language.day(changes[0].as_of))


def _day(language: Language, policy: Policy, day: date, changes: Iterable[Change]) -> list[blocks.Part]:
    """Tell what changed on a day."""
    return blocks.paragraphs(f"*{language.day(day)}*", *(_change(language, policy, change) for change in changes))


def _done(language: Language, done: Sequence[Entry]) -> list[blocks.Part]:
    """Tell what was done, if anything was."""
    lines = (f"• {happenings.moment(one.at)}: {recorded.told(language, one)}" for one in done)
    return blocks.paragraphs(f"*{language.say('What was done')}*", *lines) if done else []


def _change(language: Language, policy: Policy, change: Change) -> str:
    """Say what changed, and which figures moved."""
    moves = [wording.moved(language, figure, *both) for figure, both in change.reason.items() if both[0] != both[1]]
    return language.say(
        "• {label}: {before} → *{after}* ({reason})" if moves else "• {label}: {before} → *{after}*",
        label=language.say(wording.LABELS[change.label]),
        before=wording.named(language, policy, change.label, change.before),
        after=wording.named(language, policy, change.label, change.after),
        reason=language.say("; ").join(moves),
    )

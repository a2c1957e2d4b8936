"""What people choose from, in words: each choice as it is stored or typed, with the sentence that stands for it."""

from collections.abc import Mapping

from bot.governance import Colleagues
from bot.locale import Language, sentence
from bot.telling import blocks
from storage.alerts import words

CONTACTS: Mapping[str, str] = {
    "visit": sentence("a visit"),
    "call": sentence("a call"),
    "voucher": sentence("a voucher"),
    "message": sentence("a message"),
}
"""Ways to reach out."""

CAUSES: Mapping[str, str] = {
    "price": sentence("price"),
    "service": sentence("service"),
    "competitor": sentence("a competitor"),
    "moved": sentence("moved away"),
    "closed": sentence("closed"),
    "personal": sentence("a personal matter"),
    "other": sentence("something else"),
}
"""What was found to be the cause, as forms offer it; people may type anything else."""

ABSENCES: Mapping[str, str] = {
    words.SEASONAL: sentence("they come in their season"),
    words.PAUSED: sentence("they are making a pause"),
    words.CLOSED: sentence("the business has closed"),
    words.HOLIDAY: sentence("they are on holiday"),
}
"""Why a customer is known not to come."""

OUTCOMES: Mapping[str, str] = {
    **ABSENCES,
    words.FALSE_ALARM: sentence("a false alarm"),
    words.USELESS: sentence("not useful"),
}
"""Why an alert needed nothing done."""

SNOOZES: Mapping[str, str] = {
    "today": sentence("For today"),
    "3d": sentence("3 working days"),
    "1w": sentence("1 week"),
    "1m": sentence("1 month"),
    "visit": sentence("Until they next visit"),
}
"""How long an alert may rest, beside until a day."""

MODES: Mapping[str, str] = {
    "now": sentence("At once"),
    "digest": sentence("In the digest"),
    "off": sentence("Never"),
}
"""When somebody hears of a rule's alerts."""

SCOPES: Mapping[str, str] = {
    "mine": sentence("Those of my customers"),
    "team": sentence("Those of my team"),
    "all": sentence("Everybody's"),
}
"""Whose alerts somebody hears of."""

SEEN: Mapping[str, str] = {
    Colleagues.YES: sentence("all of them"),
    Colleagues.NAMES: sentence("name and owner only"),
    Colleagues.NO: sentence("none of them"),
}
"""What salespeople may see of the customers of colleagues."""

WEEKDAYS: Mapping[str, str] = {
    "1": sentence("Mon"),
    "2": sentence("Tue"),
    "3": sentence("Wed"),
    "4": sentence("Thu"),
    "5": sentence("Fri"),
    "6": sentence("Sat"),
    "7": sentence("Sun"),
}
"""The days of the week as they are stored."""


def in_words(language: Language, known: Mapping[str, str], key: str) -> str:
    """Return the words for a choice; what people typed themselves as it stands."""
    return language.say(known[key]) if key in known else blocks.escaped(key)


def offered(language: Language, known: Mapping[str, str]) -> dict[str, str]:
    """Return choices as fields take them: by their words, with a capital letter."""
    told = {key: language.say(text) for key, text in known.items()}
    return {text[:1].upper() + text[1:]: key for key, text in told.items()}

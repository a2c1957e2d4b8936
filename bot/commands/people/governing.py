"""What holds for everybody: shown to the team, decided by administrators."""

from collections.abc import Mapping

from bot import access, governance
from bot.access import Ask, Rows
from bot.asking import ruling, seeing
from bot.governance import Governance
from bot.lines import orders, staffing
from bot.lines.staffing import NONE, Order
from bot.locale import Language, sentence
from bot.question import Question, Reply
from bot.telling import blocks
from bot.views.home import house
from storage import choices, roster

SHORT: Mapping[str, str] = {
    **{word: name for name, word in governance.CALLED.items()},
    "同事": "colleagues",
    "客户数": "approve_accounts",
    "金额": "approve_value",
    "小时": "approval_hours",
    "简报": "digest_hour",
    "上限": "daily_limit",
}
KEYWORDS: Mapping[str, str] = {**SHORT, **{name: name for name in governance.READ}}
"""What can be decided, by the words that people type."""

FILLING = frozenset({"approve", "set", "审批", "设置"})
DEFAULT = NONE | {"default", "默认"}
"""What stands for a choice as it comes by itself: of yes and no, `default` alone."""

SAVED = sentence("Saved. This holds for everybody from now on.")


def policy(question: Question, order: Order) -> Reply:
    """Show what holds for everybody, or decide it."""
    words = [word for word in order.words if word.casefold() not in FILLING]
    if not words:
        with question.sessions() as session:
            seeing.may(session, question, Ask.PEOPLE)
            who = seeing.circle(session, question).role
            can_change = access.rows(who, Ask.POLICY, question.place) is not Rows.NONE
            return _shown(question.language, governance.read(session), can_change=can_change)
    wanted = dict(orders.pairs(words, KEYWORDS, usage=staffing.POLICY))
    with question.sessions() as session, session.begin():
        roster.wait_for_turn(session)
        seeing.may(session, question, Ask.POLICY)
        held = governance.read(session)
        for name, said in wanted.items():
            value = _value(name, said)
            if value is None or str(value) != str(getattr(held, name)):
                choices.choose(session, name, value, **ruling.deed(question))
        session.flush()
        return _shown(question.language, governance.read(session), told=question.language.say(SAVED))


def _value(name: str, said: str) -> object:
    """Return what is decided; None for what comes by itself."""
    is_yes_or_no = "no" in governance.POSSIBLE[name]
    is_default = said.casefold() in ({"default", "默认"} if is_yes_or_no else DEFAULT)
    return None if is_default else governance.chosen(name, said)


def _shown(language: Language, held: Governance, *, told: str = "", can_change: bool = True) -> Reply:
    """Show what holds for everybody."""
    heading = told or language.say("What holds for everybody")
    shown = house.policy(language, held, can_change=can_change)
    return blocks.reply(heading, blocks.paragraph(told) if told else None, *shown)
